// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/scope.h"

namespace samstig::rules {

using base::Id;

namespace {

constexpr size_t kIdText = 36;
constexpr std::string_view kOrder = "udsgivcmon";

// How many ids follow the letter; -1 for an unknown letter.
int IdsAfter(char letter) {
  switch (letter) {
    case 'o':
    case 'n':
      return 0;
    case 'u':
    case 'c':
    case 's':
    case 'g':
    case 'v':
    case 'm':
      return 1;
    case 'd':
    case 'i':
      return 2;
    default:
      return -1;
  }
}

}  // namespace

std::optional<Scope> Scope::FromText(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const int ids = IdsAfter(text[0]);
  if (ids < 0 || text.size() != 1 + static_cast<size_t>(ids) * (kIdText + 1)) return std::nullopt;
  Scope scope(text[0], {}, {});
  for (int i = 0; i < ids; ++i) {
    const size_t start = 1 + static_cast<size_t>(i) * (kIdText + 1);
    const std::optional<Id> id = Id::FromText(text.substr(start + 1, kIdText));
    if (text[start] != '/' || !id) return std::nullopt;
    (i == 0 ? scope.first_ : scope.second_) = *id;
  }
  return scope;
}

std::string Scope::ToText() const {
  std::string text(1, letter_);
  const int ids = IdsAfter(letter_);
  if (ids >= 1) text.append("/").append(first_.ToText());
  if (ids >= 2) text.append("/").append(second_.ToText());
  return text;
}

int Scope::Priority() const { return static_cast<int>(kOrder.find(letter_)); }

}  // namespace samstig::rules
