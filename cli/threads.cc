// SPDX-License-Identifier: Apache-2.0
// Threads and posts: threads, thread start, pin, unpin and invite-coaches, reply, edit, take-back.
#include <algorithm>
#include <map>
#include <memory>

#include "cli/attach.h"
#include "cli/audience.h"
#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/attachments.h"
#include "domain/rules/mentions.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// ---- threads

struct ThreadsOptions {
  std::string cohort;
};

Result<Exit> ListThreads(Session& s, const ThreadsOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  std::vector<Shown> threads;
  if (options.cohort.empty()) {
    ASSIGN_OR_RETURN(threads, copy->AllThreads());
  } else {
    ASSIGN_OR_RETURN(Id cohort, s.Find(options.cohort, "cohort", Cohorts));
    ASSIGN_OR_RETURN(threads, copy->All(KeyName::kThreadsOfCohort, cohort));
  }
  Json document = Json::array();
  Table table({"", "thread", "posts", "unread", "last", "level", "begun by"});
  std::vector<Id> listing;
  for (const Shown& thread : threads) {
    ASSIGN_OR_RETURN(ThreadSummary summary, Summarise(*copy, thread));
    listing.push_back(IdIn(thread.entity.id()));
    Json json = ToJson(*copy, thread);
    json["posts"] = summary.posts;
    json["unread"] = summary.unread.posts;
    json["mentions"] = summary.unread.mentions;
    json["last_post"] = TimeJson(summary.last);
    json["level"] = Name(summary.level.level);
    json["level_why"] = Name(summary.level.why);
    document.push_back(std::move(json));
    table.Add({std::to_string(listing.size()), TitleOf(thread.entity.thread()),
               std::to_string(summary.posts), summary.unread.posts == 0 ? "" : UnreadLine(summary),
               summary.last == 0 ? "" : FromNow(summary.last, s.Now()), Word(summary.level.level),
               Who(*copy, thread.entity.author())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("There is no thread that you can read.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// ---- thread start

struct StartOptions {
  std::string title;
  std::string text;
  std::string cohort;
  std::string assignment;
  std::string group;
  bool internal = false;
  std::vector<std::string> files;
};

// The municipality for which this person takes part in the cohort.
Result<std::string> OwnMunicipalityIn(Copy& copy, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<v1::Enrolment> places, copy.Places());
  for (const v1::Enrolment& place : places) {
    if (place.cohort_id() == cohort.bytes()) return place.municipality_id();
  }
  return Status(v1::REASON_NOT_FOUND, "You take part in this cohort for no municipality.");
}

// Smaller than the cohort, where that was asked for.
Status SetSpace(Session& s, Copy& copy, const StartOptions& options, v1::StartThread& start) {
  if (!options.group.empty()) {
    ASSIGN_OR_RETURN(Id group, s.Find(options.group, "group", Groups));
    start.set_group_id(group.ToBytes());
  }
  if (options.internal) {
    ASSIGN_OR_RETURN(*start.mutable_municipality_id(),
                     OwnMunicipalityIn(copy, IdIn(start.cohort_id())));
  }
  return {};
}

Result<Exit> Start(Session& s, const StartOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  std::string assignment;
  Id cohort;
  if (!options.assignment.empty()) {
    ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
    ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAssignment, "assignment"));
    assignment = id.ToBytes();
    cohort = IdIn(shown.entity.assignment().cohort_id());
  } else {
    ASSIGN_OR_RETURN(cohort, s.FindOrOnly(options.cohort, "cohort", "--cohort", Cohorts));
  }
  ASSIGN_OR_RETURN(std::string text, TextFrom(s, options.text, ""));
  const Id thread = copy->client().NewId();
  const Id post = copy->client().NewId();
  std::vector<v1::Mutation> mutations(2);
  v1::StartThread& start = *mutations[0].mutable_start_thread();
  start.set_id(thread.ToBytes());
  start.set_cohort_id(cohort.ToBytes());
  start.set_title(options.title);
  start.set_assignment_id(assignment);
  RETURN_IF_ERROR(SetSpace(s, *copy, options, start));
  v1::WritePost& first = *mutations[1].mutable_write_post();
  first.set_id(post.ToBytes());
  first.set_thread_id(thread.ToBytes());
  first.set_text(text);
  RETURN_IF_ERROR(AttachFiles(*copy, options.files, *first.mutable_attachments()));
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutations), Session::Ties::kToTheOneBefore));
  if (!options.files.empty()) s.SendFiles();
  return s.Tell(sent,
                "Thread “" + options.title + "” started in " + copy->CohortName(cohort.ToBytes()),
                {{"thread_id", thread.ToText()}, {"post_id", post.ToText()}});
}

// ---- reply

struct ReplyOptions {
  std::string thread;
  std::string text;
  std::string to;
  std::vector<std::string> mentions;
  std::vector<std::string> files;
};

// Persons of the thread's space, by name.
Status Mention(Session& s, const v1::Thread& thread, const std::vector<std::string>& names,
               v1::WritePost& post) {
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(Id person, s.Find(name, "person in this thread", [&](Copy& copy) {
      return ReadersAsCandidates(copy, thread);
    }));
    post.add_mentions(person.ToBytes());
  }
  return {};
}

// A post stands for its thread, as something to answer: after "read", numbers are posts.
Candidates ThreadsAndPosts(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Candidate> all, Threads(copy));
  ASSIGN_OR_RETURN(std::vector<Candidate> posts, Posts(copy));
  all.insert(all.end(), posts.begin(), posts.end());
  return all;
}

Result<Exit> Reply(Session& s, const ReplyOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id thread, s.Find(options.thread, "thread or post", ThreadsAndPosts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(thread));
  v1::Mutation mutation;
  v1::WritePost& post = *mutation.mutable_write_post();
  if (shown.entity.has_post()) {
    post.set_reply_to(thread.ToBytes());
    thread = IdIn(shown.entity.post().thread_id());
    ASSIGN_OR_RETURN(shown, copy->Get(thread, v1::Entity::kThread, "thread"));
  }
  if (!options.to.empty()) {
    ASSIGN_OR_RETURN(Id to, s.Find(options.to, "post", Posts));
    post.set_reply_to(to.ToBytes());
  }
  RETURN_IF_ERROR(Mention(s, shown.entity.thread(), options.mentions, post));
  ASSIGN_OR_RETURN(std::string text, TextFrom(s, options.text, ""));
  const Id id = copy->client().NewId();
  post.set_id(id.ToBytes());
  post.set_thread_id(thread.ToBytes());
  post.set_text(text);
  RETURN_IF_ERROR(AttachFiles(*copy, options.files, *post.mutable_attachments()));
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  if (!options.files.empty()) s.SendFiles();
  return s.Tell(sent, "Post in “" + TitleOf(shown.entity.thread()) + "”",
                {{"post_id", id.ToText()}, {"thread_id", thread.ToText()}});
}

// ---- thread pin, unpin, invite-coaches

struct PinOptions {
  std::string post;
};

template <typename Intent>
Status FillPin(Copy& copy, const Id& post, Intent& intent) {
  ASSIGN_OR_RETURN(Shown shown, copy.Get(post, v1::Entity::kPost, "post"));
  intent.set_id(shown.entity.post().thread_id());
  intent.set_post_id(post.ToBytes());
  return {};
}

enum class Pinning { kUp, kDown };

Result<Exit> Pin(Session& s, const PinOptions& options, Pinning pinning) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id post, s.Find(options.post, "post", Posts));
  v1::Mutation mutation;
  if (pinning == Pinning::kUp) {
    RETURN_IF_ERROR(FillPin(*copy, post, *mutation.mutable_pin_post()));
  } else {
    RETURN_IF_ERROR(FillPin(*copy, post, *mutation.mutable_unpin_post()));
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, pinning == Pinning::kUp ? "Post pinned" : "Post unpinned",
                {{"post_id", post.ToText()}});
}

struct InviteOptions {
  std::string thread;
};

Result<Exit> Invite(Session& s, const InviteOptions& options) {
  ASSIGN_OR_RETURN(Id thread, s.Find(options.thread, "thread", Threads));
  v1::Mutation mutation;
  mutation.mutable_invite_coaches()->set_id(thread.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "The coaches read this thread from now on, and what was written before",
                {{"thread_id", thread.ToText()}});
}

// ---- edit, take-back

struct PostOptions {
  std::string post;
  std::string text;
};

Result<Exit> EditOwnPost(Session& s, const PostOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.post, "post", Posts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kPost, "post"));
  const v1::Post& post = shown.entity.post();
  ASSIGN_OR_RETURN(std::string text, TextFrom(s, options.text, TextOf(post)));
  v1::Mutation mutation;
  v1::EditPost& edit = *mutation.mutable_edit_post();
  edit.set_id(id.ToBytes());
  edit.mutable_revision()->set_revision_id(copy->client().NewId().ToBytes());
  edit.mutable_revision()->set_claimed_ms(s.Now());
  edit.mutable_revision()->set_text(text);
  // What was attached stays.
  for (const v1::Attachment& file : rules::AttachmentsOf(shown.entity)) {
    *edit.mutable_revision()->add_attachments() = file;
  }
  for (const std::string& person : rules::MentionedIn(post)) {
    edit.mutable_revision()->add_mentions(person);
  }
  // All that was seen is superseded; what another device writes meanwhile stays beside it.
  for (const v1::Revision& head : post.heads()) {
    edit.add_replaces(head.revision_id().empty() ? shown.entity.id() : head.revision_id());
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Post changed", {{"post_id", id.ToText()}});
}

Result<Exit> TakeBack(Session& s, const PostOptions& options) {
  ASSIGN_OR_RETURN(Id id, s.Find(options.post, "post", Posts));
  v1::Mutation mutation;
  mutation.mutable_withdraw_post()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Post taken back", {{"post_id", id.ToText()}});
}

}  // namespace

void AddThreadVerbs(CLI::App& app, Verbs& verbs) {
  auto threads = std::make_shared<ThreadsOptions>();
  CLI::App* list = app.add_subcommand("threads", "The threads you can read")->group(group::kTalk);
  list->add_option("--cohort", threads->cohort, "Only those of this cohort");
  verbs.On(list, [threads](Session& s) { return ListThreads(s, *threads); });

  auto start = std::make_shared<StartOptions>();
  CLI::App* thread =
      app.add_subcommand("thread", "Start a thread; pin posts in it")->group(group::kTalk);
  thread->require_subcommand(1);
  CLI::App* begin = thread->add_subcommand("start", "Start a thread with its first post");
  begin->add_option("TITLE", start->title, "What it is about")->required();
  begin->add_option("TEXT", start->text,
                    "The first post; - reads standard input; without it an editor opens");
  begin->add_option("--cohort", start->cohort, "In which cohort; needed when you are in several");
  AddFilesOption(begin, start->files);
  begin->add_option("--assignment", start->assignment, "The assignment it is about");
  CLI::Option* for_group = begin->add_option("--group", start->group, "Only for this group");
  begin->add_flag("--internal", start->internal, "Only for the leaders of your municipality")
      ->excludes(for_group);
  verbs.On(begin, [start](Session& s) { return Start(s, *start); });

  auto pin = std::make_shared<PinOptions>();
  CLI::App* up = thread->add_subcommand("pin", "Put a post at the top of its thread");
  up->add_option("POST", pin->post, "The post")->required();
  verbs.On(up, [pin](Session& s) { return Pin(s, *pin, Pinning::kUp); });
  CLI::App* down = thread->add_subcommand("unpin", "Take a post from the top of its thread");
  down->add_option("POST", pin->post, "The post")->required();
  verbs.On(down, [pin](Session& s) { return Pin(s, *pin, Pinning::kDown); });

  auto invited = std::make_shared<InviteOptions>();
  CLI::App* invite = thread->add_subcommand(
      "invite-coaches", "Let the coaches read a thread among your municipality's leaders");
  invite->add_option("THREAD", invited->thread, "The thread")->required();
  verbs.On(invite, [invited](Session& s) { return Invite(s, *invited); });

  auto reply = std::make_shared<ReplyOptions>();
  CLI::App* write = app.add_subcommand("reply", "Write in a thread")->group(group::kTalk);
  write->add_option("THREAD", reply->thread, "The thread, or a post in it to answer")->required();
  write->add_option("TEXT", reply->text,
                    "Your words; - reads standard input; without it an editor opens");
  write->add_option("--to", reply->to, "The post that you answer");
  write
      ->add_option("--mention", reply->mentions,
                   "Somebody who is to be told of it, by name; may be given several times")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  AddFilesOption(write, reply->files);
  verbs.On(write, [reply](Session& s) { return Reply(s, *reply); });

  auto edit = std::make_shared<PostOptions>();
  CLI::App* change = app.add_subcommand("edit", "Change a post of yours")->group(group::kTalk);
  change->add_option("POST", edit->post, "The post")->required();
  change->add_option("TEXT", edit->text,
                     "The new words; - reads standard input; without it an editor opens");
  verbs.On(change, [edit](Session& s) { return EditOwnPost(s, *edit); });

  auto take = std::make_shared<PostOptions>();
  CLI::App* back =
      app.add_subcommand("take-back", "Take a post of yours back")->group(group::kTalk);
  back->add_option("POST", take->post, "The post")->required();
  verbs.On(back, [take](Session& s) { return TakeBack(s, *take); });
}

}  // namespace samstig::cli
