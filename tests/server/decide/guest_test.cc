// SPDX-License-Identifier: Apache-2.0
// A guest lecturer: who invites one, the little that is shown, and that it ends by itself.
#include <gmock/gmock.h>

#include "server/decide/guests.h"

#

#include "domain/rules/membership.h"
#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/sync/own.h"
#include "tests/server/decide/erasing_story.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using base::kDayMs;
using base::TimeMs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

const Id kCohort = IdNamed("cohort");
const Id kHat = IdOf(AHat("lisa guest"));
constexpr TimeMs kLecture = kMonday + 7 * kDayMs;
constexpr TimeMs kOver = kLecture + rules::kGuestGrace;

v1::InvitePerson Invites(const AHat& hat, std::string_view name = "lisa guest") {
  v1::InvitePerson intent = InvitesPerson(name);
  *intent.mutable_hat() = v1::Entity(hat).membership();
  return intent;
}

class GuestTest : public testing::Test {
 protected:
  // Whatever a test did, the file is well.
  void TearDown() override {
    const auto keeper = server::MakeSqliteKeeper([] { return std::make_unique<NoBlobs>(); });
    EXPECT_THAT(Must(keeper->Verify(village.file(), [] { return true; })).findings, IsEmpty());
  }
  void LisaIsInvited(TimeMs ends = kLecture) {
    ASSERT_THAT(village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(kCohort, ends))),
                WasApplied());
  }
  std::vector<Id> DueAt(TimeMs now, std::optional<TimeMs> looked = std::nullopt) {
    return Must(village.Reads(
        [&](Snapshot& snapshot) { return server::DueGuests(snapshot, looked, now); }));
  }
  // As the clockwork does each second.
  void TimePasses(TimeMs now) {
    village.clock.Set(now);
    for (const Id& id : DueAt(now)) {
      ASSERT_THAT(
          village.Commits([&](server::Transaction& txn) { return server::EndGuest(txn, id, now); }),
          IsOk());
    }
  }
  std::vector<Id> SentToLisa() {
    std::vector<Id> ids;
    for (const auto& [id, entity] : village.ReadBy("lisa guest")) ids.push_back(id);
    return ids;
  }
  const v1::Membership Hat(const Id& id = kHat) { return village.Stored(id).membership(); }

  Village village;
};

// ---- Who invites

TEST_F(GuestTest, IsInvitedByACoachOfTheCohortOrAnOrganiser) {
  for (const char* person : {"anna", "maria admin", "rasmus admin", "otto"}) {
    EXPECT_THAT(village.Does(person, Invites(AHat("lisa guest").GuestOf(kCohort))),
                WasParked(v1::REASON_NOT_ALLOWED))
        << person;
  }
  EXPECT_THAT(village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(kCohort))),
              WasApplied());
  EXPECT_THAT(village.Does("olle organiser", Invites(AHat("lars").GuestOf(kCohort), "lars")),
              WasApplied());
  EXPECT_THAT(village.Does("lisa guest", Invites(AHat("lena").GuestOf(kCohort), "lena")),
              WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(GuestTest, ACoachGivesNoOtherHat) {
  for (const v1::Entity& hat :
       {v1::Entity(AHat("otto").CoachOf(kCohort)), v1::Entity(AHat("otto").Organiser()),
        v1::Entity(AHat("otto").AdminOf(Pargas())), v1::Entity(AHat("otto").LeaderIn(Pargas()))}) {
    v1::GrantHat intent = GrantsHat(hat);
    intent.set_id(IdNamed("otto's next hat").ToBytes());
    EXPECT_THAT(village.Does("carin coach", intent), WasParked(v1::REASON_NOT_ALLOWED));
  }
}

TEST_F(GuestTest, ACoachOfAnotherCohortDoesNot) {
  const v1::Entity other = ACohort("other cohort");
  ASSERT_THAT(village.Does("olle organiser", PlansCohort(other)), WasApplied());
  EXPECT_THAT(
      village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(IdNamed("other cohort")))),
      WasParked(v1::REASON_NOT_ALLOWED));
}

TEST_F(GuestTest, IsInvitedToSomethingThatTheCohortStillHas) {
  const TimeMs end = v1::Entity(ACohort()).cohort().ends_ms();
  EXPECT_THAT(village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(kCohort, end + 1))),
              WasParked(v1::REASON_DATES_OUT_OF_ORDER));
  EXPECT_THAT(village.Does("carin coach",
                           Invites(AHat("lisa guest").GuestOf(kCohort, kMonday - 20 * kDayMs))),
              WasParked(v1::REASON_DEADLINE_PASSED));
  EXPECT_THAT(village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(IdNamed("none")))),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("olle organiser", Invites(AHat("lisa guest").GuestOf(IdNamed("none")))),
              WasParked(v1::REASON_NOT_FOUND));
  for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  EXPECT_THAT(village.Does("carin coach", Invites(AHat("lisa guest").GuestOf(kCohort))),
              WasParked(v1::REASON_NOT_OPEN));
}

TEST_F(GuestTest, MayComeTwiceAndIsInvitedToEachOnce) {
  LisaIsInvited();
  const auto invited_again = [&](std::string_view hat, TimeMs ends) {
    v1::InvitePerson again = Invites(AHat("lisa guest").GuestOf(kCohort, ends));
    again.set_id(IdNamed("lisa once more").ToBytes());
    again.set_membership_id(IdNamed(hat).ToBytes());
    EXPECT_THAT(village.Does("carin coach", again), WasApplied());
  };
  invited_again("the same", kLecture);
  invited_again("another day", kLecture + kDayMs);
  EXPECT_FALSE(village.IsReadBy("lisa guest", IdNamed("the same")));
  EXPECT_TRUE(village.IsReadBy("lisa guest", IdNamed("another day")));
  TimePasses(kOver);
  EXPECT_TRUE(village.IsReadBy("lisa guest", kCohort)) << "of two hats one is still on";
  EXPECT_EQ(Hat(IdNamed("another day")).headcount(), 3u);
  TimePasses(kOver + kDayMs);
  EXPECT_FALSE(village.IsReadBy("lisa guest", kCohort));
}

// ---- What is shown

TEST_F(GuestTest, IsShownTheCohortTheInvitationAndTheOwnEntry) {
  LisaIsInvited();
  EXPECT_THAT(SentToLisa(), UnorderedElementsAre(IdNamed("lisa guest"), kHat, kCohort));
  EXPECT_EQ(Hat().headcount(), 3u);
  EXPECT_THAT(village.BytesSentTo("lisa guest"), Not(HasSubstr("Anna")));
}

TEST_F(GuestTest, IsSeenByTheCoachesAndTheOrganisersAndNotByTheCohort) {
  LisaIsInvited();
  for (const char* person : {"carin coach", "olle organiser"}) {
    EXPECT_TRUE(village.IsReadBy(person, kHat)) << person;
    EXPECT_TRUE(village.IsReadBy(person, IdNamed("lisa guest"))) << person;
  }
  for (const char* person : {"anna", "bo", "maria admin", "otto"}) {
    EXPECT_FALSE(village.IsReadBy(person, kHat)) << person;
    EXPECT_FALSE(village.IsReadBy(person, IdNamed("lisa guest"))) << person;
  }
}

// Every hat in a cohort was a coach's until there were guests.
TEST_F(GuestTest, IsNotGivenWhatCoachesAreGiven) {
  LisaIsInvited();
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  ASSERT_THAT(village.Does("carin coach", FormsGroup()), WasApplied());
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("asta", Submits("Hemligt")), WasApplied());
  EXPECT_THAT(SentToLisa(), UnorderedElementsAre(IdNamed("lisa guest"), kHat, kCohort));
  EXPECT_THAT(village.BytesSentTo("lisa guest"), Not(HasSubstr("Hemligt")));
  EXPECT_THAT(village.BytesSentTo("carin coach"), HasSubstr("Hemligt"));
}

TEST_F(GuestTest, IsToldOfEverybodyWhoComesAndLeaves) {
  LisaIsInvited();
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("asta")), WasApplied());
  EXPECT_EQ(Hat().headcount(), 4u);
  ASSERT_THAT(village.Does("maria admin", EnrolsLeader("berit")), WasApplied());
  EXPECT_EQ(Hat().headcount(), 4u) << "who waits for a seat does not come";
  ASSERT_THAT(village.Does("bo", WithdrawsFrom(AnEnrolment("bo"))), WasApplied());
  EXPECT_EQ(Hat().headcount(), 3u);
}

TEST_F(GuestTest, KeepsAndUploadsNothing) {
  LisaIsInvited();
  EXPECT_THAT(village.Does("lisa guest", SavesTool(ARevision("tool 1", "Ett verktyg"))),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("lisa guest", SavesTeam(ARevision("team 1", "Laget"))),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("lisa guest", MarksRead("lisa guest", kMonday)),
              WasParked(v1::REASON_NOT_ALLOWED));
  EXPECT_THAT(village.Does("lisa guest", CorrectsPerson("lisa guest", "Lisa Lind")), WasApplied());
}

// Hats that are worn together: a guest's takes nothing away and gives no more.
TEST_F(GuestTest, WhoIsMoreThanAGuestKeepsThat) {
  v1::GrantHat also = GrantsHat(AHat("bo").GuestOf(kCohort));
  also.set_id(IdNamed("bo's other hat").ToBytes());
  const auto before = village.ReadBy("bo");
  ASSERT_THAT(village.Does("carin coach", also), WasApplied());
  for (const auto& [id, entity] : before) EXPECT_TRUE(village.IsReadBy("bo", id));
  LisaIsInvited();
  v1::GrantHat leads = GrantsHat(AHat("lisa guest").LeaderIn(Pargas()));
  leads.set_id(IdNamed("lisa's other hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", leads), WasApplied());
  EXPECT_TRUE(village.IsReadBy("lisa guest", Pargas())) << "of the network by now";
}

// ---- The end

TEST_F(GuestTest, FourteenDaysAfterwardsNothingIsLeftButTheOwn) {
  LisaIsInvited();
  TimePasses(kOver - 1);
  EXPECT_TRUE(village.IsReadBy("lisa guest", kCohort));
  TimePasses(kOver);
  EXPECT_THAT(SentToLisa(), UnorderedElementsAre(IdNamed("lisa guest"), kHat));
  EXPECT_TRUE(Hat().ended());
  EXPECT_EQ(Hat().headcount(), 0u);
  EXPECT_FALSE(village.IsReadBy("carin coach", IdNamed("lisa guest"))) << "not by the coaches";
  v1::ListOwnResponse own;
  ASSERT_THAT(server::ListOwn(*Must(village.store().Read()), IdNamed("lisa guest"), {}, own),
              IsOk());
  EXPECT_EQ(own.own_size(), 2) << "what is one's own can still be taken away";
}

TEST_F(GuestTest, ADeviceLetsGoOfIt) {
  LisaIsInvited();
  VillageDevice phone(village, "lisa guest");
  phone.SignsIn();
  phone.Syncs();
  ASSERT_TRUE(phone.Shows(kCohort));
  ASSERT_TRUE(phone.Shows(kHat));
  TimePasses(kOver);
  phone.Syncs();
  EXPECT_FALSE(phone.Shows(kCohort));
  EXPECT_TRUE(phone.core().Get(kHat)->entity.membership().ended());
}

TEST_F(GuestTest, IsFoundByTheHourOfTheEndAndAfterAStartAmongAll) {
  LisaIsInvited();
  EXPECT_THAT(DueAt(kOver - 1), IsEmpty());
  EXPECT_THAT(DueAt(kOver), ElementsAre(kHat));
  EXPECT_THAT(DueAt(kOver, kOver - 1), ElementsAre(kHat));
  EXPECT_THAT(DueAt(kOver + kDayMs, kLecture), ElementsAre(kHat)) << "more hours than it counts";
  EXPECT_THAT(DueAt(kOver + 3 * base::kHourMs, kOver + 2 * base::kHourMs), IsEmpty())
      << "looked at before";
  TimePasses(kOver);
  EXPECT_THAT(DueAt(kOver + kDayMs), IsEmpty()) << "once";
}

TEST_F(GuestTest, TheTimeEndsAlsoWhileTheNetworkIsClosed) {
  LisaIsInvited();
  village.clock.Set(kOver);
  village.Restarts();
  ASSERT_THAT(server::EndOverdueGuests(village.store(), kOver), IsOk());
  EXPECT_FALSE(village.IsReadBy("lisa guest", kCohort));
  const uint64_t seq = village.LastSeq();
  ASSERT_THAT(server::EndOverdueGuests(village.store(), kOver), IsOk());
  EXPECT_EQ(village.LastSeq(), seq) << "and then nothing is left to do";
}

// Should the clock be late, nothing is given in between.
TEST_F(GuestTest, WhatIsOverGivesNothingAnew) {
  LisaIsInvited();
  village.clock.Set(kOver);
  v1::GrantHat leads = GrantsHat(AHat("lisa guest").LeaderIn(Pargas()));
  leads.set_id(IdNamed("lisa's other hat").ToBytes());
  ASSERT_THAT(village.Does("maria admin", leads), WasApplied());
  const auto held =
      Must(village.store().Read())->Holds(IdNamed("lisa guest"), Scope::Guests(kCohort));
  EXPECT_FALSE(Must(held));
}

TEST_F(GuestTest, TheHatCanBeTakenBackEarlier) {
  LisaIsInvited();
  EXPECT_THAT(village.Does("anna", EndsHat(AHat("lisa guest"))), WasParked(v1::REASON_NOT_ALLOWED));
  ASSERT_THAT(village.Does("carin coach", EndsHat(AHat("lisa guest"))), WasApplied());
  EXPECT_THAT(SentToLisa(), UnorderedElementsAre(IdNamed("lisa guest"), kHat));
  EXPECT_THAT(DueAt(kOver), IsEmpty());
  EXPECT_FALSE(village.Stored(kHat).membership().headcount());
}

TEST_F(GuestTest, WhoInvitedMayHaveGoneWhenTheTimeIsOver) {
  LisaIsInvited();
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("carin coach"))), WasApplied());
  TimePasses(kOver);
  EXPECT_TRUE(Hat().ended());
}

TEST_F(GuestTest, WhoIsErasedIsNoGuestAndTheInvitationSaysNothing) {
  LisaIsInvited();
  SeededRandom random{SeedOr(44)};
  v1::ErasureChoices choices;
  choices.set_posts(v1::ERASURE_CHOICE_DELETE);
  choices.set_work(v1::ERASURE_CHOICE_DELETE);
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(
      server::ErasePerson(*txn, IdNamed("lisa guest"), choices, village.clock.Now(), random),
      IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_TRUE(Hat().ended());
  EXPECT_EQ(Hat().subject(), "");
  EXPECT_EQ(Hat().headcount(), 0u);
  const auto read = Must(village.store().Read());
  EXPECT_THAT(Must(read->ScopesOf(kCohort)), Not(testing::Contains(Scope::Guests(kCohort))));
  EXPECT_THAT(DueAt(kOver), IsEmpty());
}

}  // namespace
}  // namespace samstig::test
