// SPDX-License-Identifier: Apache-2.0
// AccountService through real gRPC.
#include <gmock/gmock.h>

#include <future>

#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;
using Stub = v1::AccountService::Stub;

class AccountTest : public Served {
 protected:
  static v1::RedeemCodeRequest Redeem(const std::string& email, const std::string& code) {
    v1::RedeemCodeRequest request;
    request.set_network("stigen");
    request.set_email(email);
    request.set_code(code);
    request.set_device_name("Annas telefon");
    return request;
  }

  Answer Redeems(const v1::RedeemCodeRequest& request) {
    v1::RedeemCodeResponse response;
    return Call(*accounts_, &Stub::RedeemCode, request, &response);
  }

  v1::ListDevicesResponse Devices(const std::string& token) {
    v1::ListDevicesResponse response;
    EXPECT_THAT(Call(*accounts_, &Stub::ListDevices, {}, &response, token), Succeeded());
    return response;
  }

  Answer ListRefused(const std::string& token) {
    v1::ListDevicesResponse response;
    return Call(*accounts_, &Stub::ListDevices, {}, &response, token);
  }

  Answer Revokes(const std::string& device_id, const std::string& token) {
    v1::RevokeDeviceRequest request;
    request.set_device_id(device_id);
    v1::RevokeDeviceResponse response;
    return Call(*accounts_, &Stub::RevokeDevice, request, &response, token);
  }
};

TEST_F(AccountTest, AnnaSignsInByTheCodeInHerMail) {
  const Device phone = SignsIn();
  ASSERT_THAT(mailer_.Sent(), SizeIs(1));
  EXPECT_EQ(mailer_.Sent()[0].to, kAnna);
  EXPECT_EQ(mailer_.Sent()[0].subject, "Din inloggningskod");
  EXPECT_THAT(mailer_.Sent()[0].body, HasSubstr("Kommunens ledarstig"));
  EXPECT_THAT(phone.token, MatchesRegex("stigen\\.[A-Za-z0-9_-]{43}"));
  EXPECT_EQ(phone.person, test::IdNamed("anna"));

  const v1::ListDevicesResponse devices = Devices(phone.token);
  ASSERT_THAT(devices.devices(), SizeIs(1));
  EXPECT_EQ(devices.devices(0).device_id(), phone.device.ToBytes());
  EXPECT_EQ(devices.devices(0).name(), "Annas telefon");
  EXPECT_EQ(devices.devices(0).signed_in_ms(), test::kMonday);
  EXPECT_TRUE(devices.devices(0).current());
}

TEST_F(AccountTest, UnknownAddressGetsTheSameAnswerAndNoMail) {
  EXPECT_THAT(AsksForCode("nobody@example.org"), Succeeded());
  EXPECT_THAT(mailer_.Sent(), IsEmpty());
  EXPECT_THAT(Redeems(Redeem("nobody@example.org", "12345678")),
              Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED));
}

TEST_F(AccountTest, RequestCodeRefusesWhatCannotBe) {
  EXPECT_THAT(AsksForCode(kAnna, "elsewhere"),
              Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  EXPECT_THAT(AsksForCode(kAnna, "Not A Slug"),
              Refused(v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(AsksForCode("anna"), Refused(v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(AsksForCode(""), Refused(v1::REASON_TEXT_EMPTY, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(AsksForCode("anna@example.org\r\nBcc: eve@example.org"),
              Refused(v1::REASON_TEXT_INVALID, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(AsksForCode(std::string(300, 'a') + "@example.org"),
              Refused(v1::REASON_TEXT_TOO_LONG, StatusCode::INVALID_ARGUMENT));
}

TEST_F(AccountTest, SixthCodeInAnHourIsRefusedForKnownAndUnknownAlike) {
  for (const std::string email : {kAnna, "nobody@example.org"}) {
    for (int i = 0; i < 5; ++i) EXPECT_THAT(AsksForCode(email), Succeeded());
    const Answer sixth = AsksForCode(email);
    EXPECT_THAT(sixth, Refused(v1::REASON_TOO_MANY_CODES, StatusCode::RESOURCE_EXHAUSTED));
    EXPECT_GT(sixth.detail.retry_after_s(), 0U);
  }
}

TEST_F(AccountTest, MailServerThatIsDownIsSaidToEverybody) {
  mailer_.SetDown(true);
  for (const std::string email : {kAnna, "nobody@example.org"}) {
    EXPECT_THAT(AsksForCode(email), Refused(v1::REASON_UNAVAILABLE, StatusCode::UNAVAILABLE));
  }
}

TEST_F(AccountTest, WrongTriesAreCountedAlthoughTheCallFails) {
  ASSERT_THAT(AsksForCode(kAnna), Succeeded());
  const std::string code = mailer_.LastCode();
  const std::string wrong = code == "00000000" ? "00000001" : "00000000";
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(Redeems(Redeem(kAnna, wrong)),
                Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED));
  }
  EXPECT_THAT(Redeems(Redeem(kAnna, code)),
              Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED));
}

TEST_F(AccountTest, RedeemCodeRefusesWhatCannotBe) {
  ASSERT_THAT(AsksForCode(kAnna), Succeeded());
  const v1::RedeemCodeRequest good = Redeem(kAnna, mailer_.LastCode());
  v1::RedeemCodeRequest bad = good;
  bad.set_device_name(std::string(101, 'x'));
  EXPECT_THAT(Redeems(bad), Refused(v1::REASON_TEXT_TOO_LONG, StatusCode::INVALID_ARGUMENT));
  bad = good;
  bad.set_device_id("short");
  EXPECT_THAT(Redeems(bad), Refused(v1::REASON_BAD_ID, StatusCode::INVALID_ARGUMENT));
  bad = good;
  bad.set_network("elsewhere");
  EXPECT_THAT(Redeems(bad), Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  bad = good;
  bad.set_code(std::string(100'000, '1'));
  EXPECT_THAT(Redeems(bad), Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Redeems(good), Succeeded()) << "none of these was a try";
}

TEST_F(AccountTest, DeviceThatSignsInAgainKeepsItsIdAndLosesItsOldToken) {
  const Device first = SignsIn();
  EXPECT_THAT(Devices(first.token).devices(), SizeIs(1));
  const Device again = SignsIn(kAnna, first.device.ToBytes());
  EXPECT_EQ(again.device, first.device);
  EXPECT_THAT(ListRefused(first.token),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Devices(again.token).devices(), SizeIs(1));
}

TEST_F(AccountTest, RevokedDeviceIsOutAtOnce) {
  const Device phone = SignsIn();
  const Device tablet = SignsIn();
  EXPECT_THAT(Devices(tablet.token).devices(), SizeIs(2));
  EXPECT_THAT(Revokes(tablet.device.ToBytes(), phone.token), Succeeded());
  EXPECT_THAT(ListRefused(tablet.token),
              Refused(v1::REASON_DEVICE_REVOKED, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Devices(phone.token).devices(), SizeIs(1));
  EXPECT_THAT(Revokes(tablet.device.ToBytes(), phone.token), Succeeded()) << "harmless";
}

TEST_F(AccountTest, NobodyRevokesAnothersDevice) {
  Joins("bo", "bo@example.org");
  const Device annas = SignsIn();
  const Device bos = SignsIn("bo@example.org");
  EXPECT_THAT(Revokes(annas.device.ToBytes(), bos.token),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_THAT(Revokes("", bos.token),
              Refused(v1::REASON_MISSING_FIELD, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Devices(annas.token).devices(), SizeIs(1));
}

TEST_F(AccountTest, TokenThatWasNotUsedForHalfAYearHasEnded) {
  const Device phone = SignsIn();
  clock_.Advance(181 * base::kDayMs);
  EXPECT_THAT(ListRefused(phone.token),
              Refused(v1::REASON_TOKEN_EXPIRED, StatusCode::UNAUTHENTICATED));
}

TEST_F(AccountTest, CallerWhoGoesAwayHarmsNobody) {
  // The writer is held while callers come, ask and go.
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  network_->Write(
      [released](Transaction&) {
        released.wait();
        return Status();
      },
      [](const Status&) {});
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(10));
    v1::RequestCodeRequest request;
    request.set_network("stigen");
    request.set_email("caller" + std::to_string(i) + "@example.org");
    v1::RequestCodeResponse response;
    EXPECT_EQ(accounts_->RequestCode(&context, request, &response).error_code(),
              StatusCode::DEADLINE_EXCEEDED);
  }
  release.set_value();
  EXPECT_THAT(AsksForCode(kAnna), Succeeded());
}

TEST_F(AccountTest, LogAndMetricsHoldNothingOfAnybody) {
  const Device phone = SignsIn();
  const std::string code = mailer_.LastCode();
  Redeems(Redeem(kAnna, "00000000"));
  Devices(phone.token);
  Revokes(phone.device.ToBytes(), phone.token);
  ListRefused(phone.token);
  const std::string metrics = metrics_.Serialize();
  EXPECT_THAT(metrics, HasSubstr("method=\"AccountService/RedeemCode\""));
  const std::string log = LogAfterStop();
  EXPECT_THAT(log, HasSubstr("/samstig.v1.AccountService/RedeemCode"));
  for (const std::string& secret :
       {phone.token, phone.token.substr(7), code, std::string(kAnna), std::string("anna"),
        std::string("Andersson"), std::string("telefon")}) {
    EXPECT_THAT(log, Not(HasSubstr(secret)));
    EXPECT_THAT(metrics, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace samstig::server
