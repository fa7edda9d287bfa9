// SPDX-License-Identifier: Apache-2.0
#include "cli/session.h"

#include <algorithm>
#include <utility>

#include "cli/text.h"
#include "cli/words.h"
#include "domain/rules/limits.h"

namespace samstig::cli {

using std::chrono::milliseconds;

namespace {

// A person waits this long without noticing much.
constexpr milliseconds kCatchUpTime{2'000};
constexpr milliseconds kSendTime{4'000};
// A long import: every few hundred writes are one more round trip.
constexpr milliseconds kTimeForEach{20};
// A photo or two; what takes longer goes out with a later run.
constexpr milliseconds kFilesTime{20'000};

std::string_view NameOf(Fate fate) {
  switch (fate) {
    case Fate::kConfirmed:
      return "CONFIRMED";
    case Fate::kKept:
      return "KEPT";
    case Fate::kParked:
      return "PARKED";
  }
  return "KEPT";
}

}  // namespace

Result<client::Client*> Session::OpenAt(const std::string& path) {
  path_ = path;
  notes_ = ReadNotes(path);
  client::Options options = Reach(globals_, notes_);
  options.path = path;
  ASSIGN_OR_RETURN(client_, client::Client::Open(std::move(options)));
  return client_.get();
}

Result<client::Client*> Session::OpenForSignIn(const std::string& network) {
  RETURN_IF_ERROR(rules::CheckSlug(network, "the network's name", 3, 32));
  Globals globals = globals_;
  globals.network = network;
  ASSIGN_OR_RETURN(std::string path, FindCopy(globals, environment_));
  return OpenAt(path);
}

void Session::NoteServer() {
  const client::Options options = Reach(globals_, notes_);
  notes_.server = options.server;
  notes_.tls = options.tls;
  notes_.ca_file = options.ca_file;
  WriteNotes(path_, notes_);
}

client::Options Session::ServerOptions() const {
  // A copy, if there is one, knows the server.
  const Result<std::string> path = FindCopy(globals_, environment_);
  return Reach(globals_, path.ok() ? ReadNotes(*path) : Notes());
}

Result<std::string> Session::PathOfCopy() const { return FindCopy(globals_, environment_); }

Result<Copy*> Session::Open() { return Open(Freshness::kCatchUp); }

Result<Copy*> Session::Open(Freshness freshness) {
  if (copy_) return copy_.get();
  ASSIGN_OR_RETURN(std::string path, FindCopy(globals_, environment_));
  ASSIGN_OR_RETURN(client::Client * client, OpenAt(path));
  const std::optional<client::Account> account = client->GetAccount();
  if (!account) return Status(v1::REASON_NOT_SIGNED_IN, "");
  if (freshness == Freshness::kCatchUp && !globals_.offline) CatchUp(kCatchUpTime);
  copy_ = std::make_unique<Copy>(*client, account->person, globals_.language);
  return copy_.get();
}

void Session::CatchUp(milliseconds time) {
  // Files wait: they may take long, and what is written now must not wait for them.
  offline_ = client_->SyncOnce({.time = time, .attachments = false});
  if (!offline_.ok())
    output_.Note("(not up to date: " + std::string(Explanation(offline_.reason())) + ")");
}

Result<Id> Session::Find(std::string_view given, std::string_view what,
                         const std::function<Candidates(Copy&)>& kind) {
  ASSIGN_OR_RETURN(Copy * copy, Open());
  ASSIGN_OR_RETURN(std::vector<Candidate> candidates, kind(*copy));
  return Choose(given, what, candidates, notes_.listing);
}

Result<Id> Session::FindOrOnly(std::string_view given, std::string_view what,
                               std::string_view option,
                               const std::function<Candidates(Copy&)>& kind) {
  if (!given.empty()) return Find(given, what, kind);
  ASSIGN_OR_RETURN(Copy * copy, Open());
  ASSIGN_OR_RETURN(std::vector<Candidate> candidates, kind(*copy));
  return ChooseOnly(what, option, candidates);
}

void Session::NoteListing(std::vector<Id> ids) {
  notes_.listing = std::move(ids);
  WriteNotes(path_, notes_);
}

Result<Sent> Session::Send(v1::Mutation mutation) {
  return Send(std::vector<v1::Mutation>{std::move(mutation)}, Ties::kNone);
}

Result<Sent> Session::Send(std::vector<v1::Mutation> mutations, Ties ties) {
  RETURN_IF_ERROR(Open().status());
  std::vector<std::shared_ptr<client::Write>> writes;
  for (v1::Mutation& mutation : mutations) {
    if (ties == Ties::kToTheOneBefore && !writes.empty()) {
      mutation.add_depends_on(writes.back()->number());
    }
    ASSIGN_OR_RETURN(std::shared_ptr<client::Write> write, client_->Do(std::move(mutation)));
    writes.push_back(std::move(write));
    if (mutations.size() > 1) output_.Progress("keeping", writes.size(), mutations.size());
  }
  output_.EndProgress();
  return Deliver(writes);
}

Result<Sent> Session::SendInstead(const Id& parked, v1::Mutation mutation) {
  RETURN_IF_ERROR(Open().status());
  ASSIGN_OR_RETURN(std::shared_ptr<client::Write> write,
                   client_->DoInstead(parked, std::move(mutation)));
  return Deliver({std::move(write)});
}

Result<Sent> Session::Deliver(const std::vector<std::shared_ptr<client::Write>>& writes) {
  if (globals_.wait_s > 0) {
    Wait(*writes.back());
  } else if (!globals_.offline && offline_.ok()) {
    offline_ = client_->SyncOnce(
        {.time = kSendTime + kTimeForEach * static_cast<int>(writes.size()), .attachments = false});
  }
  return Judge(writes);
}

void Session::Wait(client::Write& last) {
  client_->Start();
  const Status judged = last.Final(std::chrono::seconds(globals_.wait_s));
  const client::SyncStatus why = client_->WhyNotSynced();
  client_->Stop();
  if (judged.reason() == v1::REASON_TIMED_OUT) {
    offline_ = {why.reason == v1::REASON_UNSPECIFIED ? v1::REASON_TIMED_OUT : why.reason,
                why.detail};
  } else {
    // What was judged is to be read, too.
    offline_ = client_->SyncOnce({.time = kCatchUpTime, .attachments = false});
  }
}

void Session::SendFiles() {
  if (globals_.offline || !offline_.ok()) return;
  const Status sent = client_->SyncOnce({.time = kFilesTime});
  if (!sent.ok()) {
    output_.Note("(the files are kept, and go out with the next samstig sync: " +
                 std::string(Explanation(sent.reason())) + ")");
  }
}

Sent Session::Judge(const std::vector<std::shared_ptr<client::Write>>& writes) {
  Sent sent;
  sent.fate = Fate::kConfirmed;
  for (const std::shared_ptr<client::Write>& write : writes) {
    const Status status = write->Final(milliseconds(0));
    if (status.ok()) {
      sent.number = write->number();
      continue;
    }
    const bool waits = status.reason() == v1::REASON_TIMED_OUT;
    if (sent.fate == Fate::kParked && waits) continue;
    sent.fate = waits ? Fate::kKept : Fate::kParked;
    sent.number = write->number();
    sent.why = waits ? offline_ : status;
    if (!waits) break;
  }
  return sent;
}

Exit Session::Tell(const Sent& sent, const std::string& done, Json document) {
  Json all;
  all["state"] = std::string(NameOf(sent.fate));
  all["number"] = sent.number;
  if (!sent.why.ok()) {
    all["reason"] = std::string(base::ReasonName(sent.why.reason()));
    all["detail"] = sent.why.detail();
  }
  all.update(document);
  output_.Document(all);
  switch (sent.fate) {
    case Fate::kConfirmed:
      output_.Say(done + ": confirmed.");
      return Exit::kOk;
    case Fate::kKept:
      output_.Say(done + ": kept; will be sent.");
      return globals_.wait_s > 0 ? Exit::kKept : Exit::kOk;
    case Fate::kParked:
      break;
  }
  output_.Error(sent.why);
  output_.Note("It was not carried out, and is kept: samstig outbox");
  return Exit::kRefused;
}

}  // namespace samstig::cli
