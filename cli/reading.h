// SPDX-License-Identifier: Apache-2.0
// What several verbs say about the same things: where one's work on an assignment stands, how a
// thread goes, who somebody is.
#ifndef SAMSTIG_CLI_READING_H_
#define SAMSTIG_CLI_READING_H_

#include <optional>
#include <string>
#include <vector>

#include "cli/copy.h"
#include "domain/base/clock.h"
#include "domain/rules/subscription.h"
#include "domain/rules/unread.h"

namespace samstig::cli {

// "Bokhild Fabelström, Pargas", or "you".
std::string Who(Copy& copy, const std::string& person);

// How much of a thread reaches this person, and why.
struct ThreadLevel {
  v1::Level level = rules::kLevelUnsaid;
  v1::LevelWhy why = v1::LEVEL_WHY_UNSPECIFIED;
};
ThreadLevel LevelIn(Copy& copy, const Id& thread);
// "tracking, since you wrote in it"
std::string LevelLine(const ThreadLevel& level);

struct ThreadSummary {
  size_t posts = 0;
  rules::Unread unread;
  base::TimeMs last = 0;
  ThreadLevel level;
};
// "3 of 10; 1 names you"
std::string UnreadLine(const ThreadSummary& summary);
Result<ThreadSummary> Summarise(Copy& copy, const Shown& thread);

// For whom an assignment is: "all", a person's name, a group's.
std::string ForWhom(Copy& copy, const v1::Assignment& assignment);
// Those for whom it is, as far as this copy knows who takes part: a coach's knows.
Result<std::vector<std::string>> AddresseesOf(Copy& copy, const v1::Assignment& assignment);
// Whether it is for this person, and shown already.
bool IsMine(Copy& copy, const v1::Assignment& assignment);

// Those that stand, newest first.
Result<std::vector<Shown>> AllAnnouncements(Copy& copy);

// The version of the assignment that this person has read or handed in on; 0 for none.
uint32_t VersionRead(Copy& copy, const Id& assignment);
// Notes on all of this person's devices that this version was read. No such note is needed when it
// stands already.
std::optional<v1::Mutation> NotesVersionRead(Copy& copy, const Shown& assignment);

// One's own work on an assignment.
struct Work {
  std::optional<v1::Draft> draft;
  // The latest attempt, and how many there are.
  std::optional<Shown> attempt;
  size_t attempts = 0;
};
Result<Work> WorkOn(Copy& copy, const Id& assignment);
// "to do", "draft", "handed in", "asked for another try", ...
std::string WorkState(const Work& work, base::TimeMs due, base::TimeMs now);

// A submission that waits for a coach: new, or its author had the last word.
Result<bool> WaitsForCoach(Copy& copy, const Shown& submission);
// The dialogue on a submission, oldest first.
Result<std::vector<Shown>> Dialogue(Copy& copy, const Id& submission);

// "taken down by a coach as hurtful: the coach's note"
std::string RemovalLine(const v1::Removal& removal);
// What stands in a post's place: its texts, or why there are none.
std::string TextOrWhyNone(const v1::Post& post);

// The reactions to a post.
Result<std::vector<Shown>> ReactionsTo(Copy& copy, const Id& post);
// "thanks: you, Bo Ek; idea: Bo Ek"; empty when there are none.
std::string ReactionLine(Copy& copy, const std::vector<Shown>& reactions);

// The texts of all heads, one after the other: several when devices wrote at the same time.
std::string JoinedText(const google::protobuf::RepeatedPtrField<v1::Revision>& heads);

// A draft's reports joined into one, so that nothing written on either device is lost from sight.
v1::Report Joined(const v1::Draft& draft);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_READING_H_
