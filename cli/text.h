// SPDX-License-Identifier: Apache-2.0
// Small things about text on a terminal: width, clipping, wrapping, words of a list.
#ifndef SAMSTIG_CLI_TEXT_H_
#define SAMSTIG_CLI_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace samstig::cli {

// Columns that UTF-8 text takes: one for each character, none for combining marks.
size_t WidthOf(std::string_view text);
// At most `width` columns, with an ellipsis when something was cut. Line ends become spaces.
std::string Clip(std::string_view text, size_t width);
// Filled with spaces up to `width`.
std::string Pad(std::string text, size_t width);
// Lines of at most `width` columns, each after `indent`. Keeps the line ends that are there, and
// the indentation of list items.
std::string Wrap(std::string_view text, size_t width, std::string_view indent);

// ASCII letters only; other characters stay, so that "Närpes" matches "närpes" but not "NÄRPES".
std::string Lower(std::string_view text);
std::string Trim(std::string_view text);
// "a, b and c"
std::string Listed(const std::vector<std::string>& words);
// "1 place", "2 places"
std::string Count(uint64_t n, std::string_view one, std::string_view many);
// Edits (insert, delete, replace) from one to the other; counts no further than `limit` + 1.
size_t Distance(std::string_view a, std::string_view b, size_t limit);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_TEXT_H_
