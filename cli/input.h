// SPDX-License-Identifier: Apache-2.0
// Words from a person: an argument, standard input, an editor, an answer typed on the terminal.
#ifndef SAMSTIG_CLI_INPUT_H_
#define SAMSTIG_CLI_INPUT_H_

#include <string>
#include <string_view>

#include "cli/session.h"

namespace samstig::cli {

// The words of an argument; "-" reads standard input to its end; empty opens an editor on `start`,
// if somebody is at the terminal. MISSING_FIELD otherwise, TEXT_EMPTY when nothing was written.
Result<std::string> TextFrom(Session& session, const std::string& argument,
                             const std::string& start);

// $VISUAL or $EDITOR on a private temporary file; what is in it when the editor ends. CANCELLED
// when there is no editor or it fails. The file stays until the words are safe in the outbox.
Result<std::string> Edit(Session& session, const std::string& start);

// A text with a title, from a Markdown file.
struct Piece {
  std::string title;
  std::string text;
};
// Its first heading is the title unless one is given, the rest the text. MISSING_FIELD without
// either; the reasons of reading a file.
Result<Piece> ReadPiece(const std::string& path, const std::string& title);

// A line typed on the terminal. MISSING_FIELD when nobody is there.
Result<std::string> Ask(Session& session, std::string_view question);

// Somebody is at the terminal.
bool IsInteractive();

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_INPUT_H_
