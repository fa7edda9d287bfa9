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

namespace samstig::cli {

// "Bokhild Fabelström, Pargas", or "you".
std::string Who(Copy& copy, const std::string& person);

struct ThreadSummary {
  size_t posts = 0;
  // Others' posts that came after this person's read mark.
  size_t unread = 0;
  base::TimeMs last = 0;
};
Result<ThreadSummary> Summarise(Copy& copy, const Shown& thread);

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
