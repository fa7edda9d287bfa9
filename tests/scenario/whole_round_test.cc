// SPDX-License-Identifier: Apache-2.0
// A whole round, played by scripted clients over a real network against a real server: at the end
// every count that Samstig shows agrees with the tally of the one who played, and every person's
// device holds exactly what the matrix of roles gives that person, over every entity that exists.
#include "tests/scenario/whole_round.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <iostream>

#include "client-lib/core/local_store.h"
#include "client-lib/include/samstig/operator.h"
#include "domain/rules/names.h"
#include "tests/rights/matrix.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using rules::KeyName;
using testing::IsEmpty;
using testing::SizeIs;

class WholeRoundTest : public testing::Test {
 protected:
  WholeRoundTest() { std::cout << random_.Story() << std::endl; }

  // Devices are closed; what they hold is read from their files.
  using Held = std::map<Id, std::string>;
  Held HeldBy(const std::string& file) {
    Held held;
    auto store = Must(client::LocalStore::Open(file));
    EXPECT_THAT(store->ForEachEntity(
                    [&](const Id& id, const client::ScopeNumbers&, std::string_view bytes) {
                      held[id] = bytes;
                      return true;
                    }),
                IsOk());
    return held;
  }

  void CountsAgree();
  void EmployersSeeTheirOwn();
  void EmployersHoldNoWord();
  void EverybodyHoldsTheirDue();

  SeededRandom random_{
      SeedOr(static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()))};
  WholeRound round_{random_};
  std::vector<Id> admins_;  // The employers' people, in their order.
};

// As a coach sees it who has never been there.
void WholeRoundTest::CountsAgree() {
  const std::unique_ptr<client::Client> fresh = Must(round_.server().SignIn(
      WholeRound::kNetwork, "coach5@example.org", round_.server().folder() + "/fresh.samstig"));
  ASSERT_THAT(fresh->SyncOnce({}), IsOk());
  size_t posts = 0;
  for (const auto& [thread, count] : round_.tally().posts) {
    EXPECT_THAT(Must(fresh->Find({KeyName::kPostsOfThread, thread})), SizeIs(count));
    posts += count;
  }
  EXPECT_EQ(posts, WholeRound::kPosts);
  size_t attempts = 0;
  std::map<Id, size_t> feedback;
  for (const auto& [assignment, count] : round_.tally().attempts) {
    const auto handed_in = Must(fresh->Find({KeyName::kSubmissionsTo, assignment}));
    EXPECT_THAT(handed_in, SizeIs(count));
    std::set<Id> persons;
    for (const client::Shown& shown : handed_in) {
      const Id person = Id::FromBytes(shown.entity.submission().person_id());
      persons.insert(person);
      const Id submission = Id::FromBytes(shown.entity.id());
      const size_t answers = Must(fresh->Find({KeyName::kFeedbackOn, submission})).size();
      if (answers > 0) feedback[person] += answers;
    }
    EXPECT_EQ(persons, round_.tally().handed_in_by.at(assignment));
    attempts += count;
  }
  EXPECT_EQ(feedback, round_.tally().feedback);
  EXPECT_THAT(Must(fresh->Find({KeyName::kAssignmentsOfCohort, round_.cohort()})),
              SizeIs(WholeRound::kThemes * WholeRound::kAssignmentsPerTheme));
  std::cout << posts << " posts, " << attempts << " attempts" << std::endl;
}

void WholeRoundTest::EmployersSeeTheirOwn() {
  for (size_t i = 0; i < round_.employers().size(); ++i) {
    std::map<Id, v1::EnrolmentState> due;
    for (const Participant& leader : round_.people()) {
      if (leader.municipality != i) continue;
      due[leader.person] = leader.place == Place::kActive ? v1::ENROLMENT_STATE_COMPLETED
                                                          : v1::ENROLMENT_STATE_WITHDRAWN;
    }
    std::map<Id, v1::EnrolmentState> seen;
    for (const client::Shown& shown :
         Must(round_.employers()[i].admin->Find({KeyName::kEnrolmentsOfCohort, round_.cohort()}))) {
      const v1::Enrolment& enrolment = shown.entity.enrolment();
      seen[Id::FromBytes(enrolment.person_id())] = enrolment.state();
    }
    EXPECT_EQ(seen, due) << "municipality " << i;
  }
}

void WholeRoundTest::EmployersHoldNoWord() {
  for (const Employer& employer : round_.employers()) {
    for (const std::string suffix : {"", "-wal"}) {
      if (!std::filesystem::exists(employer.file + suffix)) continue;
      EXPECT_EQ(ReadFile(employer.file + suffix).find("ord-"), std::string::npos)
          << "an employer has received somebody's words";
    }
  }
}

void WholeRoundTest::EverybodyHoldsTheirDue() {
  std::map<Id, Held> held;  // By person.
  for (const Participant& leader : round_.people()) {
    held[leader.person] = HeldBy(leader.file);
  }
  for (const Coach& coach : round_.coaches()) {
    held[coach.person] = HeldBy(coach.file);
  }
  for (size_t i = 0; i < round_.employers().size(); ++i) {
    held[admins_[i]] = HeldBy(round_.employers()[i].file);
  }
  held[round_.organiser_person()] = HeldBy(round_.organiser_file());

  Matrix matrix;
  std::map<Id, v1::Entity> everything;
  for (const auto& [person, theirs] : held) {
    for (const auto& [id, bytes] : theirs) {
      v1::Entity& entity = everything[id];
      if (entity.id().empty()) {
        ASSERT_TRUE(entity.ParseFromString(bytes));
        matrix.Learn(entity);
      } else {
        ASSERT_EQ(entity.SerializeAsString().size(), bytes.size()) << "copies differ";
      }
    }
  }
  size_t judged = 0;
  for (const auto& [id, entity] : everything) {
    for (const auto& [person, theirs] : held) {
      ++judged;
      const bool may = matrix.MayRead(person.ToBytes(), entity);
      // One's own words stay on one's own device, whatever one has left.
      const bool own = entity.author() == person.bytes();
      ASSERT_TRUE(own || theirs.contains(id) == may)
          << person.ToText() << " and " << entity.ShortDebugString();
    }
  }
  std::cout << everything.size() << " entities, " << held.size() << " people, " << judged
            << " rights" << std::endl;
}

TEST_F(WholeRoundTest, AllCountsAgreeAndEverybodyHoldsTheirDue) {
  round_.Begins();
  round_.GoesThroughTheme(0);
  round_.GoesThroughTheme(1);
  round_.PeopleLeaveAndCome();
  round_.GoesThroughTheme(2);
  round_.GoesThroughTheme(3);
  round_.Ends();
  round_.EverybodyMeets();

  CountsAgree();
  size_t kept = 0;
  for (Participant& leader : round_.people()) {
    for (const client::OutboxItem& item : Must(leader.device->Outbox())) {
      EXPECT_EQ(item.reason, v1::REASON_NOT_ALLOWED);
      ++kept;
    }
  }
  EXPECT_EQ(kept, round_.tally().refused) << "what was refused is kept, and nothing else is";
  for (Employer& employer : round_.employers()) {
    admins_.push_back(employer.admin->GetAccount()->person);
  }
  EmployersSeeTheirOwn();
  round_.EverybodyLeaves();
  EmployersHoldNoWord();
  EverybodyHoldsTheirDue();
  client::Options options;
  options.server = round_.server().address();
  options.tls = false;
  std::string token = ReadFile(round_.server().folder() + "/data/operator.token");
  token.erase(token.find_last_not_of('\n') + 1);
  const auto op = Must(client::Operator::Open(options, token));
  EXPECT_THAT(Must(op->VerifyNetwork(WholeRound::kNetwork, "")).findings(), IsEmpty());
}

}  // namespace
}  // namespace samstig::test
