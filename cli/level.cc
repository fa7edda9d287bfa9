// SPDX-License-Identifier: Apache-2.0
// level: how much of a thread reaches you.
#include <memory>
#include <string>

#include "cli/reading.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

namespace {

struct LevelOptions {
  std::string thread;
  std::string level;
};

Result<Exit> Show(Session& s, Copy& copy, const Id& thread) {
  const ThreadLevel level = LevelIn(copy, thread);
  s.out().Print(LevelLine(level));
  s.out().Document({{"thread_id", thread.ToText()},
                    {"level", Name(level.level)},
                    {"level_why", Name(level.why)}});
  return Exit::kOk;
}

Result<Exit> Level(Session& s, const LevelOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id thread, s.Find(options.thread, "thread", Threads));
  if (options.level.empty()) return Show(s, *copy, thread);
  const auto level = ValueOf(options.level, v1::LEVEL_MUTED, v1::Level_MAX);
  if (!level) {
    return Status(
        v1::REASON_MALFORMED,
        "“" + options.level + "” is no level. There are: muted, normal, tracking, watching.");
  }
  v1::Mutation mutation;
  v1::SetLevel& set = *mutation.mutable_set_level();
  set.set_id(rules::SubscriptionId(copy->me(), thread).ToBytes());
  set.set_thread_id(thread.ToBytes());
  set.set_level(*level);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "“" + copy->ThreadTitle(thread.ToBytes()) + "”: " + Word(*level),
                {{"thread_id", thread.ToText()}, {"level", Name(*level)}});
}

}  // namespace

void AddLevelVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<LevelOptions>();
  CLI::App* level =
      app.add_subcommand("level", "How much of a thread reaches you")->group(group::kTalk);
  level->add_option("THREAD", options->thread, "The thread")->required();
  level->add_option("LEVEL", options->level,
                    "muted, normal, tracking or watching; without it the present one is told");
  verbs.On(level, [options](Session& s) { return Level(s, *options); });
}

}  // namespace samstig::cli
