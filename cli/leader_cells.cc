// SPDX-License-Identifier: Apache-2.0
#include "cli/leader_cells.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "cli/identity_code.h"
#include "cli/mistakes.h"
#include "cli/text.h"
#include "domain/base/text.h"
#include "domain/rules/limits.h"

namespace samstig::cli {

using base::Emptiness;
using base::Status;

namespace {

// As rules/enrolment.cc has it.
constexpr size_t kMaxSectorBytes = 100;

// The first is how messages call the column.
const std::vector<std::string>& Headings(Column column) {
  static const std::vector<std::string> kHeadings[] = {
      {"name", "namn", "nimi", "navn"},
      {"e-mail", "e-post", "sähköposti"},
      {"position", "befattning", "titel", "tehtävä", "stilling"},
      {"sector", "sektor", "toimiala"},
      {"language", "språk", "kieli", "sprog"},
      {"id", "external id", "anställningsnummer", "henkilönumero", "medarbejdernummer"},
      {"manager", "manager's e-mail", "chef", "chefens e-post", "närmaste chef", "esihenkilö",
       "esihenkilön sähköposti", "leder", "leders e-mail"}};
  return kHeadings[static_cast<size_t>(column)];
}

// Small letters of ASCII only: "E-Post" and "epost" are one heading, "Språk" and "SPRAK" as well,
// and so is "Sähköposti" with its dots as characters of their own, as a Mac may write it.
std::string Plain(std::string_view heading) {
  static const std::vector<std::pair<std::string_view, std::string_view>> kLetters = {
      {"å", "a"}, {"Å", "a"}, {"ä", "a"}, {"Ä", "a"},       {"ö", "o"},      {"Ö", "o"},
      {"ø", "o"}, {"Ø", "o"}, {"é", "e"}, {"\xcc\x88", ""}, {"\xcc\x8a", ""}};
  std::string plain;
  while (!heading.empty()) {
    const auto letter = std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& pair) {
      return heading.rfind(pair.first, 0) == 0;
    });
    if (letter != kLetters.end()) {
      plain.append(letter->second);
      heading.remove_prefix(letter->first.size());
      continue;
    }
    if (heading[0] != '-' && heading[0] != '_' && heading[0] != ' ') plain.push_back(heading[0]);
    heading.remove_prefix(1);
  }
  return Lower(plain);
}

// A letter that was written as UTF-8 and read as Windows-1252, "Ã¤" for "ä"; or one that was given
// up, U+FFFD.
bool HasBrokenLetters(const std::string& text) {
  if (text.find("\xef\xbf\xbd") != std::string::npos) return true;
  for (size_t at = text.find("Ã"); at != std::string::npos; at = text.find("Ã", at + 1)) {
    const std::string next = text.substr(at + 2, 2);
    if (next.size() == 2 && next[0] == '\xc2') return true;
    // å and Ä: their second bytes are the punctuation of Windows-1252.
    for (const std::string_view mark : {"…", "„", "–"}) {
      if (text.compare(at + 2, mark.size(), mark) == 0) return true;
    }
  }
  return false;
}

std::string ProblemWithLine(const std::string& cell, size_t max_bytes, Emptiness emptiness) {
  const Status status = base::CheckLine(cell, "text", max_bytes, emptiness);
  return status.ok() ? std::string() : WithoutName(status.detail(), "text");
}

std::string ProblemWithEmail(const std::string& cell) {
  if (const std::string problem = ProblemWithLine(cell, 254, Emptiness::kRefused); !problem.empty())
    return problem;
  const bool ascii = std::none_of(cell.begin(), cell.end(), [](char c) { return (c & 0x80) != 0; });
  if (!ascii) return "has a letter beyond a to z, such as å; no address here has one";
  if (cell.find(' ') != std::string::npos)
    return "has a space; one address belongs here, without a name";
  const size_t at = cell.find('@');
  if (at == std::string::npos) return "has no @";
  if (cell.find('@', at + 1) != std::string::npos)
    return "has more than one @; one address belongs here";
  if (at == 0) return "has nothing before the @";
  if (cell.find('.', at) == std::string::npos)
    return "has no domain such as example.fi after the @";
  const Status status = base::CheckEmail(cell);
  return status.ok() ? std::string() : WithoutName(status.detail(), "email");
}

// Stricter than the rules, which would take "svenska" for a tag.
std::string ProblemWithLanguage(const std::string& cell) {
  if (cell.empty()) return {};
  const size_t primary = cell.find('-');
  const std::string first = cell.substr(0, primary);
  const bool letters = std::all_of(first.begin(), first.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
  });
  const bool fits = first.size() >= 2 && first.size() <= 3 && letters && cell.back() != '-' &&
                    rules::CheckLanguage(cell, "language").ok();
  return fits ? std::string() : "is not a language tag such as sv, fi, en or sv-FI";
}

// "1,23457E+11": what a spreadsheet makes of a long number in a narrow column.
bool IsRounded(const std::string& cell) {
  const size_t e = cell.find_first_of("eE");
  return e != std::string::npos && e > 0 && e + 1 < cell.size() && cell[e + 1] == '+' &&
         cell.find_first_not_of("0123456789,.", 0) == e &&
         cell.find_first_not_of("0123456789", e + 2) == std::string::npos;
}

std::string ProblemWithNumber(const std::string& cell) {
  if (const std::string problem = ProblemWithLine(cell, rules::kMaxCodeBytes, Emptiness::kAllowed);
      !problem.empty())
    return problem;
  if (LooksLikeIdentityCode(cell)) {
    return "looks like a personal identity code, which does not belong here; use an employee "
           "number, or leave the column out";
  }
  if (cell.find('@') != std::string::npos) return "has an @; an address is no employee number";
  if (IsRounded(cell)) return "was rounded by the spreadsheet; format the column as text";
  return {};
}

}  // namespace

std::optional<Column> ColumnCalled(std::string_view heading) {
  const std::string plain = Plain(heading);
  for (const Column column : kColumns) {
    for (const std::string& known : Headings(column)) {
      if (plain == Plain(known)) return column;
    }
  }
  return std::nullopt;
}

std::string HeadingsOf(Column column) {
  std::string list;
  const std::vector<std::string>& headings = Headings(column);
  for (size_t i = 0; i < headings.size(); ++i) {
    if (i > 0) list += i + 1 == headings.size() ? " or " : ", ";
    list += headings[i];
  }
  return list;
}

std::string NearestHeading(std::string_view heading) {
  const std::string plain = Plain(heading);
  for (const Column column : kColumns) {
    for (const std::string& known : Headings(column)) {
      // Of a word of two letters everything short is near.
      if (known.size() > 3 && Distance(plain, Plain(known), 2) <= 2) return known;
    }
  }
  return {};
}

std::string ProblemWith(Column column, const std::string& cell) {
  if (!cell.empty() && (cell[0] == '=' || cell[0] == '+' || cell[0] == '@')) {
    return std::string("begins with ")
        .append(1, cell[0])
        .append(", which spreadsheets take for a formula");
  }
  if (HasBrokenLetters(cell)) {
    return "has letters that broke in an earlier conversion; save the file as “CSV UTF-8”";
  }
  switch (column) {
    case Column::kName:
      return ProblemWithLine(cell, rules::kMaxNameBytes, Emptiness::kRefused);
    case Column::kEmail:
      return ProblemWithEmail(cell);
    case Column::kPosition:
      return ProblemWithLine(cell, rules::kMaxNameBytes, Emptiness::kAllowed);
    case Column::kSector:
      return ProblemWithLine(cell, kMaxSectorBytes, Emptiness::kAllowed);
    case Column::kLanguage:
      return ProblemWithLanguage(cell);
    case Column::kNumber:
      return ProblemWithNumber(cell);
    case Column::kManager:
      return cell.empty() ? std::string() : ProblemWithEmail(cell);
  }
  return {};
}

std::string NormalLanguage(const std::string& tag) {
  const size_t hyphen = std::min(tag.find('-'), tag.size());
  std::string normal = Lower(tag.substr(0, hyphen));
  std::string rest = tag.substr(hyphen);
  constexpr size_t kRegion = 3;
  if (rest.size() == kRegion) {
    std::transform(rest.begin(), rest.end(), rest.begin(), [](char c) {
      return static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
  }
  return normal + rest;
}

}  // namespace samstig::cli
