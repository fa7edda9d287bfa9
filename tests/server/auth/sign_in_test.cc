// SPDX-License-Identifier: Apache-2.0
// Sign-in on a real store, without threads and without mail.
#include "server/auth/sign_in.h"

#include <gmock/gmock.h>

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
using base::kMinuteMs;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Must;
using testing::ElementsAre;
using testing::Field;

constexpr char kAnna[] = "anna@example.org";

class SignInTest : public testing::Test {
 protected:
  SignInTest()
      : store_(Must(OpenSqliteStore(dir_.File("stigen.db"), "stigen", "Stigen", random_))),
        sign_in_(Secret("the server's key"), random_) {
    v1::Entity anna = test::APerson("Anna");
    Write([&](Transaction& txn) {
      EXPECT_TRUE(txn.Put(IdNamed("anna"), anna.SerializeAsString(), {}, {}).ok());
      return txn.PutAccount({IdNamed("anna"), kAnna});
    });
  }

  void Write(const std::function<Status(Transaction&)>& work) {
    const std::unique_ptr<Transaction> txn = Must(store_->Begin());
    ASSERT_THAT(work(*txn), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }

  // The code as the person gets it; empty when no mail is to be sent.
  std::string AsksForCode(const std::string& email) {
    std::string code;
    Write([&](Transaction& txn) -> Status {
      ASSIGN_OR_RETURN(const std::optional<CodeToSend> sent,
                       sign_in_.RequestCode(txn, "stigen", email, clock_.Now()));
      if (sent) code = std::string(sent->code.Reveal());
      return {};
    });
    return code;
  }

  Status RefusalToSendCode(const std::string& email) {
    const std::unique_ptr<Transaction> txn = Must(store_->Begin());
    return sign_in_.RequestCode(*txn, "stigen", email, clock_.Now()).status();
  }

  // nullopt: wrong code.
  std::optional<SignedIn> Redeems(const std::string& code, const base::Id& device = {},
                                  const std::string& email = kAnna) {
    std::optional<SignedIn> signed_in;
    Write([&](Transaction& txn) -> Status {
      ASSIGN_OR_RETURN(signed_in, sign_in_.RedeemCode(
                                      txn, {"stigen", email, Secret(code), "Annas telefon", device},
                                      clock_.Now()));
      return {};
    });
    return signed_in;
  }

  SignedIn SignsIn(const base::Id& device = {}) {
    std::optional<SignedIn> signed_in = Redeems(AsksForCode(kAnna), device);
    EXPECT_TRUE(signed_in.has_value());
    return *std::move(signed_in);
  }

  Result<CheckedToken> Check(const Token& token) {
    const std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
    return CheckToken(*snapshot, token.Hash(), clock_.Now());
  }

  DeviceRow RowOf(const base::Id& device) {
    const std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
    return *Must(snapshot->Device(device));
  }

  // Another code than this one.
  static std::string OtherThan(std::string code) {
    code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
    return code;
  }

  test::TempDir dir_;
  test::FakeClock clock_;
  test::SeededRandom random_{1};
  std::unique_ptr<Store> store_;
  SignIn sign_in_;
};

TEST_F(SignInTest, CodeBecomesATokenOfANewDevice) {
  const std::string code = AsksForCode(kAnna);
  EXPECT_THAT(code, testing::MatchesRegex("[0-9]{8}"));
  const std::optional<SignedIn> signed_in = Redeems(code);
  ASSERT_TRUE(signed_in.has_value());
  EXPECT_EQ(signed_in->actor.person, IdNamed("anna"));
  EXPECT_EQ(signed_in->actor.device.bytes()[6] & 0xf0, 0x70) << "not a UUIDv7";
  EXPECT_EQ(Must(Check(signed_in->token)).actor.device, signed_in->actor.device);
  EXPECT_EQ(RowOf(signed_in->actor.device).name, "Annas telefon");
}

TEST_F(SignInTest, NeitherCodeNorTokenIsInTheFile) {
  const std::string code = AsksForCode(kAnna);
  const SignedIn signed_in = *Redeems(code);
  const std::string wal = test::ReadFile(dir_.File("stigen.db-wal"));
  const std::string file = test::ReadFile(dir_.File("stigen.db"));
  for (const std::string& bytes : {wal, file}) {
    EXPECT_EQ(bytes.find(code), std::string::npos);
    EXPECT_EQ(bytes.find(std::string(signed_in.token.Reveal()).substr(7)), std::string::npos);
  }
}

TEST_F(SignInTest, AddressIsTheSameInAnyCase) {
  const std::string code = AsksForCode("Anna@Example.ORG");
  EXPECT_TRUE(Redeems(code, {}, "ANNA@example.org").has_value());
}

TEST_F(SignInTest, MailSpeaksThePersonsLanguage) {
  v1::Entity anna = test::APerson("Anna");
  anna.mutable_person()->set_language("fi");
  Write([&](Transaction& txn) {
    return txn.Put(IdNamed("anna"), anna.SerializeAsString(), {}, {}).status();
  });
  const std::unique_ptr<Transaction> txn = Must(store_->Begin());
  const auto code = Must(sign_in_.RequestCode(*txn, "stigen", kAnna, clock_.Now()));
  EXPECT_EQ(code->language, "fi");
  EXPECT_EQ(code->email, kAnna);
}

TEST_F(SignInTest, CodeWorksOnce) {
  const std::string code = AsksForCode(kAnna);
  EXPECT_TRUE(Redeems(code).has_value());
  EXPECT_FALSE(Redeems(code).has_value());
}

TEST_F(SignInTest, CodeEndsAfterTenMinutes) {
  const std::string code = AsksForCode(kAnna);
  clock_.Advance(10 * kMinuteMs - 1);
  const std::string other = OtherThan(code);
  EXPECT_FALSE(Redeems(other).has_value());
  clock_.Advance(1);
  EXPECT_FALSE(Redeems(code).has_value());
}

TEST_F(SignInTest, FiveTriesAndNoSixth) {
  const std::string code = AsksForCode(kAnna);
  for (int i = 0; i < 4; ++i) EXPECT_FALSE(Redeems(OtherThan(code)).has_value());
  EXPECT_TRUE(Redeems(code).has_value());

  const std::string next = AsksForCode(kAnna);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(Redeems(OtherThan(next)).has_value());
  EXPECT_FALSE(Redeems(next).has_value());
}

TEST_F(SignInTest, NewCodeReplacesTheOld) {
  const std::string old = AsksForCode(kAnna);
  const std::string fresh = AsksForCode(kAnna);
  ASSERT_NE(old, fresh);
  EXPECT_FALSE(Redeems(old).has_value());
  EXPECT_TRUE(Redeems(fresh).has_value());
}

TEST_F(SignInTest, FiveCodesAnHourForOneAddress) {
  for (int i = 0; i < 5; ++i) {
    AsksForCode(kAnna);
    clock_.Advance(kMinuteMs);
  }
  EXPECT_THAT(RefusalToSendCode(kAnna), HasReason(v1::REASON_TOO_MANY_CODES));
  clock_.Advance(kHourMs);
  EXPECT_THAT(RefusalToSendCode(kAnna), IsOk());
}

TEST_F(SignInTest, UsingACodeDoesNotGiveMoreOfThem) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Redeems(AsksForCode(kAnna)).has_value());
  EXPECT_THAT(RefusalToSendCode(kAnna), HasReason(v1::REASON_TOO_MANY_CODES));
}

TEST_F(SignInTest, ClockThatWentBackLocksNobodyOut) {
  for (int i = 0; i < 5; ++i) AsksForCode(kAnna);
  clock_.Advance(-3 * kDayMs);
  EXPECT_THAT(RefusalToSendCode(kAnna), IsOk());
}

TEST_F(SignInTest, UnknownAddressIsTreatedAlikeAndGetsNothing) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(AsksForCode("nobody@example.org"), "");
  EXPECT_THAT(RefusalToSendCode("nobody@example.org"), HasReason(v1::REASON_TOO_MANY_CODES));
  EXPECT_FALSE(Redeems("12345678", {}, "nobody@example.org").has_value());
  EXPECT_FALSE(Redeems("12345678", {}, "neverasked@example.org").has_value());
}

TEST_F(SignInTest, AddressesDoNotStayWhenTheirCodesAreOfNoUse) {
  const auto is_kept = [&](const std::string& email) {
    return Must(Must(store_->Read())->CodeFor(email)).has_value();
  };
  AsksForCode("nobody@example.org");
  AsksForCode(kAnna);
  EXPECT_TRUE(is_kept("nobody@example.org"));
  clock_.Advance(base::kHourMs);
  AsksForCode(kAnna);
  EXPECT_TRUE(is_kept("nobody@example.org")) << "its hour is only just over";
  clock_.Advance(1);
  AsksForCode(kAnna);
  EXPECT_FALSE(is_kept("nobody@example.org"));
  EXPECT_TRUE(is_kept(kAnna));
}

TEST_F(SignInTest, CodeIsGoodForItsAddressAndNetworkAlone) {
  Write([&](Transaction& txn) { return txn.PutAccount({IdNamed("bo"), "bo@example.org"}); });
  const std::string code = AsksForCode(kAnna);
  AsksForCode("bo@example.org");
  EXPECT_FALSE(Redeems(code, {}, "bo@example.org").has_value());
  const std::unique_ptr<Transaction> txn = Must(store_->Begin());
  const auto elsewhere =
      Must(sign_in_.RedeemCode(*txn, {"another", kAnna, Secret(code), "", {}}, clock_.Now()));
  EXPECT_FALSE(elsewhere.has_value());
}

TEST_F(SignInTest, KnownDeviceGoesOnWithItsNumbers) {
  const SignedIn first = SignsIn();
  Write([&](Transaction& txn) { return txn.SetLastNumber(first.actor.device, 17); });
  clock_.Advance(kHourMs);
  const SignedIn again = SignsIn(first.actor.device);
  EXPECT_EQ(again.actor.device, first.actor.device);
  EXPECT_EQ(RowOf(first.actor.device).last_number, 17U);
  EXPECT_THAT(Check(first.token).status(), HasReason(v1::REASON_NOT_SIGNED_IN));
  EXPECT_THAT(Check(again.token).status(), IsOk());
}

TEST_F(SignInTest, RevokedDeviceOfTheSamePersonMaySignInAgain) {
  const SignedIn first = SignsIn();
  Write([&](Transaction& txn) { return RevokeDevice(txn, IdNamed("anna"), first.actor.device); });
  EXPECT_THAT(Check(first.token).status(), HasReason(v1::REASON_DEVICE_REVOKED));
  const SignedIn again = SignsIn(first.actor.device);
  EXPECT_EQ(again.actor.device, first.actor.device);
  EXPECT_THAT(Check(again.token).status(), IsOk());
}

TEST_F(SignInTest, SomebodyElsesDeviceIsNotTakenOver) {
  const SignedIn annas = SignsIn();
  Write([&](Transaction& txn) { return txn.PutAccount({IdNamed("bo"), "bo@example.org"}); });
  const std::optional<SignedIn> bos =
      Redeems(AsksForCode("bo@example.org"), annas.actor.device, "bo@example.org");
  ASSERT_TRUE(bos.has_value());
  EXPECT_NE(bos->actor.device, annas.actor.device);
  EXPECT_EQ(bos->actor.person, IdNamed("bo"));
  EXPECT_THAT(Check(annas.token).status(), IsOk());
}

TEST_F(SignInTest, UnknownDeviceIdGivesANewDevice) {
  EXPECT_NE(SignsIn(IdNamed("lost")).actor.device, IdNamed("lost"));
}

TEST_F(SignInTest, ListShowsTheOwnDevicesLatestFirst) {
  const SignedIn phone = SignsIn();
  clock_.Advance(kHourMs);
  const SignedIn tablet = SignsIn();
  clock_.Advance(kHourMs);
  const SignedIn lost = SignsIn();
  Write([&](Transaction& txn) { return RevokeDevice(txn, IdNamed("anna"), lost.actor.device); });
  const std::unique_ptr<Snapshot> snapshot = Must(store_->Read());
  EXPECT_THAT(Must(ListDevices(*snapshot, IdNamed("anna"))),
              ElementsAre(Field(&DeviceRow::device, tablet.actor.device),
                          Field(&DeviceRow::device, phone.actor.device)));
  EXPECT_TRUE(Must(ListDevices(*snapshot, IdNamed("bo"))).empty());
}

TEST_F(SignInTest, RevokingIsForOwnDevicesAndHarmlessTwice) {
  const SignedIn anna = SignsIn();
  const std::unique_ptr<Transaction> txn = Must(store_->Begin());
  EXPECT_THAT(RevokeDevice(*txn, IdNamed("bo"), anna.actor.device),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(RevokeDevice(*txn, IdNamed("anna"), IdNamed("lost")),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(RevokeDevice(*txn, IdNamed("anna"), anna.actor.device), IsOk());
  EXPECT_THAT(RevokeDevice(*txn, IdNamed("anna"), anna.actor.device), IsOk());
}

TEST_F(SignInTest, TokenEndsAfter180DaysWithoutUse) {
  const SignedIn anna = SignsIn();
  clock_.Advance(179 * kDayMs);
  EXPECT_THAT(Check(anna.token).status(), IsOk());
  Write([&](Transaction& txn) { return TouchDevice(txn, anna.actor.device, clock_.Now()); });
  clock_.Advance(180 * kDayMs);
  EXPECT_THAT(Check(anna.token).status(), IsOk());
  clock_.Advance(1);
  EXPECT_THAT(Check(anna.token).status(), HasReason(v1::REASON_TOKEN_EXPIRED));
}

TEST_F(SignInTest, LastSeenIsWrittenOnceAnHour) {
  const SignedIn anna = SignsIn();
  const base::TimeMs signed_in = clock_.Now();
  clock_.Advance(kHourMs - 1);
  Write([&](Transaction& txn) { return TouchDevice(txn, anna.actor.device, clock_.Now()); });
  EXPECT_EQ(RowOf(anna.actor.device).last_seen, signed_in);
  clock_.Advance(1);
  Write([&](Transaction& txn) { return TouchDevice(txn, anna.actor.device, clock_.Now()); });
  EXPECT_EQ(RowOf(anna.actor.device).last_seen, signed_in + kHourMs);
}

TEST_F(SignInTest, ACopyOfADeviceGetsAnIdentityOfItsOwnAndTheOtherGoesOn) {
  const SignedIn anna = SignsIn();
  std::optional<SignedIn> copy;
  Write([&](Transaction& txn) -> Status {
    ASSIGN_OR_RETURN(copy, sign_in_.SplitDevice(txn, "stigen", anna.actor, "", clock_.Now()));
    return {};
  });
  EXPECT_EQ(copy->actor.person, anna.actor.person);
  EXPECT_NE(copy->actor.device, anna.actor.device);
  EXPECT_EQ(RowOf(copy->actor.device).name, RowOf(anna.actor.device).name);
  EXPECT_EQ(RowOf(copy->actor.device).last_number, 0u);
  EXPECT_THAT(Check(copy->token).status(), IsOk());
  EXPECT_THAT(Check(anna.token).status(), IsOk());
}

TEST_F(SignInTest, APersonHasAHundredDevicesAtMost) {
  const SignedIn anna = SignsIn();
  for (size_t devices = 1; devices < kMaxDevices; ++devices) {
    Write([&](Transaction& txn) {
      return sign_in_.SplitDevice(txn, "stigen", anna.actor, "kopia", clock_.Now()).status();
    });
  }
  const std::unique_ptr<Transaction> txn = Must(store_->Begin());
  EXPECT_THAT(sign_in_.SplitDevice(*txn, "stigen", anna.actor, "en till", clock_.Now()).status(),
              HasReason(v1::REASON_OVERLOADED));
}

}  // namespace
}  // namespace samstig::server
