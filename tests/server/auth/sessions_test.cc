// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sessions.h"

#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "server/auth/sign_in.h"
#include "server/auth/token.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using base::kDayMs;
using base::kHourMs;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class SessionsTest : public testing::Test {
 protected:
  SessionsTest()
      : networks_(
            [this](const std::string& slug, const std::string& name) {
              return OpenSqliteStore(dir_.File(slug + ".db"), slug, name, random_);
            },
            clock_, {}),
        network_(*Must(networks_.Create("stigen", "Stigen"))),
        token_(SignsIn(IdNamed("anna"), IdNamed("phone"))) {}

  Token SignsIn(const base::Id& person, const base::Id& device) {
    Token token = Token::New("stigen", random_);
    DeviceRow row;
    row.device = device;
    row.person = person;
    row.token_hash = token.Hash();
    row.signed_in = row.last_seen = clock_.Now();
    EXPECT_THAT(network_.WriteNow([&](Transaction& txn) { return txn.PutDevice(row); }), IsOk());
    return token;
  }

  void Revoke(const base::Id& device) {
    EXPECT_THAT(network_.WriteNow(
                    [&](Transaction& txn) { return RevokeDevice(txn, IdNamed("anna"), device); }),
                IsOk());
  }

  Result<Sessions::Caller> Asks(std::string_view bearer) {
    std::promise<Result<Sessions::Caller>> promise;
    sessions_.Authenticate(networks_, bearer, [&](Result<Sessions::Caller> caller) {
      answered_by_ = std::this_thread::get_id();
      promise.set_value(std::move(caller));
    });
    return promise.get_future().get();
  }

  bool AnsweredFromMemory() const { return answered_by_ == std::this_thread::get_id(); }

  TimeMs LastSeen(const base::Id& device) {
    // After all that was posted before.
    EXPECT_THAT(network_.WriteNow([](Transaction&) { return Status(); }), IsOk());
    TimeMs last_seen = 0;
    EXPECT_THAT(network_.ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(const std::optional<DeviceRow> row, snapshot.Device(device));
      last_seen = row->last_seen;
      return {};
    }),
                IsOk());
    return last_seen;
  }

  test::TempDir dir_;
  test::FakeClock clock_;
  test::SeededRandom random_{1};
  Sessions sessions_{clock_, /*max_kept=*/3};
  Networks networks_;
  Network& network_;
  Token token_;
  std::thread::id answered_by_;
};

TEST_F(SessionsTest, ReadsTheStoreOnceAndThenKnows) {
  const Sessions::Caller first = Must(Asks(token_.Reveal()));
  EXPECT_FALSE(AnsweredFromMemory());
  EXPECT_EQ(first.actor.person, IdNamed("anna"));
  EXPECT_EQ(first.actor.device, IdNamed("phone"));
  EXPECT_EQ(first.network, &network_);
  const Sessions::Caller second = Must(Asks(token_.Reveal()));
  EXPECT_TRUE(AnsweredFromMemory());
  EXPECT_EQ(second.actor.device, IdNamed("phone"));
}

TEST_F(SessionsTest, NobodyWithoutARealToken) {
  EXPECT_THAT(Asks("").status(), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Asks("stigen").status(), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Asks(Token::New("stigen", random_).Reveal()).status(),
              HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Asks(Token::New("nowhere", random_).Reveal()).status(),
              HasReason(v1::REASON_NOT_SIGNED_IN));
}

TEST_F(SessionsTest, RevokedDeviceIsOutAtOnce) {
  ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  Revoke(IdNamed("phone"));
  sessions_.End(IdNamed("phone"));
  EXPECT_THAT(Asks(token_.Reveal()).status(), HasReason(v1::REASON_DEVICE_REVOKED));
}

TEST_F(SessionsTest, AnswerThatWasReadBeforeARevocationIsNotKept) {
  // Both readers are held, so that the look-up waits; meanwhile the device ends.
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  for (int i = 0; i < 2; ++i) {
    network_.Read([released](const Result<Snapshot*>&) { released.wait(); });
  }
  std::promise<Result<Sessions::Caller>> promise;
  sessions_.Authenticate(networks_, token_.Reveal(), [&](Result<Sessions::Caller> caller) {
    promise.set_value(std::move(caller));
  });
  sessions_.End(IdNamed("tablet"));
  release.set_value();
  EXPECT_THAT(promise.get_future().get().status(), IsOk());
  EXPECT_THAT(Asks(token_.Reveal()).status(), IsOk());
  EXPECT_FALSE(AnsweredFromMemory());
}

TEST_F(SessionsTest, UnusedTokenEndsAlsoInMemory) {
  ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  clock_.Advance(180 * kDayMs + 1);
  EXPECT_THAT(Asks(token_.Reveal()).status(), HasReason(v1::REASON_TOKEN_EXPIRED));
}

TEST_F(SessionsTest, UsedTokenLivesOn) {
  for (int month = 0; month < 12; ++month) {
    clock_.Advance(30 * kDayMs);
    ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  }
}

TEST_F(SessionsTest, LastSeenIsNotedOnceAnHour) {
  const TimeMs signed_in = clock_.Now();
  ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  clock_.Advance(kHourMs - 1);
  ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  EXPECT_EQ(LastSeen(IdNamed("phone")), signed_in);
  clock_.Advance(1);
  ASSERT_THAT(Asks(token_.Reveal()).status(), IsOk());
  EXPECT_EQ(LastSeen(IdNamed("phone")), signed_in + kHourMs);
}

TEST_F(SessionsTest, KeepsAtMostSoMany) {
  std::vector<Token> tokens;
  for (const char* device : {"a", "b", "c", "d", "e"}) {
    tokens.push_back(SignsIn(IdNamed("anna"), IdNamed(device)));
  }
  for (int round = 0; round < 3; ++round) {
    for (const Token& token : tokens) EXPECT_THAT(Asks(token.Reveal()).status(), IsOk());
  }
  Revoke(IdNamed("c"));
  sessions_.End(IdNamed("c"));
  EXPECT_THAT(Asks(tokens[2].Reveal()).status(), HasReason(v1::REASON_DEVICE_REVOKED));
}

TEST_F(SessionsTest, AReplacedNetworksTokensAreLookedUpAnew) {
  EXPECT_THAT(Asks(token_.Reveal()).status(), IsOk());
  Network* old = networks_.Find("stigen");
  ASSERT_THAT(networks_.Replace(
                  "stigen", [] { return base::Status(); },
                  [&](Network& closed) { sessions_.Forget(closed); }),
              IsOk());
  const Result<Sessions::Caller> caller = Asks(token_.Reveal());
  ASSERT_THAT(caller.status(), IsOk());
  EXPECT_EQ(caller->network, networks_.Find("stigen"));
  EXPECT_NE(caller->network, old);
}

TEST_F(SessionsTest, ANetworkThatIsBeingReplacedIsUnavailableAndNotUnknown) {
  networks_.Find("stigen")->Close();
  EXPECT_THAT(Asks(token_.Reveal()).status(), HasReason(v1::REASON_UNAVAILABLE))
      << "a device that hears NOT_SIGNED_IN throws its token away";
}

class WatchTest : public SessionsTest {
 protected:
  static Sessions::Caller CallerOn(const std::string& device) {
    Sessions::Caller caller;
    caller.actor.device = IdNamed(device);
    return caller;
  }

  // Writes down what it hears.
  Sessions::Ended As(const std::string& who) {
    return [this, who](const Status& why) {
      heard_.push_back(who + " " + std::string(base::ReasonName(why.reason())));
    };
  }

  std::vector<std::string> heard_;
};

TEST_F(WatchTest, HearsOfItsDevicesEnd) {
  sessions_.Watch(CallerOn("phone"), As("one"));
  const uint64_t two = sessions_.Watch(CallerOn("phone"), As("two"));
  sessions_.Watch(CallerOn("tablet"), As("three"));
  sessions_.Unwatch(two);
  sessions_.Unwatch(two);
  sessions_.End(IdNamed("phone"));
  EXPECT_THAT(heard_, ElementsAre("one DEVICE_REVOKED"));
}

TEST_F(WatchTest, HearsThatItsNetworkWasReplaced) {
  Sessions::Caller caller = Must(Asks(token_.Reveal()));
  sessions_.Watch(caller, As("one"));
  sessions_.Watch(CallerOn("phone"), As("of another network"));
  sessions_.Forget(*caller.network);
  EXPECT_THAT(heard_, ElementsAre("one UNAVAILABLE"));
}

TEST_F(WatchTest, HearsOfTheServersEndAlsoWhenItComesLate) {
  sessions_.Watch(CallerOn("phone"), As("one"));
  sessions_.Watch(CallerOn("tablet"), As("two"));
  sessions_.EndAllWatches();
  EXPECT_THAT(heard_, UnorderedElementsAre("one UNAVAILABLE", "two UNAVAILABLE"));
  heard_.clear();
  sessions_.Watch(CallerOn("phone"), As("late"));
  EXPECT_THAT(heard_, ElementsAre("late UNAVAILABLE"));
}

TEST_F(WatchTest, HearsOfAnEndBetweenCheckAndWatch) {
  const Sessions::Caller before = Must(Asks(token_.Reveal()));
  Revoke(IdNamed("phone"));
  sessions_.End(IdNamed("phone"));
  sessions_.Watch(before, As("before"));
  EXPECT_THAT(heard_, ElementsAre("before DEVICE_REVOKED"));
}

TEST_F(WatchTest, EndBeforeTheCheckIsNoneOfItsBusiness) {
  sessions_.End(IdNamed("phone"));  // An earlier token was replaced by this one.
  sessions_.Watch(Must(Asks(token_.Reveal())), As("after"));
  EXPECT_THAT(heard_, IsEmpty());
}

TEST_F(WatchTest, WhenTooMuchHappenedInBetweenItAssumesTheWorst) {
  const Sessions::Caller before = Must(Asks(token_.Reveal()));
  for (int i = 0; i < 1'100; ++i) sessions_.End(random_.NextId());
  sessions_.Watch(before, As("before"));
  EXPECT_THAT(heard_, ElementsAre("before DEVICE_REVOKED"));
  heard_.clear();
  sessions_.Watch(Must(Asks(token_.Reveal())), As("fresh"));
  EXPECT_THAT(heard_, IsEmpty());
}

}  // namespace
}  // namespace samstig::server
