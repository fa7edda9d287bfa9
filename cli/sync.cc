// SPDX-License-Identifier: Apache-2.0
// Keeping in touch: sync, watch, why.
#include <csignal>
#include <iostream>
#include <memory>
#include <thread>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

using client::SyncState;
using rules::KeyName;

namespace {

constexpr std::chrono::milliseconds kPatience{30'000};
// Long enough to hear from a server that is there.
constexpr std::chrono::milliseconds kLook{3'000};
constexpr std::chrono::milliseconds kTick{100};

std::string Name(SyncState state) {
  switch (state) {
    case SyncState::kUpToDate:
      return "UP_TO_DATE";
    case SyncState::kSyncing:
      return "SYNCING";
    case SyncState::kOffline:
      return "OFFLINE";
    case SyncState::kSignedOut:
      return "SIGNED_OUT";
    case SyncState::kStopped:
      return "STOPPED";
    case SyncState::kServerRefuses:
      return "SERVER_REFUSES";
    case SyncState::kDeviceTrouble:
      return "DEVICE_TROUBLE";
  }
  return "STOPPED";
}

std::string_view SentenceFor(SyncState state) {
  switch (state) {
    case SyncState::kUpToDate:
      return "Everything is sent and read.";
    case SyncState::kSyncing:
      return "Under way.";
    case SyncState::kOffline:
      return "The server cannot be reached. Nothing is lost; it goes out when it can.";
    case SyncState::kSignedOut:
      return "You are signed out here. Nothing is lost: sign in again, and it goes out.";
    case SyncState::kStopped:
      return "Nobody has tried.";
    case SyncState::kServerRefuses:
      return "The server answers with an error.";
    case SyncState::kDeviceTrouble:
      return "This machine cannot keep its copy.";
  }
  return "";
}

Json StatusJson(const client::SyncStatus& status) {
  return {{"state", Name(status.state)},
          {"reason", status.reason == v1::REASON_UNSPECIFIED
                         ? Json(nullptr)
                         : Json(std::string(base::ReasonName(status.reason)))},
          {"detail", status.detail},
          {"waiting", status.waiting},
          {"parked", status.parked}};
}

std::string Waiting(const client::SyncStatus& status) {
  std::string words = status.waiting == 0
                          ? "Nothing waits to be sent."
                          : Count(status.waiting, "write waits", "writes wait") + " to be sent.";
  if (status.parked > 0) {
    words +=
        " " + Count(status.parked, "write was", "writes were") + " not carried out: samstig outbox";
  }
  return words;
}

// ---- sync

Exit ExitAfterSync(const Status& status) {
  const Exit exit = ExitFor(status.reason());
  // Here a full disk may be the server's; what is this machine's own says so by its state.
  return exit == Exit::kLocalData || exit == Exit::kRefused || exit == Exit::kUsage ? Exit::kOffline
                                                                                    : exit;
}

Result<Exit> Sync(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open(Session::Freshness::kAsItIs));
  const Status done = copy->client().SyncOnce({kPatience});
  const client::SyncStatus status = copy->client().WhyNotSynced();
  if (!done.ok()) {
    s.out().Error(done, {{"waiting", status.waiting}, {"parked", status.parked}});
    s.out().Note(Waiting(status));
    return status.state == SyncState::kDeviceTrouble ? Exit::kLocalData : ExitAfterSync(done);
  }
  Json document = StatusJson(status);
  document["state"] = "UP_TO_DATE";
  s.out().Document(document);
  s.out().Say("Up to date. " + Waiting(status));
  return Exit::kOk;
}

// ---- why

Result<Exit> Why(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open(Session::Freshness::kAsItIs));
  client::Client& client = copy->client();
  if (!s.globals().offline) {
    client.Start();
    const auto until = std::chrono::steady_clock::now() + kLook;
    while (client.WhyNotSynced().state == SyncState::kSyncing &&
           std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(kTick / 4);
    }
  }
  const client::SyncStatus status = client.WhyNotSynced();
  client.Stop();
  s.out().Document(StatusJson(status));
  s.out().Print(std::string(SentenceFor(status.state)));
  if (status.reason != v1::REASON_UNSPECIFIED) {
    s.out().Print("  " + Status(status.reason, status.detail).ToString());
  }
  s.out().Print(Waiting(status));
  return Exit::kOk;
}

// ---- watch

// Set by Ctrl-C.
volatile std::sig_atomic_t interrupted = 0;
void Interrupt(int) { interrupted = 1; }

// What was there when it was last looked at, so that only news is told.
class Watcher {
 public:
  Watcher(Session& session, Copy& copy) : s_(session), copy_(copy) {}

  // Tells what is new since the last call; the first call tells nothing.
  Status Look() {
    ASSIGN_OR_RETURN(std::vector<Shown> assignments, copy_.AllAssignments());
    for (const Shown& shown : assignments) {
      Tell(shown, "new assignment: " + copy_.Text(shown.entity.assignment().title()));
      ASSIGN_OR_RETURN(std::vector<Shown> submissions,
                       copy_.All(KeyName::kSubmissionsTo, IdIn(shown.entity.id())));
      for (const Shown& submission : submissions) RETURN_IF_ERROR(LookAtReport(shown, submission));
    }
    ASSIGN_OR_RETURN(std::vector<Shown> threads, copy_.AllThreads());
    for (const Shown& thread : threads) {
      ASSIGN_OR_RETURN(std::vector<Shown> posts,
                       copy_.All(KeyName::kPostsOfThread, IdIn(thread.entity.id())));
      for (const Shown& post : posts) {
        Tell(post, "in “" + TitleOf(thread.entity.thread()) +
                       "”: " + Clip(TextOf(post.entity.post()), 70));
      }
    }
    ASSIGN_OR_RETURN(std::vector<Shown> parked, copy_.All(KeyName::kParkedItems));
    for (const Shown& item : parked) {
      Tell(item, "not carried out: " + std::string(Explanation(item.entity.parked().reason())));
    }
    first_ = false;
    return {};
  }

 private:
  Status LookAtReport(const Shown& assignment, const Shown& submission) {
    const std::string title = copy_.Text(assignment.entity.assignment().title());
    Tell(submission, "report on “" + title + "”");
    ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy_, IdIn(submission.entity.id())));
    for (const Shown& turn : turns) {
      Tell(turn, Word(turn.entity.feedback().verdict()) + " on “" + title +
                     "”: " + Clip(turn.entity.feedback().text(), 60));
    }
    return {};
  }

  void Tell(const Shown& shown, const std::string& what) {
    if (!known_.insert(shown.entity.id()).second || first_ || copy_.IsMe(shown.entity.author()))
      return;
    if (s_.out().json()) {
      // A line of JSON for each piece of news: the one verb whose output has no end.
      std::cout << ToJson(copy_, shown).dump(-1, ' ', false, Json::error_handler_t::replace)
                << std::endl;
      return;
    }
    s_.out().Print(ToText(s_.Now()) + "  " + Who(copy_, shown.entity.author()) + ": " + what);
    std::cout.flush();
  }

  Session& s_;
  Copy& copy_;
  bool first_ = true;
  std::set<std::string> known_;
};

Result<Exit> Watch(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  client::Client& client = copy->client();
  Watcher watcher(s, *copy);
  RETURN_IF_ERROR(watcher.Look());
  std::atomic<bool> changed{false};
  const std::unique_ptr<client::Subscription> news = client.Observe([&] { changed = true; });
  std::signal(SIGINT, Interrupt);
  std::signal(SIGTERM, Interrupt);
  client.Start();
  s.out().Note("Watching. Ctrl-C ends it.");
  while (interrupted == 0) {
    std::this_thread::sleep_for(kTick);
    if (changed.exchange(false)) RETURN_IF_ERROR(watcher.Look());
    const client::SyncStatus status = client.WhyNotSynced();
    if (status.state == SyncState::kSignedOut) return Status(status.reason, status.detail);
  }
  client.Stop();
  return Exit::kOk;
}

}  // namespace

void AddSyncVerbs(CLI::App& app, Verbs& verbs) {
  verbs.On(app.add_subcommand("sync", "Send what waits and read what is new")->group(group::kAll),
           Sync);
  verbs.On(
      app.add_subcommand("watch", "Stay, and tell what is new as it comes")->group(group::kAll),
      Watch);
  verbs.On(
      app.add_subcommand("why", "Why not everything is sent and up to date")->group(group::kAll),
      Why);
}

}  // namespace samstig::cli
