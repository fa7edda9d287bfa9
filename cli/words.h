// SPDX-License-Identifier: Apache-2.0
// Names for what the protocol numbers: plain words for people, the contract's own names for
// programs; and a sentence for each reason. English so far.
#ifndef SAMSTIG_CLI_WORDS_H_
#define SAMSTIG_CLI_WORDS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::cli {

// The value's name without the enum's prefix, "WRAPPING_UP": as in JSON.
std::string Name(v1::AssignmentState value);
std::string Name(v1::CohortState value);
std::string Name(v1::EnrolmentState value);
std::string Name(v1::FlagCause value);
std::string Name(v1::FlagState value);
std::string Name(v1::Level value);
std::string Name(v1::RetentionClass value);
// Who stands there in place of a person: "somebody who has left". Empty for a person.
std::string TraceWord(v1::PersonTrace trace);
std::string Name(v1::ErasureChoice value);
std::string Name(v1::LevelWhy value);
std::string Name(v1::MailRhythm value);
std::string Name(v1::NoticeKind value);
std::string Name(v1::ReactionSymbol value);
std::string Name(v1::Role value);
std::string Name(v1::SeatState value);
std::string Name(v1::SubmissionState value);
std::string Name(v1::Verdict value);

// "wrapping up", as people read it.
std::string WordOf(std::string_view name);
template <typename Enum>
std::string Word(Enum value) {
  return WordOf(Name(value));
}

// The value for "wrapping-up", "Wrapping up" or "WRAPPING_UP", from `first` to `last`.
template <typename Enum>
std::optional<Enum> ValueOf(std::string_view word, Enum first, Enum last) {
  for (int i = static_cast<int>(first); i <= static_cast<int>(last); ++i) {
    if (WordOf(word) == Word(static_cast<Enum>(i))) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

// What the reason means to a person, and what to do: "The municipality has no agreed seats ...".
std::string_view Explanation(v1::Reason reason);
// The explanation with the detail and the reason: what samstig says when something does not work.
std::string Sentence(const base::Status& status);

// "a post", "a report": what a write is.
std::string_view Subject(const v1::Mutation& mutation);
// All words that a person wrote in it, of several languages the first of `languages` first; empty
// when there are none.
std::string TextIn(const v1::Mutation& mutation, const std::vector<std::string>& languages);
// "**What I tried**" and so on; only the fields that say something.
std::string TextIn(const v1::Report& report);

// Whether a text tagged so is one in this language: "sv-FI" serves "sv", and "SV-fi".
bool SpeaksFor(std::string_view tag, std::string_view language);
// The text in the first of these languages that it has, else in any. "sv" is served by "sv-FI".
std::string Pick(const v1::LocalText& text, const std::vector<std::string>& languages);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_WORDS_H_
