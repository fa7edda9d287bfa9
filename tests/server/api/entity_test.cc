// SPDX-License-Identifier: Apache-2.0
// EntityService through real gRPC: the versions of one's own texts.
#include <gmock/gmock.h>

#include "samstig/v1/entity_service.grpc.pb.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::IdNamed;
using testing::ElementsAre;

class EntityTest : public Served {
 protected:
  EntityTest() : anna_(SignsIn()) {
    Joins("bo", "bo@example.org");
    Write([](Transaction& txn) -> Status {
      const Scopes scopes = {Scope::OfCohort(IdNamed("cohort"))};
      for (const char* version : {"ett", "två"}) {
        const v1::Entity post = test::APost(version);
        RETURN_IF_ERROR(txn.KeepHistory(IdNamed("post")));
        RETURN_IF_ERROR(txn.Put(IdNamed("post"), post.SerializeAsString(), scopes, {}).status());
      }
      return {};
    });
  }

  static std::string BytesOfPost(const char* text) {
    const v1::Entity post = test::APost(text);
    return post.SerializeAsString();
  }

  Answer Lists(const std::string& id, const std::string& token) {
    v1::ListVersionsRequest request;
    request.set_entity_id(id);
    response_.Clear();
    return Call(*entities_, &v1::EntityService::Stub::ListVersions, request, &response_, token);
  }

  const std::unique_ptr<v1::EntityService::Stub> entities_ = v1::EntityService::NewStub(channel_);
  const Device anna_;
  v1::ListVersionsResponse response_;
};

TEST_F(EntityTest, AnAuthorReadsAllVersionsThoughTheScopeIsNotTheirs) {
  ASSERT_THAT(Lists(IdNamed("post").ToBytes(), anna_.token), Succeeded());
  EXPECT_THAT(response_.entities(), ElementsAre(BytesOfPost("ett"), BytesOfPost("två")));
}

TEST_F(EntityTest, NobodyElseDoes) {
  const Device bo = SignsIn("bo@example.org");
  EXPECT_THAT(Lists(IdNamed("post").ToBytes(), bo.token),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_EQ(response_.entities_size(), 0);
  EXPECT_EQ(Lists(IdNamed("post").ToBytes(), "").status.error_code(), StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(Lists("kort", bo.token), Refused(v1::REASON_BAD_ID, StatusCode::INVALID_ARGUMENT));
}

}  // namespace
}  // namespace samstig::server
