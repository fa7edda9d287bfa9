// SPDX-License-Identifier: Apache-2.0
#include "cli/csv_text.h"

#include <iconv.h>

#include <algorithm>
#include <memory>

#include "domain/base/text.h"

namespace samstig::cli {

namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
// What is wrong with the file, and what helps.
std::string SaveAsUtf8(std::string fault) { return fault.append("; save the file as “CSV UTF-8”"); }

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

int LineAt(std::string_view bytes, size_t at) {
  return 1 +
         static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<long>(at), '\n'));
}

// "0x81"
std::string Hex(char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return std::string("0x") + kDigits[value >> 4] + kDigits[value & 0xf];
}

// Ã and one of the bytes that follow it in UTF-8: å, ä, ö and most other letters of Europe. Nobody
// writes this in Windows-1252, where it is "Ã¤".
size_t FindLetterOfUtf8(std::string_view bytes) {
  for (size_t at = bytes.find('\xc3'); at != std::string_view::npos;
       at = bytes.find('\xc3', at + 1)) {
    if (at + 1 < bytes.size() && (static_cast<unsigned char>(bytes[at + 1]) & 0xc0) == 0x80)
      return at;
  }
  return std::string_view::npos;
}

std::optional<std::string> FromWindows1252(std::string_view bytes, Mistakes& mistakes) {
  const auto close = [](void* converter) { iconv_close(converter); };
  const iconv_t opened = iconv_open("UTF-8", "WINDOWS-1252");
  if (opened == reinterpret_cast<iconv_t>(-1)) {
    mistakes.Add(1, "", SaveAsUtf8("not UTF-8, and this machine cannot convert Windows-1252"));
    return std::nullopt;
  }
  const std::unique_ptr<void, decltype(close)> converter(opened, close);
  // No character of Windows-1252 takes more than three bytes of UTF-8.
  std::string text(bytes.size() * 3, '\0');
  std::string from(bytes);
  char* in = from.data();
  size_t in_left = from.size();
  char* out = text.data();
  size_t out_left = text.size();
  if (iconv(opened, &in, &in_left, &out, &out_left) == static_cast<size_t>(-1)) {
    const size_t at = from.size() - in_left;
    mistakes.Add(LineAt(bytes, at), "",
                 SaveAsUtf8("the byte " + Hex(bytes[at]) + " is neither UTF-8 nor Windows-1252"));
    return std::nullopt;
  }
  text.resize(text.size() - out_left);
  return text;
}

}  // namespace

std::string_view NameOf(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kWindows1252:
      return "Windows-1252";
  }
  return "UTF-8";
}

std::optional<CsvText> DecodeCsv(std::string_view bytes, Mistakes& mistakes) {
  if (StartsWith(bytes, "\xff\xfe") || StartsWith(bytes, "\xfe\xff")) {
    mistakes.Add(1, "", SaveAsUtf8("this is UTF-16"));
    return std::nullopt;
  }
  // A spreadsheet's own formats are ZIP archives, or of the nineties.
  if (StartsWith(bytes, "PK\x03\x04") || StartsWith(bytes, "\xd0\xcf\x11\xe0")) {
    mistakes.Add(1, "", SaveAsUtf8("this is a workbook, not a CSV file"));
    return std::nullopt;
  }
  if (const size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    mistakes.Add(LineAt(bytes, nul), "", SaveAsUtf8("a NUL byte; this is no text"));
    return std::nullopt;
  }
  const bool marked = StartsWith(bytes, kUtf8Mark);
  if (marked) bytes.remove_prefix(kUtf8Mark.size());
  if (base::IsUtf8(bytes)) return CsvText{Encoding::kUtf8, std::string(bytes)};
  if (marked) {
    mistakes.Add(1, "", SaveAsUtf8("marked as UTF-8, but it is not"));
    return std::nullopt;
  }
  if (const size_t mixed = FindLetterOfUtf8(bytes); mixed != std::string_view::npos) {
    mistakes.Add(LineAt(bytes, mixed), "", SaveAsUtf8("a letter in UTF-8, while others are not"));
    return std::nullopt;
  }
  std::optional<std::string> text = FromWindows1252(bytes, mistakes);
  if (!text) return std::nullopt;
  return CsvText{Encoding::kWindows1252, *std::move(text)};
}

}  // namespace samstig::cli
