// SPDX-License-Identifier: Apache-2.0
#include "cli/input.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/programme_file.h"
#include "cli/text.h"

extern char** environ;

namespace samstig::cli {

namespace {

Status EditorTrouble(const std::string& problem, const std::string& path) {
  return {v1::REASON_CANCELLED, problem + " What was written is in " + path};
}

// The editor may be "code --wait": the shell takes it apart.
Result<int> RunEditor(const std::string& editor, const std::string& path) {
  const std::string command = editor + " \"$1\"";
  std::array<const char*, 6> arguments = {"sh", "-c", command.c_str(), "sh", path.c_str(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawn(&child, "/bin/sh", nullptr, nullptr,
                                 const_cast<char* const*>(arguments.data()), environ);
  if (failed != 0) return Status(v1::REASON_CANCELLED, "the editor could not be started");
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return Status(v1::REASON_CANCELLED, "the editor got lost");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

std::string ReadAll(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

bool IsInteractive() { return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0; }

Result<std::string> TextFrom(Session& session, const std::string& argument,
                             const std::string& start) {
  std::string text = argument;
  if (argument == "-") {
    text = ReadAll(std::cin);
  } else if (argument.empty()) {
    if (!IsInteractive()) {
      return Status(v1::REASON_MISSING_FIELD,
                    "Give the text as an argument, or - to read standard input.");
    }
    ASSIGN_OR_RETURN(text, Edit(session, start));
  }
  text = Trim(text);
  if (text.empty())
    return Status(v1::REASON_TEXT_EMPTY, "Nothing was written, so nothing is sent.");
  return text;
}

Result<std::string> Edit(Session& session, const std::string& start) {
  std::string editor = session.Variable("VISUAL").value_or("");
  if (editor.empty()) editor = session.Variable("EDITOR").value_or("vi");
  std::string path = std::filesystem::temp_directory_path().string() + "/samstig-XXXXXX.md";
  const int file = mkstemps(path.data(), 3);
  if (file < 0) return Status(v1::REASON_READ_ONLY, path + " cannot be made");
  close(file);
  {
    std::ofstream out(path, std::ios::binary);
    out << start;
    if (!out.flush()) return Status(v1::REASON_DISK_FULL, path + " cannot be written");
  }
  ASSIGN_OR_RETURN(int code, RunEditor(editor, path));
  if (code != 0) return EditorTrouble("The editor " + editor + " ended with an error.", path);
  std::ifstream in(path, std::ios::binary);
  std::string text = ReadAll(in);
  if (!in) return EditorTrouble("The text could not be read back.", path);
  // Until the words are safe in the outbox.
  session.KeepUntilSafe(path);
  return text;
}

Result<Piece> ReadPiece(const std::string& path, const std::string& title) {
  ASSIGN_OR_RETURN(std::string text, ReadFile(path));
  Piece piece{title, Trim(text)};
  if (piece.text.rfind("# ", 0) == 0) {
    const size_t end = std::min(piece.text.find('\n'), piece.text.size());
    if (piece.title.empty()) piece.title = Trim(piece.text.substr(2, end - 2));
    piece.text = Trim(piece.text.substr(end));
  }
  if (!piece.title.empty()) return piece;
  return Status(v1::REASON_MISSING_FIELD,
                "The file has no “# Title” in its first line; give one with --title.");
}

Result<std::string> Ask(Session& session, std::string_view question) {
  if (!IsInteractive())
    return Status(v1::REASON_MISSING_FIELD,
                  "Nobody is at the terminal to answer: " + std::string(question));
  session.out().EndProgress();
  std::cerr << question << ' ' << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return Status(v1::REASON_CANCELLED, "No answer was given.");
  return Trim(line);
}

}  // namespace samstig::cli
