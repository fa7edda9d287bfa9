// SPDX-License-Identifier: Apache-2.0
#include "tests/server/village/village.h"

#include <cstdlib>
#include <iostream>

#include "domain/rules/names.h"
#include "server/decide/bootstrap.h"
#include "server/decide/disclosure.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/apply.h"
#include "tests/support/failing_statements.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;
using base::Result;
using server::Transaction;

Id Pargas() { return rules::MunicipalityId("FI", "445"); }
Id Raseborg() { return rules::MunicipalityId("FI", "710"); }

namespace {

v1::RegisterMunicipality RegistersRaseborg() {
  v1::RegisterMunicipality intent = RegistersPargas();
  intent.set_id(Raseborg().ToBytes());
  intent.mutable_municipality()->set_code("710");
  (*intent.mutable_municipality()->mutable_name()->mutable_by_language())["sv"] = "Raseborg";
  return intent;
}

v1::InvitePerson Invites(std::string_view name, const v1::Entity& hat) {
  v1::InvitePerson intent = InvitesPerson(name);
  *intent.mutable_hat() = hat.membership();
  return intent;
}

v1::RequestSeats RaseborgAsks(uint32_t seats) {
  v1::RequestSeats intent = RequestsSeats(seats);
  intent.set_id(rules::SeatId(IdNamed("cohort"), Raseborg()).ToBytes());
  intent.set_municipality_id(Raseborg().ToBytes());
  return intent;
}

v1::AnswerSeats RaseborgGets(uint32_t seats) {
  v1::AnswerSeats intent = AnswersSeats(seats);
  intent.set_id(rules::SeatId(IdNamed("cohort"), Raseborg()).ToBytes());
  return intent;
}

v1::EnrolLeader RaseborgEnrols(std::string_view name) {
  v1::EnrolLeader intent = EnrolsLeader(name);
  intent.set_municipality_id(Raseborg().ToBytes());
  return intent;
}

}  // namespace

Village::Village() {
  FailingStatements::Watch();
  store_ = Must(server::OpenSqliteStore(dir_.File("village.db"), "village", "Byn", random_));
  Settle();
}

void Village::Restarts() {
  store_.reset();
  store_ = Must(server::OpenSqliteStore(dir_.File("village.db"), "village", "", random_));
  disclosures_.emplace();
}

void Village::BacksUp(const std::string& name) {
  store_.reset();  // The last connection takes the write-ahead log into the file.
  WriteFile(dir_.File(name), ReadFile(dir_.File("village.db")));
  Restarts();
}

void Village::IsRestoredFrom(const std::string& name) {
  store_.reset();
  WriteFile(dir_.File("village.db"), ReadFile(dir_.File(name)));
  Restarts();
}

void Village::Settle() {
  {
    std::unique_ptr<Transaction> txn = Must(store_->Begin());
    EXPECT_THAT(server::CreateOrganiser(*txn, IdNamed("olle organiser"), "Olle", "olle@example.org",
                                        "sv-FI", clock.Now()),
                IsOk());
    EXPECT_THAT(txn->Commit(), IsOk());
  }
  const v1::Entity cohort = ACohort();
  const auto olle = [&](const google::protobuf::Message& intent) {
    EXPECT_THAT(Does("olle organiser", intent), WasApplied());
  };
  olle(RegistersPargas());
  olle(RegistersRaseborg());
  olle(PublishesProgramme());
  olle(PublishesTheme());
  olle(PlansCohort(cohort));
  olle(MovesCohort(cohort, v1::COHORT_STATE_ANNOUNCED));
  olle(MovesCohort(cohort, v1::COHORT_STATE_ENROLLING));
  olle(Invites("maria admin", AHat("maria admin").AdminOf(Pargas())));
  olle(Invites("rasmus admin", AHat("rasmus admin").AdminOf(Raseborg())));
  olle(Invites("carin coach", AHat("carin coach").CoachOf(IdNamed("cohort"))));
  olle(Invites("otto", AHat("otto").LeaderIn(Pargas())));
  EXPECT_THAT(Does("maria admin", RequestsSeats(3)), WasApplied());
  EXPECT_THAT(Does("rasmus admin", RaseborgAsks(1)), WasApplied());
  olle(AnswersSeats(3));
  olle(RaseborgGets(1));
  EXPECT_THAT(Does("maria admin", EnrolsLeader("anna")), WasApplied());
  EXPECT_THAT(Does("maria admin", EnrolsLeader("axel")), WasApplied());
  EXPECT_THAT(Does("rasmus admin", RaseborgEnrols("bo")), WasApplied());
  olle(MovesCohort(cohort, v1::COHORT_STATE_CONFIRMED));
  olle(MovesCohort(cohort, v1::COHORT_STATE_RUNNING));
  settled_ = true;
}

base::Status Village::Commit(Transaction& txn) {
  RETURN_IF_ERROR(txn.Commit());
  if (on_commit) on_commit(txn.Committed());
  return {};
}

server::Actor Village::ActorFor(std::string_view person) {
  const server::Actor actor{IdNamed(person), IdNamed(std::string(person) + "'s phone")};
  std::unique_ptr<Transaction> txn = Must(store_->Begin());
  if (!Must(txn->Device(actor.device))) {
    server::DeviceRow device;
    device.device = actor.device;
    device.person = actor.person;
    device.name = "telefon";
    device.token_hash = actor.device.ToBytes() + actor.device.ToBytes();
    EXPECT_THAT(txn->PutDevice(device), IsOk());
    EXPECT_THAT(txn->Commit(), IsOk());
  }
  return actor;
}

uint64_t Village::NextNumber(std::string_view person) {
  const server::Actor actor = ActorFor(person);
  std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
  return Must(snapshot->Device(actor.device))->last_number + 1;
}

v1::Outcome Village::Does(std::string_view person, const google::protobuf::Message& intent) {
  return Does(person, intent, {});
}

v1::Outcome Village::Does(std::string_view person, const google::protobuf::Message& intent,
                          std::initializer_list<uint64_t> depends_on) {
  v1::Mutation mutation = MutationOf(intent, NextNumber(person));
  for (const uint64_t number : depends_on) mutation.add_depends_on(number);
  return Must(Pushes(person, {mutation})).at(0);
}

Result<std::vector<v1::Outcome>> Village::Pushes(std::string_view person,
                                                 const std::vector<v1::Mutation>& mutations) {
  const server::Actor actor = ActorFor(person);
  std::vector<std::string> bytes;
  for (const v1::Mutation& mutation : mutations) bytes.push_back(mutation.SerializeAsString());
  ASSIGN_OR_RETURN(server::PushBatch batch, server::PushBatch::Parse(std::move(bytes)));
  const auto push = [&] { return PushesOnce(actor, batch); };
  return settled_ ? WithEachStatementFailing(push) : push();
}

Result<std::vector<v1::Outcome>> Village::PushesOnce(const server::Actor& actor,
                                                     server::PushBatch& batch) {
  ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
  RETURN_IF_ERROR(batch.Run(*txn, actor, clock.Now()));
  RETURN_IF_ERROR(Commit(*txn));
  return batch.outcomes();
}

Result<v1::Outcome> Village::Applies(std::string_view person, const std::string& request_id,
                                     const v1::Mutation& mutation) {
  RETURN_IF_ERROR(server::CheckApply(request_id, mutation));
  const server::Actor actor = ActorFor(person);
  const auto apply = [&] { return AppliesOnce(actor, request_id, mutation); };
  return settled_ ? WithEachStatementFailing(apply) : apply();
}

Result<v1::Outcome> Village::AppliesOnce(const server::Actor& actor, const std::string& request_id,
                                         const v1::Mutation& mutation) {
  ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
  ASSIGN_OR_RETURN(v1::Outcome outcome,
                   server::Apply(*txn, actor, request_id, mutation, clock.Now()));
  RETURN_IF_ERROR(Commit(*txn));
  return outcome;
}

std::vector<v1::PullResponse> Village::PagesFor(std::string_view person) {
  return PagesFor(person, v1::Cursor());
}

std::vector<v1::PullResponse> Village::PagesFor(std::string_view person, const v1::Cursor& cursor) {
  v1::PullRequest request;
  request.set_version_min(1);
  request.set_version_max(1);
  *request.mutable_cursor() = cursor;
  return Must(PagesFor(person, request));
}

Result<std::vector<v1::PullResponse>> Village::PagesFor(std::string_view person,
                                                        const v1::PullRequest& request) {
  const auto read = [&] { return PagesOnce(person, request); };
  return settled_ ? WithEachStatementFailing(read) : read();
}

Result<std::vector<v1::PullResponse>> Village::PagesOnce(std::string_view person,
                                                         const v1::PullRequest& request) {
  ASSIGN_OR_RETURN(server::PullSession session,
                   server::PullSession::Make(IdNamed(person), request));
  std::vector<v1::PullResponse> pages;
  do {
    ASSIGN_OR_RETURN(v1::PullResponse page, NextPage(session));
    pages.push_back(std::move(page));
  } while (!pages.back().has_checkpoint());
  return pages;
}

Result<v1::PullResponse> Village::NextPage(server::PullSession& session) {
  while (true) {
    ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
    ASSIGN_OR_RETURN(server::PullSession::Page page,
                     session.NextPage(*store_, *snapshot, *disclosures_, clock.Now()));
    snapshot.reset();
    if (auto* built = std::get_if<v1::PullResponse>(&page)) return std::move(*built);
    const server::Scopes& desks = std::get<server::PullSession::Undisclosed>(page).desks;
    ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
    RETURN_IF_ERROR(server::NoteDisclosures(*txn, session.person(), desks, clock.Now()));
    RETURN_IF_ERROR(Commit(*txn));
    disclosures_->Noted(session.person(), desks, clock.Now());
  }
}

std::map<Id, v1::Entity> Village::ReadBy(std::string_view person) {
  std::map<Id, v1::Entity> read;
  for (const v1::PullResponse& page : PagesFor(person)) {
    for (const v1::ScopeRun& run : page.runs()) {
      for (const v1::Change& change : run.changes()) {
        v1::Entity entity;
        if (change.has_entity() && entity.ParseFromString(change.entity())) {
          read[Id::FromBytes(entity.id())] = entity;
        }
      }
    }
  }
  return read;
}

std::string Village::BytesSentTo(std::string_view person) {
  std::string bytes;
  for (const v1::PullResponse& page : PagesFor(person)) bytes += page.SerializeAsString();
  return bytes;
}

v1::Entity Village::Stored(const Id& id) {
  std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
  v1::Entity entity;
  if (const auto bytes = Must(snapshot->Get(id))) {
    EXPECT_TRUE(entity.ParseFromString(*bytes));
  }
  return entity;
}

std::vector<v1::Entity> Village::History(const Id& id) {
  std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
  std::vector<v1::Entity> versions;
  for (const std::string& bytes : Must(snapshot->History(id))) {
    EXPECT_TRUE(versions.emplace_back().ParseFromString(bytes));
  }
  return versions;
}

uint64_t Village::LastSeq() { return Must(store_->Read())->LastSeq(); }

}  // namespace samstig::test
