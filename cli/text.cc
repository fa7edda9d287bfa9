// SPDX-License-Identifier: Apache-2.0
#include "cli/text.h"

#include <algorithm>
#include <cstdint>

namespace samstig::cli {
namespace {

bool IsTail(char c) { return (static_cast<uint8_t>(c) & 0xc0) == 0x80; }

// The character that starts at `at`, with its bytes. Damaged UTF-8 gives single bytes.
std::string_view CharacterAt(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && IsTail(text[end])) ++end;
  return text.substr(at, end - at);
}

bool IsCombining(std::string_view character) {
  // U+0300 to U+036F: CC 80 to CD AF.
  if (character.size() != 2) return false;
  const auto lead = static_cast<uint8_t>(character[0]);
  const auto tail = static_cast<uint8_t>(character[1]);
  return lead == 0xcc || (lead == 0xcd && tail <= 0xaf);
}

// How far a line's own text is indented: spaces, and the mark of a list item.
size_t HangingIndent(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && line[at] == ' ') ++at;
  size_t mark = at;
  if (mark < line.size() && (line[mark] == '-' || line[mark] == '*')) {
    ++mark;
  } else {
    while (mark < line.size() && line[mark] >= '0' && line[mark] <= '9') ++mark;
    if (mark == at || mark >= line.size() || line[mark] != '.') return at;
    ++mark;
  }
  return mark < line.size() && line[mark] == ' ' ? mark + 1 : at;
}

void WrapLine(std::string_view line, size_t width, std::string_view indent, std::string& out) {
  const std::string hanging(HangingIndent(line), ' ');
  std::string current(line.substr(0, hanging.size()));
  bool empty = true;
  size_t at = hanging.size();
  while (at < line.size()) {
    size_t end = line.find(' ', at);
    if (end == std::string_view::npos) end = line.size();
    const std::string_view word = line.substr(at, end - at);
    if (!empty && WidthOf(current) + 1 + WidthOf(word) > width) {
      out.append(indent).append(current).push_back('\n');
      current = hanging;
      empty = true;
    }
    if (!empty) current.push_back(' ');
    current.append(word);
    empty = false;
    at = end + 1;
  }
  if (!current.empty()) out.append(indent).append(current);
  out.push_back('\n');
}

}  // namespace

size_t WidthOf(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const std::string_view character = CharacterAt(text, at);
    if (!IsCombining(character)) ++width;
    at += character.size();
  }
  return width;
}

std::string Clip(std::string_view text, size_t width) {
  std::string line;
  size_t used = 0;
  size_t keep = 0;  // Bytes of `line` that leave room for the ellipsis.
  for (size_t at = 0; at < text.size();) {
    const std::string_view character = CharacterAt(text, at);
    at += character.size();
    const bool combining = IsCombining(character);
    if (!combining && used == width) {
      line.resize(keep);
      while (!line.empty() && line.back() == ' ') line.pop_back();
      return line + "…";
    }
    const bool space = character == "\n" || character == "\r" || character == "\t";
    if (space) {
      line.push_back(' ');
    } else {
      line.append(character);
    }
    if (!combining) ++used;
    if (used < width) keep = line.size();
  }
  return line;
}

std::string Pad(std::string text, size_t width) {
  const size_t has = WidthOf(text);
  if (has < width) text.append(width - has, ' ');
  return text;
}

std::string Wrap(std::string_view text, size_t width, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    size_t end = text.find('\n');
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    WrapLine(line, width, indent, out);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

std::string Listed(const std::vector<std::string>& words) {
  std::string list;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " and " : ", ";
    list += words[i];
  }
  return list;
}

std::string Count(uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

size_t Distance(std::string_view a, std::string_view b, size_t limit) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return std::min(row[b.size()], limit + 1);
}

}  // namespace samstig::cli
