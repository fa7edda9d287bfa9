// SPDX-License-Identifier: Apache-2.0
#include "cli/naming.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "cli/text.h"

namespace samstig::cli {

using base::Result;
using base::Status;

namespace {

// Fewer hexadecimal digits say too little.
constexpr size_t kShortestPart = 4;
constexpr size_t kNumberDigits = 4;
constexpr size_t kMostListed = 10;

std::string Digits(std::string_view text) {
  std::string digits;
  for (const char c : Lower(text)) {
    if (c != '-') digits.push_back(c);
  }
  return digits;
}

bool IsPartOfId(const std::string& part, const Id& id) {
  const std::string whole = Digits(id.ToText());
  if (part.size() < kShortestPart || part.size() > whole.size()) return false;
  return whole.compare(0, part.size(), part) == 0 ||
         whole.compare(whole.size() - part.size(), part.size(), part) == 0;
}

std::optional<size_t> NumberIn(std::string_view given) {
  size_t number = 0;
  const char* end = given.data() + given.size();
  const auto [rest, error] = std::from_chars(given.data(), end, number);
  if (error != std::errc() || rest != end || given.size() > kNumberDigits) return std::nullopt;
  return number;
}

// "a thread", "an assignment"
std::string A(std::string_view what) {
  const bool vowel = std::string_view("aeiou").find(what.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(what);
}

Status Ambiguous(std::string_view given, std::string_view what,
                 const std::vector<const Candidate*>& found) {
  std::string detail =
      "“" + std::string(given) + "” could be " + Count(found.size(), what, what) + "s:";
  for (size_t i = 0; i < found.size() && i < kMostListed; ++i) {
    detail += "\n  " + ShortId(found[i]->id) + "  " + Clip(found[i]->label, 80);
  }
  if (found.size() > kMostListed) detail += "\n  ...";
  return {v1::REASON_MALFORMED, detail};
}

Status NotFound(std::string_view given, std::string_view what) {
  return {v1::REASON_NOT_FOUND,
          "“" + std::string(given) + "” is not " + A(what) + " that you can see."};
}

// The one found, or why it cannot be said which.
std::optional<Result<Id>> Decide(std::string_view given, std::string_view what,
                                 const std::vector<const Candidate*>& found) {
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) return Result<Id>(Ambiguous(given, what, found));
  return Result<Id>(found.front()->id);
}

template <typename Matches>
std::vector<const Candidate*> Those(const std::vector<Candidate>& candidates,
                                    const Matches& matches) {
  std::vector<const Candidate*> found;
  for (const Candidate& candidate : candidates) {
    if (matches(candidate)) found.push_back(&candidate);
  }
  return found;
}

}  // namespace

Result<Id> Choose(std::string_view given, std::string_view what,
                  const std::vector<Candidate>& candidates, const std::vector<Id>& listing) {
  const std::string name = Lower(Trim(given));
  const auto named = Those(candidates, [&](const Candidate& candidate) {
    return std::any_of(candidate.names.begin(), candidate.names.end(),
                       [&](const std::string& own) { return !name.empty() && Lower(own) == name; });
  });
  if (const auto chosen = Decide(given, what, named)) return *chosen;

  const std::optional<size_t> number = NumberIn(name);
  if (number && *number >= 1 && *number <= listing.size()) {
    const Id& id = listing[*number - 1];
    const auto listed =
        Those(candidates, [&](const Candidate& candidate) { return candidate.id == id; });
    if (!listed.empty()) return id;
    return Status(v1::REASON_NOT_FOUND, "number " + std::to_string(*number) +
                                            " of the last listing is not " + A(what) + ".");
  }

  const std::string part = Digits(name);
  const auto partly =
      Those(candidates, [&](const Candidate& candidate) { return IsPartOfId(part, candidate.id); });
  if (const auto chosen = Decide(given, what, partly)) return *chosen;

  if (number) {
    return Status(v1::REASON_NOT_FOUND,
                  "the last listing has no number " + std::to_string(*number) + ".");
  }
  return NotFound(given, what);
}

Result<Id> ChooseOnly(std::string_view what, std::string_view how,
                      const std::vector<Candidate>& candidates) {
  if (candidates.size() == 1) return candidates.front().id;
  if (candidates.empty()) {
    return Status(v1::REASON_NOT_FOUND, "there is no " + std::string(what) + " that you can see.");
  }
  std::vector<const Candidate*> all = Those(candidates, [](const Candidate&) { return true; });
  std::string detail = "there are several; say which with " + std::string(how) + ":";
  for (size_t i = 0; i < all.size() && i < kMostListed; ++i) {
    const std::string name = all[i]->names.empty() ? ShortId(all[i]->id) : all[i]->names.front();
    detail += "\n  " + name + "  " + Clip(all[i]->label, 80);
  }
  return Status(v1::REASON_MALFORMED, detail);
}

std::string ShortId(const Id& id) {
  const std::string text = id.ToText();
  return text.substr(text.size() - 8);
}

}  // namespace samstig::cli
