// SPDX-License-Identifier: Apache-2.0
// Through real gRPC: by whatever way something of Bo's desk goes to Carin, Bo's list says so first;
// and where it cannot, nothing goes.
#include <gmock/gmock.h>

#include "domain/rules/names.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "samstig/v1/entity_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/auth/sha256.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::IdNamed;
using testing::IsEmpty;

constexpr char kBo[] = "bo@example.org";
constexpr char kCarin[] = "carin@example.org";
constexpr char kFile[] = "en bild";
const Scope kDesk = Scope::Desk(IdNamed("cohort"), IdNamed("bo"));

// What came of a call, by whichever way.
struct Got {
  Answer answer{grpc::Status()};
  size_t entities = 0;
  std::string bytes = {};
};

class DisclosureTest : public Served {
 protected:
  DisclosureTest() {
    Joins("bo", kBo);
    Joins("carin coach", kCarin);
    bo_ = SignsIn(kBo).token;
    carin_ = SignsIn(kCarin).token;
    Write([](Transaction& txn) -> Status {
      for (const char* person : {"bo", "carin coach"}) {
        RETURN_IF_ERROR(txn.GiveScope(IdNamed(person), Scope::OfPerson(IdNamed(person))));
        RETURN_IF_ERROR(txn.GiveScope(IdNamed(person), Scope::Network()));
        RETURN_IF_ERROR(txn.GiveScope(IdNamed(person), kDesk));
      }
      return {};
    });
    BoUploads();
    Write([](Transaction& txn) -> Status {
      v1::Entity report = test::ASubmission("bo").By("bo");
      v1::Attachment& file = *report.mutable_submission()->mutable_report()->add_attachments();
      file.set_sha256(Sha256Of(kFile));
      file.set_size(sizeof(kFile) - 1);
      file.set_name("bild.jpg");
      RETURN_IF_ERROR(
          txn.Put(test::IdOf(report), report.SerializeAsString(), {kDesk}, {}).status());
      const v1::Entity answer = test::AFeedback().By("carin coach");
      return txn.Put(test::IdOf(answer), answer.SerializeAsString(), {kDesk}, {}).status();
    });
  }

  void BoUploads() {
    v1::StatBlobRequest stat;
    stat.set_sha256(Sha256Of(kFile));
    stat.set_size(sizeof(kFile) - 1);
    v1::StatBlobResponse stated;
    ASSERT_THAT(Call(*blobs_, &v1::BlobService::Stub::StatBlob, stat, &stated, bo_), Succeeded());
    v1::PutChunkRequest put;
    put.set_sha256(Sha256Of(kFile));
    put.set_data(kFile);
    v1::PutChunkResponse kept;
    ASSERT_THAT(Call(*blobs_, &v1::BlobService::Stub::PutChunk, put, &kept, bo_), Succeeded());
  }

  Got Pulls(const std::string& token) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    const auto stream = sync_->Pull(&context, request);
    Got got;
    v1::PullResponse page;
    while (stream->Read(&page)) {
      for (const v1::ScopeRun& run : page.runs()) {
        if (run.scope() == kDesk.ToText()) got.entities += static_cast<size_t>(run.changes_size());
      }
    }
    got.answer = Answer(stream->Finish());
    return got;
  }
  Got Lists(const std::string& token) {
    v1::ListResponse response;
    const Answer answer =
        Call(*entities_, &v1::EntityService::Stub::List, v1::ListRequest(), &response, token);
    return {answer, static_cast<size_t>(response.entities_size()), {}};
  }
  Got ListsVersions(const std::string& token) {
    v1::ListVersionsRequest request;
    request.set_entity_id(test::IdOf(test::AFeedback()).ToBytes());
    v1::ListVersionsResponse response;
    const Answer answer =
        Call(*entities_, &v1::EntityService::Stub::ListVersions, request, &response, token);
    return {answer, static_cast<size_t>(response.entities_size()), {}};
  }
  Got ListsOwn(const std::string& token) {
    v1::ListOwnResponse response;
    const Answer answer =
        Call(*entities_, &v1::EntityService::Stub::ListOwn, v1::ListOwnRequest(), &response, token);
    return {answer, static_cast<size_t>(response.own_size()), {}};
  }
  Got GetsTheFile(const std::string& token) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    v1::GetBlobRequest request;
    request.set_sha256(Sha256Of(kFile));
    request.set_entity_id(test::IdOf(test::ASubmission("bo")).ToBytes());
    const auto stream = blobs_->GetBlob(&context, request);
    Got got;
    v1::GetBlobResponse chunk;
    while (stream->Read(&chunk)) got.bytes += chunk.data();
    got.answer = Answer(stream->Finish());
    return got;
  }

  struct Way {
    const char* name;
    Got (DisclosureTest::*go)(const std::string& token);
  };
  static constexpr Way kWays[] = {{"Pull", &DisclosureTest::Pulls},
                                  {"List", &DisclosureTest::Lists},
                                  {"ListVersions", &DisclosureTest::ListsVersions},
                                  {"ListOwn", &DisclosureTest::ListsOwn},
                                  {"GetBlob", &DisclosureTest::GetsTheFile}};

  static Id ToldToBo() {
    return rules::DisclosureId(IdNamed("bo"), IdNamed("cohort"), IdNamed("carin coach"));
  }
  int DaysToldToBo() {
    v1::Entity told;
    EXPECT_THAT(network_->ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot.Get(ToldToBo()));
      EXPECT_TRUE(!bytes || told.ParseFromString(*bytes));
      return {};
    }),
                test::IsOk());
    return told.disclosure().days_size();
  }

  const std::unique_ptr<v1::SyncService::Stub> sync_ = v1::SyncService::NewStub(channel_);
  const std::unique_ptr<v1::EntityService::Stub> entities_ = v1::EntityService::NewStub(channel_);
  const std::unique_ptr<v1::BlobService::Stub> blobs_ = v1::BlobService::NewStub(channel_);
  std::string bo_;
  std::string carin_;
};

TEST_F(DisclosureTest, EveryWayIsToldEachDayOnce) {
  int days = 0;
  for (const Way& way : kWays) {
    const Got got = (this->*way.go)(carin_);
    EXPECT_THAT(got.answer, Succeeded()) << way.name;
    EXPECT_TRUE(got.entities > 0 || got.bytes == kFile) << way.name;
    EXPECT_EQ(DaysToldToBo(), ++days) << way.name;
    EXPECT_THAT((this->*way.go)(carin_).answer, Succeeded()) << way.name;
    EXPECT_EQ(DaysToldToBo(), days) << way.name;
    clock_.Advance(base::kDayMs);
  }
}

TEST_F(DisclosureTest, WhereItCannotBeWrittenNothingIsSentByAnyWay) {
  Write([](Transaction& txn) { return txn.Put(ToldToBo(), "\xff", {}, {}).status(); });
  for (const Way& way : kWays) {
    const Got got = (this->*way.go)(carin_);
    EXPECT_THAT(got.answer, Refused(v1::REASON_DATA_DAMAGED, StatusCode::DATA_LOSS)) << way.name;
    EXPECT_EQ(got.entities, 0u) << way.name;
    EXPECT_THAT(got.bytes, IsEmpty()) << way.name;
  }
}

TEST_F(DisclosureTest, ReadingTheOwnDeskIsToldNobody) {
  for (const Way& way : {kWays[0], kWays[1], kWays[3], kWays[4]}) {
    EXPECT_THAT((this->*way.go)(bo_).answer, Succeeded()) << way.name;
  }
  EXPECT_EQ(DaysToldToBo(), 0);
  EXPECT_THAT(GetsTheFile(bo_).bytes, testing::StrEq(kFile));
}

// A network that was restored is another one, and knows nothing of what was noted today.
TEST_F(DisclosureTest, AReopenedNetworkIsAskedAnew) {
  ASSERT_THAT(Pulls(carin_).answer, Succeeded());
  EXPECT_EQ(DaysToldToBo(), 1);
  ASSERT_THAT(
      networks_.Replace(
          "stigen", [] { return Status(); }, [this](Network& closed) { sessions_.Forget(closed); }),
      test::IsOk());
  network_ = networks_.Find("stigen");
  Write([](Transaction& txn) { return txn.Remove(ToldToBo()).status(); });
  ASSERT_THAT(Pulls(carin_).answer, Succeeded());
  EXPECT_EQ(DaysToldToBo(), 1);
}

}  // namespace
}  // namespace samstig::server
