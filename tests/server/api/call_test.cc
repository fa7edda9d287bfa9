// SPDX-License-Identifier: Apache-2.0
#include "server/api/call.h"

#include <gmock/gmock.h>

#include "tests/server/api/served.h"

namespace samstig::server {
namespace {

TEST(ToGrpcTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpc({}).ok());
  EXPECT_TRUE(ToGrpc({}).error_details().empty());
}

TEST(ToGrpcTest, CarriesCodeDetailAndReason) {
  const Answer answer(ToGrpc({v1::REASON_NO_SEATS, "no seats i Öckerö"}));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(answer.status.error_message(), "no seats i Öckerö");
  EXPECT_EQ(answer.reason(), v1::REASON_NO_SEATS);
  EXPECT_EQ(answer.detail.retry_after_s(), 0U);
}

TEST(ToGrpcTest, SaysWhenToTryAgain) {
  EXPECT_GT(Answer(ToGrpc({v1::REASON_OVERLOADED, ""})).detail.retry_after_s(), 0U);
  EXPECT_EQ(Answer(ToGrpc({v1::REASON_OVERLOADED, ""}, 42)).detail.retry_after_s(), 42U);
}

// Every reason has a canonical code, and what is temporary has one that clients try again by
// themselves.
TEST(ToGrpcTest, EveryReasonHasACode) {
  const google::protobuf::EnumDescriptor* reasons = v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<v1::Reason>(reasons->value(i)->number());
    const grpc::StatusCode code = CodeOf(reason);
    EXPECT_NE(code, grpc::StatusCode::UNKNOWN) << reasons->value(i)->name();
    EXPECT_EQ(code == grpc::StatusCode::OK, reason == v1::REASON_UNSPECIFIED);
    if (base::IsTemporary(reason) && reason != v1::REASON_CANCELLED) {
      EXPECT_GT(Answer(ToGrpc({reason, ""})).detail.retry_after_s(), 0U)
          << reasons->value(i)->name();
    }
  }
}

class BearerTest : public Served {
 protected:
  // How ListDevices answers to these values of "authorization".
  v1::Reason Gets(const std::vector<std::string>& values) {
    grpc::ClientContext context;
    for (const std::string& value : values) context.AddMetadata("authorization", value);
    v1::ListDevicesResponse response;
    return Answer(accounts_->ListDevices(&context, {}, &response)).reason();
  }
};

TEST_F(BearerTest, IsTakenFromOneAuthorizationOfThatScheme) {
  const std::string token = SignsIn().token;
  EXPECT_EQ(Gets({"Bearer " + token}), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(Gets({"bearer " + token}), v1::REASON_UNSPECIFIED);
  EXPECT_EQ(Gets({}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({""}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({"Bearer"}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({"Bearer "}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({token}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({"Basic " + token}), v1::REASON_NOT_SIGNED_IN);
  EXPECT_EQ(Gets({"Bearer " + token, "Bearer " + token}), v1::REASON_NOT_SIGNED_IN);
}

}  // namespace
}  // namespace samstig::server
