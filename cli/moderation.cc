// SPDX-License-Identifier: Apache-2.0
// What should not stand: flag for everybody; for coaches moderation (the open flags), remove and
// put-back.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

namespace {

// "hurtful, third person, ...": the closed list.
std::string AllCauses() {
  std::string all;
  for (int i = v1::FLAG_CAUSE_UNSPECIFIED + 1; i <= v1::FlagCause_MAX; ++i) {
    all += (all.empty() ? "" : ", ") + Word(static_cast<v1::FlagCause>(i));
  }
  return all;
}

Result<v1::FlagCause> CauseFrom(const std::string& word) {
  const auto cause = ValueOf(word, v1::FLAG_CAUSE_HURTFUL, v1::FlagCause_MAX);
  if (cause) return *cause;
  return Status(v1::REASON_MALFORMED,
                "“" + word + "” is no cause. There are: " + AllCauses() + ".");
}

struct CauseOptions {
  std::string post;
  std::string cause;
  std::string note;
};

// ---- flag

Result<Exit> FlagIt(Session& s, const CauseOptions& options) {
  ASSIGN_OR_RETURN(v1::FlagCause cause, CauseFrom(options.cause));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id post, s.Find(options.post, "post", Posts));
  const Id id = rules::FlagId(copy->me(), post);
  v1::Mutation mutation;
  v1::FlagPost& flag = *mutation.mutable_flag_post();
  flag.set_id(id.ToBytes());
  flag.set_post_id(post.ToBytes());
  flag.set_cause(cause);
  flag.set_note(options.note);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Flagged; the coaches are told, and not the author",
                {{"flag_id", id.ToText()}, {"post_id", post.ToText()}, {"cause", Name(cause)}});
}

// ---- moderation

struct QueueOptions {
  bool all = false;
};

void AddHistory(Session& s, Copy& copy, size_t number, const v1::Flag& flag,
                std::string& histories) {
  for (const v1::FlagStep& step : flag.history()) {
    histories += Pad(std::to_string(number), 3) + Word(step.to()) + ", " + Who(copy, step.by()) +
                 ", " + FromNow(step.at_ms(), s.Now()) +
                 (step.note().empty() ? "" : ": " + step.note()) + "\n";
  }
}

std::string PostWords(Copy& copy, const std::string& id) {
  const Result<Shown> post = copy.Get(IdIn(id));
  if (!post.ok() || !post->entity.has_post()) return "";
  return Clip(TextOrWhyNone(post->entity.post()), 60);
}

Result<Exit> Queue(Session& s, const QueueOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> flags, copy->AllFlags());
  // Who has waited longest comes first.
  std::stable_sort(flags.begin(), flags.end(), [](const Shown& a, const Shown& b) {
    return a.entity.made_ms() < b.entity.made_ms();
  });
  Json document = Json::array();
  Table table({"", "flagged", "by", "cause", "state", "in thread", "post"});
  std::vector<Id> listing;
  std::string histories;
  for (const Shown& shown : flags) {
    const v1::Flag& flag = shown.entity.flag();
    if (flag.state() != v1::FLAG_STATE_OPEN && !options.all) continue;
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), FromNow(shown.entity.made_ms(), s.Now()),
               Who(*copy, shown.entity.author()), Word(flag.cause()), Word(flag.state()),
               copy->ThreadTitle(flag.thread_id()), PostWords(*copy, flag.post_id())});
    AddHistory(s, *copy, listing.size(), flag, histories);
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No post is flagged.");
    return Exit::kOk;
  }
  table.PrintTo(s.out());
  s.out().Print("\n" + histories);
  return Exit::kOk;
}

struct SettleOptions {
  std::string flag;
  std::string note;
};

enum class Verdict { kUphold, kDismiss };

Result<Exit> Settle(Session& s, const SettleOptions& options, Verdict verdict) {
  ASSIGN_OR_RETURN(Id flag, s.Find(options.flag, "flag", Flags));
  v1::Mutation mutation;
  v1::SettleFlag& settle = *mutation.mutable_settle_flag();
  settle.set_id(flag.ToBytes());
  settle.set_uphold(verdict == Verdict::kUphold);
  settle.set_note(options.note);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const char* done = verdict == Verdict::kUphold
                         ? "The flag is upheld and the post taken down; its author keeps the text"
                         : "The flag is dismissed; the post stands";
  return s.Tell(sent, done, {{"flag_id", flag.ToText()}});
}

// ---- remove, put-back

Result<Exit> Remove(Session& s, const CauseOptions& options) {
  ASSIGN_OR_RETURN(v1::FlagCause cause, CauseFrom(options.cause));
  ASSIGN_OR_RETURN(Id post, s.Find(options.post, "post", Posts));
  v1::Mutation mutation;
  v1::RemovePost& remove = *mutation.mutable_remove_post();
  remove.set_id(post.ToBytes());
  remove.set_cause(cause);
  remove.set_note(options.note);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Post taken down; its author keeps the text", {{"post_id", post.ToText()}});
}

struct PutBackOptions {
  std::string post;
};

Result<Exit> PutBack(Session& s, const PutBackOptions& options) {
  ASSIGN_OR_RETURN(Id post, s.Find(options.post, "post", Posts));
  v1::Mutation mutation;
  mutation.mutable_restore_post()->set_id(post.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Post put back as it was", {{"post_id", post.ToText()}});
}

CLI::App* AddSettling(CLI::App* queue, const char* name, const char* what,
                      const std::shared_ptr<SettleOptions>& options) {
  CLI::App* verb = queue->add_subcommand(name, what);
  verb->add_option("FLAG", options->flag, "Its number in the list, or part of its id")->required();
  verb->add_option("NOTE", options->note, "Why, in your words");
  return verb;
}

}  // namespace

void AddModerationVerbs(CLI::App& app, Verbs& verbs) {
  auto flagged = std::make_shared<CauseOptions>();
  CLI::App* flag = app.add_subcommand("flag", "Tell the coaches that a post should not stand")
                       ->group(group::kTalk);
  flag->add_option("POST", flagged->post, "The post")->required();
  flag->add_option("CAUSE", flagged->cause, AllCauses())->required();
  flag->add_option("NOTE", flagged->note, "To the coaches, in your words");
  verbs.On(flag, [flagged](Session& s) { return FlagIt(s, *flagged); });

  auto queue = std::make_shared<QueueOptions>();
  CLI::App* moderation =
      app.add_subcommand("moderation", "Flags that wait for a coach")->group(group::kCoach);
  moderation->require_subcommand(0, 1);
  moderation->add_flag("--all", queue->all, "Settled ones too");
  auto settled = std::make_shared<SettleOptions>();
  CLI::App* uphold = AddSettling(moderation, "uphold", "Agree, and take the post down", settled);
  CLI::App* dismiss = AddSettling(moderation, "dismiss", "Let the post stand", settled);
  // The callback of `moderation` itself runs after those of its parts.
  moderation->callback([moderation, queue, &verbs] {
    if (!moderation->get_subcommands().empty()) return;
    verbs.Choose([queue](Session& s) { return Queue(s, *queue); });
  });
  verbs.On(uphold, [settled](Session& s) { return Settle(s, *settled, Verdict::kUphold); });
  verbs.On(dismiss, [settled](Session& s) { return Settle(s, *settled, Verdict::kDismiss); });

  auto removed = std::make_shared<CauseOptions>();
  CLI::App* remove =
      app.add_subcommand("remove", "Take somebody's post down")->group(group::kCoach);
  remove->add_option("POST", removed->post, "The post")->required();
  remove->add_option("CAUSE", removed->cause, AllCauses())->required();
  remove->add_option("NOTE", removed->note, "To its author and readers, in your words");
  verbs.On(remove, [removed](Session& s) { return Remove(s, *removed); });

  auto back = std::make_shared<PutBackOptions>();
  CLI::App* put_back =
      app.add_subcommand("put-back", "Put back a post that was taken down")->group(group::kCoach);
  put_back->add_option("POST", back->post, "The post")->required();
  verbs.On(put_back, [back](Session& s) { return PutBack(s, *back); });
}

}  // namespace samstig::cli
