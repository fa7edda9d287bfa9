// SPDX-License-Identifier: Apache-2.0
// AdminService through real gRPC.
#include <gmock/gmock.h>

#include "samstig/v1/admin_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using testing::SizeIs;
using Stub = v1::AdminService::Stub;

class AdminTest : public Served {
 protected:
  static v1::CreateNetworkRequest NewNetwork() {
    v1::CreateNetworkRequest request;
    request.set_network("nasta-stig");
    request.set_name("Nästa stig");
    request.set_organiser_name("Berit");
    request.set_organiser_email("berit@example.org");
    request.set_organiser_language("fi");
    return request;
  }

  Answer Creates(const v1::CreateNetworkRequest& request, const std::string& token) {
    return Call(*admin_, &Stub::CreateNetwork, request, &created_, token);
  }

  v1::GetStatusResponse Status() {
    v1::GetStatusResponse response;
    EXPECT_THAT(Call(*admin_, &Stub::GetStatus, {}, &response, operator_token_), Succeeded());
    return response;
  }

  const std::unique_ptr<Stub> admin_ = v1::AdminService::NewStub(channel_);
  v1::CreateNetworkResponse created_;
};

TEST_F(AdminTest, NewNetworksOrganiserSignsInAtOnce) {
  ASSERT_THAT(Creates(NewNetwork(), operator_token_), Succeeded());
  EXPECT_EQ(created_.organiser_person_id().size(), 16U);
  EXPECT_THAT(AsksForCode("berit@example.org", "nasta-stig"), Succeeded());
  ASSERT_THAT(mailer_.Sent(), SizeIs(1));
  EXPECT_EQ(mailer_.Sent()[0].subject, "Kirjautumiskoodisi");
}

TEST_F(AdminTest, RepeatedCreateIsRefusedAndChangesNothing) {
  ASSERT_THAT(Creates(NewNetwork(), operator_token_), Succeeded());
  v1::CreateNetworkRequest other = NewNetwork();
  other.set_organiser_email("eve@example.org");
  EXPECT_THAT(Creates(other, operator_token_),
              Refused(v1::REASON_ALREADY_EXISTS, StatusCode::ALREADY_EXISTS));
  EXPECT_THAT(AsksForCode("eve@example.org", "nasta-stig"), Succeeded());
  EXPECT_TRUE(mailer_.Sent().empty());
}

TEST_F(AdminTest, NetworkLeftWithoutOrganiserIsFinishedByTheNextCreate) {
  ASSERT_TRUE(networks_.Create("nasta-stig", "Nästa stig").ok());  // And then the server stopped.
  EXPECT_THAT(Creates(NewNetwork(), operator_token_), Succeeded());
}

TEST_F(AdminTest, OnlyTheOperatorMay) {
  for (const std::string& token : {std::string(), std::string("the-operator's-toke"),
                                   operator_token_ + "x", SignsIn().token}) {
    EXPECT_THAT(Creates(NewNetwork(), token),
                Refused(v1::REASON_NOT_OPERATOR, StatusCode::PERMISSION_DENIED));
    v1::GetStatusResponse response;
    EXPECT_THAT(Call(*admin_, &Stub::GetStatus, {}, &response, token),
                Refused(v1::REASON_NOT_OPERATOR, StatusCode::PERMISSION_DENIED));
  }
  EXPECT_EQ(networks_.Find("nasta-stig"), nullptr);
}

TEST_F(AdminTest, NothingIsMadeOfARequestThatIsWrong) {
  const auto refused = [&](void (*spoil)(v1::CreateNetworkRequest&)) {
    v1::CreateNetworkRequest request = NewNetwork();
    spoil(request);
    EXPECT_EQ(Creates(request, operator_token_).status.error_code(), StatusCode::INVALID_ARGUMENT)
        << request.ShortDebugString();
  };
  refused([](v1::CreateNetworkRequest& r) { r.set_network("../../etc"); });
  refused([](v1::CreateNetworkRequest& r) { r.set_network("ab"); });
  refused([](v1::CreateNetworkRequest& r) { r.set_network(std::string(33, 'a')); });
  refused([](v1::CreateNetworkRequest& r) { r.set_name(""); });
  refused([](v1::CreateNetworkRequest& r) { r.set_name(std::string(201, 'a')); });
  refused([](v1::CreateNetworkRequest& r) { r.set_organiser_name("\n"); });
  refused([](v1::CreateNetworkRequest& r) { r.set_organiser_email("berit"); });
  refused([](v1::CreateNetworkRequest& r) { r.set_organiser_language("s"); });
  EXPECT_THAT(networks_.All(), SizeIs(1));
}

TEST_F(AdminTest, StatusCountsAndNamesNobody) {
  SignsIn();
  const v1::GetStatusResponse status = Status();
  EXPECT_EQ(status.version(), "1.2.3");
  EXPECT_EQ(status.started_ms(), test::kMonday);
  ASSERT_THAT(status.networks(), SizeIs(1));
  const v1::NetworkStatus& stigen = status.networks(0);
  EXPECT_EQ(stigen.network(), "stigen");
  EXPECT_EQ(stigen.name(), "Kommunens ledarstig");
  EXPECT_EQ(stigen.devices(), 1U);
  EXPECT_GE(stigen.entities(), 2U);
  EXPECT_GT(stigen.last_seq(), 0U);
  EXPECT_GT(stigen.bytes_on_disk(), 0U);
  EXPECT_EQ(stigen.live_streams(), 0U);
}

}  // namespace
}  // namespace samstig::server
