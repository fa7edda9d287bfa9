// SPDX-License-Identifier: Apache-2.0
// Push, Apply, List and SplitDevice through real gRPC: what comes in wrong is refused with its
// reason, nothing of it is kept, and the next who comes is served.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "samstig/v1/entity_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::AMunicipality;
using test::MutationOf;

using testing::SizeIs;

v1::RegisterMunicipality RegistersPargas() {
  const v1::Entity pargas = AMunicipality();
  v1::RegisterMunicipality registers;
  registers.set_id(pargas.id());
  *registers.mutable_municipality() = pargas.municipality();
  return registers;
}

std::string BytesOf(const google::protobuf::Message& intent, uint64_t number = 1) {
  return MutationOf(intent, number).SerializeAsString();
}

class SyncApiTest : public Served {
 protected:
  SyncApiTest() : phone_(SignsIn()) {}

  Answer Pushes(const std::vector<std::string>& mutations, const std::string& token) {
    v1::PushRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    for (const std::string& bytes : mutations) request.add_mutations(bytes);
    return PushesRequest(request, token);
  }
  Answer PushesRequest(const v1::PushRequest& request, const std::string& token) {
    pushed_.Clear();
    return Call(*sync_, &v1::SyncService::Stub::Push, request, &pushed_, token);
  }
  Answer Applies(const std::string& request_id, const v1::Mutation& mutation,
                 const std::string& token) {
    v1::ApplyRequest request;
    request.set_request_id(request_id);
    *request.mutable_mutation() = mutation;
    applied_.Clear();
    return Call(*entities_, &v1::EntityService::Stub::Apply, request, &applied_, token);
  }
  Answer Lists(const v1::ListRequest& request, const std::string& token) {
    listed_.Clear();
    return Call(*entities_, &v1::EntityService::Stub::List, request, &listed_, token);
  }
  Answer Splits(const std::string& name, const std::string& token) {
    v1::SplitDeviceRequest request;
    request.set_device_name(name);
    split_.Clear();
    return Call(*accounts_, &v1::AccountService::Stub::SplitDevice, request, &split_, token);
  }
  // All that is in the network, as its organiser reads it.
  int Entities() {
    v1::ListRequest request;
    request.set_page_size(1'000);
    EXPECT_THAT(Lists(request, phone_.token), Succeeded());
    return listed_.entities_size();
  }

  const std::unique_ptr<v1::SyncService::Stub> sync_ = v1::SyncService::NewStub(channel_);
  const std::unique_ptr<v1::EntityService::Stub> entities_ = v1::EntityService::NewStub(channel_);
  const Device phone_;
  v1::PushResponse pushed_;
  v1::ApplyResponse applied_;
  v1::ListResponse listed_;
  v1::SplitDeviceResponse split_;
};

// ---- Who comes

TEST_F(SyncApiTest, WhoHasNoGoodTokenIsToldWhyByEachCall) {
  const Device revoked = SignsIn();
  v1::RevokeDeviceRequest revoke;
  revoke.set_device_id(revoked.device.ToBytes());
  v1::RevokeDeviceResponse done;
  ASSERT_THAT(
      Call(*accounts_, &v1::AccountService::Stub::RevokeDevice, revoke, &done, phone_.token),
      Succeeded());
  const struct {
    std::string token;
    v1::Reason reason;
  } callers[] = {
      {"", v1::REASON_NOT_SIGNED_IN},
      {"nonsense", v1::REASON_NOT_SIGNED_IN},
      {"stigen.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", v1::REASON_NOT_SIGNED_IN},
      {phone_.token + "x", v1::REASON_NOT_SIGNED_IN},
      {operator_token_, v1::REASON_NOT_SIGNED_IN},
      {revoked.token, v1::REASON_DEVICE_REVOKED},
  };
  const int before = Entities();
  for (const auto& [token, reason] : callers) {
    const auto refused = Refused(reason, StatusCode::UNAUTHENTICATED);
    EXPECT_THAT(Pushes({BytesOf(RegistersPargas())}, token), refused) << token;
    EXPECT_THAT(Applies("one", MutationOf(RegistersPargas(), 0), token), refused) << token;
    EXPECT_THAT(Lists({}, token), refused) << token;
    EXPECT_THAT(Splits("kopia", token), refused) << token;
  }
  EXPECT_EQ(Entities(), before);
  clock_.Advance(181 * base::kDayMs);
  const auto expired = Refused(v1::REASON_TOKEN_EXPIRED, StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(Pushes({BytesOf(RegistersPargas())}, phone_.token), expired);
  EXPECT_THAT(Applies("one", MutationOf(RegistersPargas(), 0), phone_.token), expired);
  EXPECT_THAT(Lists({}, phone_.token), expired);
  EXPECT_THAT(Splits("kopia", phone_.token), expired);
}

// ---- Push

TEST_F(SyncApiTest, WhatIsPushedIsThereAndARepeatIsHarmless) {
  const int before = Entities();
  ASSERT_THAT(Pushes({BytesOf(RegistersPargas())}, phone_.token), Succeeded());
  ASSERT_THAT(pushed_.outcomes(), SizeIs(1));
  const uint64_t seq = pushed_.outcomes(0).seq();
  EXPECT_EQ(Entities(), before + 1);
  ASSERT_THAT(Pushes({BytesOf(RegistersPargas())}, phone_.token), Succeeded());
  EXPECT_EQ(pushed_.outcomes(0).seq(), seq);
  EXPECT_EQ(Entities(), before + 1);
}

TEST_F(SyncApiTest, APushThatIsWrongAsAWholeChangesNothing) {
  const int before = Entities();
  const std::string good = BytesOf(RegistersPargas());
  const std::string unnumbered = BytesOf(RegistersPargas(), 0);
  const struct {
    std::vector<std::string> mutations;
    v1::Reason reason;
    StatusCode code;
  } cases[] = {
      {{good, "\xff\xff\xff"}, v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT},
      {{good, good}, v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT},
      {{good, BytesOf(RegistersPargas(), 3)}, v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT},
      {{unnumbered}, v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT},
      {{BytesOf(RegistersPargas(), 2)}, v1::REASON_NUMBER_GAP, StatusCode::FAILED_PRECONDITION},
      {std::vector<std::string>(257, good), v1::REASON_TOO_LARGE, StatusCode::INVALID_ARGUMENT},
  };
  for (const auto& [mutations, reason, code] : cases) {
    const Answer answer = Pushes(mutations, phone_.token);
    EXPECT_EQ(answer.reason(), reason) << answer.status.error_message();
    EXPECT_FALSE(answer.status.ok());
    EXPECT_EQ(answer.status.error_code(), code);
    EXPECT_FALSE(answer.status.error_message().empty());
    EXPECT_EQ(Entities(), before);
  }
  EXPECT_THAT(Pushes({good}, phone_.token), Succeeded()) << "number 1 is still free";
}

TEST_F(SyncApiTest, AMegabyteIsTooLargeAndFiveAreNoMessage) {
  std::vector<std::string> mutations;
  for (uint64_t number = 1; number <= 6; ++number) {
    v1::WritePost post = test::WritesPost(std::string(200'000, 'x'));
    mutations.push_back(BytesOf(post, number));
  }
  EXPECT_EQ(Pushes(mutations, phone_.token).reason(), v1::REASON_TOO_LARGE);
  const std::string huge = BytesOf(test::WritesPost(std::string(5 << 20, 'x')));
  EXPECT_EQ(Pushes({huge}, phone_.token).status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(Pushes({}, phone_.token), Succeeded());
  EXPECT_EQ(pushed_.next_number(), 1u);
}

TEST_F(SyncApiTest, WhatIsWrongWithOneWriteIsInItsOutcomeAndParksIt) {
  v1::RegisterMunicipality control = RegistersPargas();
  (*control.mutable_municipality()->mutable_name()->mutable_by_language())["sv-FI"] = "Par\x01gas";
  v1::RegisterMunicipality long_name = RegistersPargas();
  (*long_name.mutable_municipality()->mutable_name()->mutable_by_language())["sv-FI"] =
      std::string(100'000, 'x');
  v1::RegisterMunicipality empty = RegistersPargas();
  empty.clear_municipality();
  v1::RegisterMunicipality short_id = RegistersPargas();
  short_id.set_id("kort");
  v1::PlanCohort backwards = test::PlansCohort();
  backwards.mutable_cohort()->set_ends_ms(backwards.cohort().starts_ms() - base::kDayMs);
  ASSERT_THAT(Applies("one", MutationOf(test::PublishesProgramme(), 0), phone_.token), Succeeded());
  const struct {
    std::string bytes;
    v1::Reason reason;
  } cases[] = {
      {BytesOf(control, 1), v1::REASON_TEXT_INVALID},
      {BytesOf(long_name, 2), v1::REASON_TEXT_TOO_LONG},
      {BytesOf(empty, 3), v1::REASON_MALFORMED},
      {BytesOf(short_id, 4), v1::REASON_BAD_ID},
      {BytesOf(backwards, 5), v1::REASON_DATES_OUT_OF_ORDER},
      {BytesOf(test::WritesPost("Hej!"), 6), v1::REASON_NOT_FOUND},
  };
  for (const auto& [bytes, reason] : cases) {
    ASSERT_THAT(Pushes({bytes}, phone_.token), Succeeded());
    ASSERT_THAT(pushed_.outcomes(), SizeIs(1));
    EXPECT_EQ(pushed_.outcomes(0).kind(), v1::OUTCOME_KIND_PARKED);
    EXPECT_EQ(base::ReasonName(pushed_.outcomes(0).reason()), base::ReasonName(reason));
    EXPECT_FALSE(pushed_.outcomes(0).detail().empty()) << base::ReasonName(reason);
  }
  // Nothing of it took effect; each is kept for its author.
  int parked = 0;
  Entities();
  for (const std::string& bytes : listed_.entities()) {
    v1::Entity entity;
    ASSERT_TRUE(entity.ParseFromString(bytes));
    EXPECT_FALSE(entity.has_municipality() || entity.has_cohort() || entity.has_post());
    parked += entity.has_parked() ? 1 : 0;
  }
  EXPECT_EQ(parked, 6);
}

TEST_F(SyncApiTest, AVersionThatNobodySpeaksIsRefused) {
  v1::PushRequest request;
  request.set_version_min(99);
  request.set_version_max(100);
  EXPECT_EQ(PushesRequest(request, phone_.token).reason(), v1::REASON_VERSION_UNSUPPORTED);
  request.set_version_min(2);
  request.set_version_max(1);
  EXPECT_FALSE(PushesRequest(request, phone_.token).status.ok());
}

// ---- Apply and List

TEST_F(SyncApiTest, ARefusedApplyFailsTheCallAndLeavesNothing) {
  const int before = Entities();
  v1::Mutation numbered = MutationOf(RegistersPargas(), 7);
  v1::Mutation nothing;
  const struct {
    std::string request_id;
    v1::Mutation mutation;
    v1::Reason reason;
  } cases[] = {
      {"", MutationOf(RegistersPargas(), 0), v1::REASON_MISSING_FIELD},
      {std::string(65, 'x'), MutationOf(RegistersPargas(), 0), v1::REASON_MALFORMED},
      {"två ord", MutationOf(RegistersPargas(), 0), v1::REASON_MALFORMED},
      {"one", numbered, v1::REASON_MALFORMED},
      {"one", nothing, v1::REASON_UNKNOWN_INTENT},
      {"one", MutationOf(test::WritesPost("Hej!"), 0), v1::REASON_NOT_FOUND},
  };
  for (const auto& [request_id, mutation, reason] : cases) {
    const Answer answer = Applies(request_id, mutation, phone_.token);
    EXPECT_EQ(base::ReasonName(answer.reason()), base::ReasonName(reason)) << request_id;
    EXPECT_FALSE(answer.status.error_message().empty());
  }
  EXPECT_EQ(Entities(), before);
  EXPECT_THAT(Applies("one", MutationOf(RegistersPargas(), 0), phone_.token), Succeeded())
      << "a refused request has not used its id";
  EXPECT_EQ(Entities(), before + 1);
  EXPECT_EQ(Applies("one", MutationOf(test::WritesPost("Hej!"), 0), phone_.token).reason(),
            v1::REASON_REQUEST_ID_REUSED);
}

TEST_F(SyncApiTest, ListRefusesPagesThatCannotBe) {
  v1::ListRequest request;
  request.set_page_size(1'001);
  EXPECT_THAT(Lists(request, phone_.token),
              Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  request.set_page_size(1);
  request.set_page_token("\xc3\xa5 nonsense");
  EXPECT_THAT(Lists(request, phone_.token),
              Refused(v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT));
}

// ---- SplitDevice

TEST_F(SyncApiTest, ACopyIsGivenItsOwnTokenAndTheOtherKeepsHis) {
  ASSERT_THAT(Splits("Annas andra telefon", phone_.token), Succeeded());
  EXPECT_NE(split_.device_id(), phone_.device.ToBytes());
  const std::string token = split_.token();
  ASSERT_THAT(Pushes({BytesOf(RegistersPargas())}, token), Succeeded());
  EXPECT_THAT(Pushes({}, phone_.token), Succeeded());
  EXPECT_EQ(pushed_.next_number(), 1u);
}

TEST_F(SyncApiTest, SplitDeviceRefusesANameThatCannotBe) {
  EXPECT_THAT(Splits(std::string(101, 'x'), phone_.token),
              Refused(v1::REASON_TEXT_TOO_LONG, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Splits("tele\x02"
                     "fon",
                     phone_.token),
              Refused(v1::REASON_TEXT_INVALID, StatusCode::INVALID_ARGUMENT));
  v1::ListDevicesResponse devices;
  ASSERT_THAT(Call(*accounts_, &v1::AccountService::Stub::ListDevices, {}, &devices, phone_.token),
              Succeeded());
  EXPECT_THAT(devices.devices(), SizeIs(1));
}

}  // namespace
}  // namespace samstig::server
