// SPDX-License-Identifier: Apache-2.0
// The clockwork on networks at work: what is due happens by itself, also after a night without a
// server and after a restore, and followers hear of it at once. The clock is the test's own.
#include "server/sync/clockwork.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <sstream>

#include "samstig/v1/mutation.pb.h"
#include "server/decide/bootstrap.h"
#include "server/decide/decide.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using test::ACohort;
using test::AHat;
using test::AnAssignment;
using test::IdNamed;
using test::IsOk;
using test::kMonday;

constexpr TimeMs kFriday = kMonday + 4 * base::kDayMs;

// A server's life on a data folder: its networks and its clockwork.
class Life {
 public:
  Life(const std::string& data, test::FakeClock& clock)
      : random_(test::SeedOr(17) + static_cast<uint64_t>(clock.Now())),
        networks_(
            [this, data](const std::string& slug, const std::string& name) {
              return OpenSqliteStore(data + "/" + slug + ".db", slug, name, random_);
            },
            clock, {}),
        clock_(clock),
        clockwork(networks_, clock, log_, metrics_,
                  [this](Network&, const std::vector<Id>& people) -> Result<size_t> {
                    handed_over.insert(handed_over.end(), people.begin(), people.end());
                    return people.size();
                  }) {
    for (const char* slug : {"byn", "skargarden"}) {
      if (std::filesystem::exists(data + "/" + slug + ".db")) {
        EXPECT_THAT(networks_.Open(slug), IsOk());
      }
    }
  }

  Network& Find(const std::string& slug) { return *networks_.Find(slug); }
  Networks& networks() { return networks_; }
  std::string log() const { return log_text_.str(); }
  std::string metrics() const { return metrics_.Serialize(); }

  // A new network with a running cohort and a coach.
  void Settle(const std::string& slug) {
    ASSERT_THAT(networks_.Create(slug, "Byn"), IsOk());
    ASSERT_THAT(Find(slug).WriteNow([&](Transaction& txn) {
      return CreateOrganiser(txn, IdNamed("olle organiser"), "Olle", "olle@example.org", "sv-FI",
                             clock_.Now());
    }),
                IsOk());
    const v1::Entity cohort = ACohort();
    v1::InvitePerson coach = test::InvitesPerson("carin coach");
    *coach.mutable_hat() = v1::Entity(AHat("carin coach").CoachOf(test::IdOf(cohort))).membership();
    Does(slug, "olle organiser", test::PublishesProgramme());
    Does(slug, "olle organiser", test::PublishesTheme());
    Does(slug, "olle organiser", test::PlansCohort(cohort));
    for (const v1::CohortState state : {v1::COHORT_STATE_ANNOUNCED, v1::COHORT_STATE_ENROLLING,
                                        v1::COHORT_STATE_CONFIRMED, v1::COHORT_STATE_RUNNING}) {
      Does(slug, "olle organiser", test::MovesCohort(cohort, state));
    }
    Does(slug, "olle organiser", coach);
  }

  void Does(const std::string& slug, std::string_view person,
            const google::protobuf::Message& intent) {
    EXPECT_THAT(Find(slug).WriteNow([&](Transaction& txn) {
      const Actor actor{IdNamed(person), {}};
      return Decide(txn, actor, test::MutationOf(intent, 0), clock_.Now()).status();
    }),
                IsOk());
  }
  void CarinPosts(const std::string& slug, const v1::Entity& assignment) {
    Does(slug, "carin coach", test::PostsAssignment(assignment));
  }

  // A thread of Carin's with so many posts; then the cohort is over, and its talk is kept for 30
  // days.
  void TalksAndEnds(const std::string& slug, int posts) {
    Does(slug, "carin coach", test::StartsThread("Frågor"));
    for (int i = 0; i < posts; ++i) {
      Does(slug, "carin coach", test::WritesPost("Svar", "post " + std::to_string(i)));
    }
    Does(slug, "olle organiser", test::SetsRetention(v1::RETENTION_CLASS_TALK, 30));
    for (const v1::CohortState state : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
      Does(slug, "olle organiser", test::MovesCohort(ACohort(), state));
    }
    clockwork.Tick();
  }
  // Threads and posts that are their author's alone by now.
  size_t Retired(const std::string& slug) {
    size_t retired = 0;
    EXPECT_THAT(Find(slug).ReadNow([&](Snapshot& snapshot) {
      return snapshot
          .ReadEntities(0, 1'000'000,
                        [&](uint64_t, const Id&, std::string_view bytes) {
                          v1::Entity entity;
                          const auto size = static_cast<int>(bytes.size());
                          EXPECT_TRUE(entity.ParseFromArray(bytes.data(), size));
                          retired += entity.retired_ms() != 0 ? 1 : 0;
                        })
          .status();
    }),
                IsOk());
    return retired;
  }

  bool IsGuest(const std::string& slug, std::string_view person) {
    bool holds = false;
    EXPECT_THAT(Find(slug).ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(holds,
                       snapshot.Holds(IdNamed(person), Scope::Guests(test::IdOf(ACohort()))));
      return {};
    }),
                IsOk());
    return holds;
  }

  v1::AssignmentState StateOf(const std::string& slug, std::string_view name = "assignment") {
    v1::Entity entity;
    EXPECT_THAT(Find(slug).ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot.Get(IdNamed(name)));
      EXPECT_TRUE(bytes && entity.ParseFromString(*bytes));
      return {};
    }),
                IsOk());
    return entity.assignment().state();
  }

 private:
  test::SeededRandom random_;
  std::ostringstream log_text_;
  Log log_{LogLevel::kDebug, LogFormat::kJson, log_text_};
  Metrics metrics_;
  Networks networks_;
  test::FakeClock& clock_;

 public:
  // People whose time was over, to whoever erases them.
  std::vector<Id> handed_over;
  Clockwork clockwork;
};

class ClockworkTest : public testing::Test {
 protected:
  void Restarts() {
    life.reset();
    life = std::make_unique<Life>(dir.path(), clock);
  }
  test::TempDir dir;
  test::FakeClock clock;
  std::unique_ptr<Life> life = std::make_unique<Life>(dir.path(), clock);
};

TEST_F(ClockworkTest, PublishesEachWhenItsTimeComesInEachNetwork) {
  for (const char* slug : {"byn", "skargarden"}) life->Settle(slug);
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  life->CarinPosts("byn", AnAssignment("later").ShownFrom(kFriday + base::kHourMs));
  life->CarinPosts("skargarden", AnAssignment().ShownFrom(kFriday + 1));
  life->clockwork.Tick();
  clock.Set(kFriday);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
  EXPECT_EQ(life->StateOf("byn", "later"), v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_EQ(life->StateOf("skargarden"), v1::ASSIGNMENT_STATE_SCHEDULED);
  clock.Set(kFriday + base::kHourMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn", "later"), v1::ASSIGNMENT_STATE_OPEN);
  EXPECT_EQ(life->StateOf("skargarden"), v1::ASSIGNMENT_STATE_OPEN);
}

TEST_F(ClockworkTest, TheTimeOfGuestsEndsByItself) {
  const auto invite = [](std::string_view name, TimeMs ends) {
    v1::InvitePerson intent = test::InvitesPerson(name);
    *intent.mutable_hat() =
        v1::Entity(AHat(name).GuestOf(test::IdOf(ACohort()), ends)).membership();
    return intent;
  };
  constexpr TimeMs kAfter = 14 * base::kDayMs;
  life->Settle("byn");
  life->Does("byn", "carin coach", invite("lisa", kFriday));
  life->Does("byn", "olle organiser", invite("lars", kFriday + base::kDayMs));
  life->clockwork.Tick();
  clock.Set(kFriday + kAfter - 1);
  life->clockwork.Tick();
  EXPECT_TRUE(life->IsGuest("byn", "lisa"));
  clock.Set(kFriday + kAfter);
  life->clockwork.Tick();
  EXPECT_FALSE(life->IsGuest("byn", "lisa"));
  EXPECT_TRUE(life->IsGuest("byn", "lars"));
  EXPECT_THAT(life->log(), testing::HasSubstr("the time of guests is over"));
  clock.Set(kFriday + kAfter + base::kDayMs);
  Restarts();
  life->clockwork.Tick();
  EXPECT_FALSE(life->IsGuest("byn", "lars")) << "also of one that came due while it was down";
}

TEST_F(ClockworkTest, WhatWasPutOffOrScheduledSinceIsFoundToo) {
  life->Settle("byn");
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  clock.Set(kFriday - base::kMinuteMs);
  life->clockwork.Tick();
  life->Does("byn", "carin coach",
             test::EditsAssignment(AnAssignment().ShownFrom(kFriday + base::kMinuteMs)));
  life->CarinPosts("byn", AnAssignment("quick").ShownFrom(kFriday));
  clock.Set(kFriday);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_SCHEDULED);
  EXPECT_EQ(life->StateOf("byn", "quick"), v1::ASSIGNMENT_STATE_OPEN);
  clock.Set(kFriday + base::kMinuteMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
}

TEST_F(ClockworkTest, WhatCameDueWhileTheServerWasDownIsPublishedAtTheStart) {
  life->Settle("byn");
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  clock.Set(kFriday + 30 * base::kDayMs);
  Restarts();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_SCHEDULED);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
  EXPECT_NE(life->log().find("assignments published"), std::string::npos);
}

TEST_F(ClockworkTest, ARestoredNetworkIsLookedAtFromTheBeginning) {
  life->Settle("byn");
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  const std::string file = dir.path() + "/byn.db";
  std::string backup;
  ASSERT_THAT(life->networks().Replace(
                  "byn",
                  [&]() -> Status {
                    backup = test::ReadFile(file);
                    return {};
                  },
                  [](Network&) {}),
              IsOk());
  clock.Set(kFriday);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
  clock.Advance(10 * base::kDayMs);
  life->clockwork.Tick();
  ASSERT_THAT(life->networks().Replace(
                  "byn",
                  [&]() -> Status {
                    std::filesystem::remove(file + "-wal");
                    std::filesystem::remove(file + "-shm");
                    test::WriteFile(file, backup);
                    return {};
                  },
                  [](Network&) {}),
              IsOk());
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_SCHEDULED);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
}

TEST_F(ClockworkTest, ANetworkThatIsClosedIsPassedOverAndNotForgotten) {
  life->Settle("byn");
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  ASSERT_THAT(life->networks().Replace(
                  "byn",
                  [&]() -> Status {
                    clock.Set(kFriday);
                    life->clockwork.Tick();
                    return {};
                  },
                  [](Network&) {}),
              IsOk());
  EXPECT_EQ(life->log().find("assignments published"), std::string::npos);
  life->clockwork.Tick();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
}

// ---- Retention

TEST_F(ClockworkTest, WhatIsOverGoesALittleAtEachLookAndIsToldOfInNumbers) {
  life->Settle("byn");
  life->TalksAndEnds("byn", 249);
  clock.Advance(30 * base::kDayMs - 1);
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), 0u);
  clock.Advance(base::kHourMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), Retention::kStep);
  EXPECT_EQ(life->log().find("retention carried out"), std::string::npos) << "not done yet";
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), 250u);
  EXPECT_NE(life->log().find("retention carried out"), std::string::npos);
  EXPECT_NE(life->log().find("\"talk\":250"), std::string::npos) << life->log();
  EXPECT_NE(life->metrics().find("samstig_retired_total{class=\"talk\"} 250"), std::string::npos);
  const Seq after = life->Find("byn").LastSeq();
  for (int hours = 0; hours < 5; ++hours) {
    clock.Advance(base::kHourMs);
    life->clockwork.Tick();
  }
  EXPECT_EQ(life->Find("byn").LastSeq(), after) << "done is done";
}

TEST_F(ClockworkTest, AStopInTheMiddleIsGoneOnWithAtTheNextStart) {
  life->Settle("byn");
  life->TalksAndEnds("byn", 249);
  clock.Advance(31 * base::kDayMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), Retention::kStep);
  Restarts();
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), 250u);
}

TEST_F(ClockworkTest, ItLooksOnceAnHour) {
  life->Settle("byn");
  life->TalksAndEnds("byn", 1);
  clock.Advance(31 * base::kDayMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->Retired("byn"), 2u);
  life->Does("byn", "olle organiser", test::SetsRetention(v1::RETENTION_CLASS_TRACES, 30));
  const v1::Entity second = ACohort("second");
  life->Does("byn", "olle organiser", test::PlansCohort(second));
  life->Does("byn", "olle organiser", test::MovesCohort(second, v1::COHORT_STATE_CANCELLED));
  const Seq before = life->Find("byn").LastSeq();
  clock.Advance(base::kHourMs - 1);
  life->clockwork.Tick();
  EXPECT_EQ(life->Find("byn").LastSeq(), before);
  clock.Advance(1);
  life->clockwork.Tick();
  EXPECT_EQ(life->Find("byn").LastSeq(), before + 1) << "the second cohort's end is noted";
}

TEST_F(ClockworkTest, WhoHasHadNeitherHatNorPlaceForSoLongIsHandedOver) {
  life->Settle("byn");
  life->Does("byn", "olle organiser", test::SetsRetention(v1::RETENTION_CLASS_PEOPLE, 40));
  life->Does("byn", "olle organiser", test::EndsHat(AHat("carin coach")));
  life->clockwork.Tick();
  clock.Advance(39 * base::kDayMs);
  life->clockwork.Tick();
  EXPECT_TRUE(life->handed_over.empty());
  clock.Advance(base::kDayMs);
  life->clockwork.Tick();
  EXPECT_EQ(life->handed_over, std::vector<Id>{IdNamed("carin coach")}) << "no organiser, ever";
  EXPECT_NE(life->metrics().find("samstig_retired_total{class=\"people\"} 1"), std::string::npos);
  EXPECT_EQ(life->log().find("arin"), std::string::npos);
}

// A follower rests until it is poked; then the news is there.
TEST_F(ClockworkTest, WhoeverFollowsIsToldAtOnceByTheClocksOwnThread) {
  life->Settle("byn");
  life->CarinPosts("byn", AnAssignment().ShownFrom(kFriday));
  Network& byn = life->Find("byn");
  clock.Set(kFriday);
  const auto told = std::make_shared<std::promise<void>>();
  const uint64_t follower =
      byn.feed().Add({Scope::OfCohort(IdNamed("cohort"))}, [told] { told->set_value(); });
  EXPECT_EQ(byn.feed().TakeNews(follower), std::nullopt);
  life->clockwork.Start(std::chrono::hours(1));
  told->get_future().wait();
  EXPECT_EQ(life->StateOf("byn"), v1::ASSIGNMENT_STATE_OPEN);
  life->clockwork.Stop();
  byn.feed().Remove(follower);
}

TEST_F(ClockworkTest, StopsThoughItsNextLookIsFarOff) {
  life->clockwork.Start(std::chrono::hours(1));
  life->clockwork.Stop();
  life->clockwork.Stop();
}

}  // namespace
}  // namespace samstig::server
