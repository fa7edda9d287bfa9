// SPDX-License-Identifier: Apache-2.0
// The operator's keeping through real gRPC: backups, the way back with devices on the line,
// verification.
#include <gmock/gmock.h>

#include <filesystem>

#include "domain/base/sqlite.h"
#include "samstig/v1/admin_service.grpc.pb.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/auth/sha256.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using testing::IsEmpty;
using testing::SizeIs;
using Stub = v1::AdminService::Stub;

class KeepingServiceTest : public Served {
 protected:
  Answer BacksUp(const std::string& network = "stigen") {
    v1::BackUpNetworkRequest request;
    request.set_network(network);
    return Call(*admin_, &Stub::BackUpNetwork, request, &backup_, operator_token_);
  }

  Answer Restores(const std::string& backup, const std::string& network = "stigen") {
    v1::RestoreNetworkRequest request;
    request.set_network(network);
    request.set_backup(backup);
    return Call(*admin_, &Stub::RestoreNetwork, request, &restored_, operator_token_);
  }

  Answer Verifies(const std::string& backup = {}, const std::string& network = "stigen") {
    v1::VerifyNetworkRequest request;
    request.set_network(network);
    request.set_backup(backup);
    verdict_.Clear();
    return Call(*admin_, &Stub::VerifyNetwork, request, &verdict_, operator_token_);
  }

  v1::ListBackupsResponse Backups() {
    v1::ListBackupsResponse response;
    EXPECT_THAT(Call(*admin_, &Stub::ListBackups, {}, &response, operator_token_), Succeeded());
    return response;
  }

  static v1::PullRequest Follows() {
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    request.set_follow(true);
    return request;
  }

  const std::unique_ptr<Stub> admin_ = v1::AdminService::NewStub(channel_);
  const std::unique_ptr<v1::SyncService::Stub> sync_ = v1::SyncService::NewStub(channel_);
  v1::BackUpNetworkResponse backup_;
  v1::RestoreNetworkResponse restored_;
  v1::VerifyNetworkResponse verdict_;
};

TEST_F(KeepingServiceTest, ABackupIsMadeListedAndWell) {
  ASSERT_THAT(BacksUp(), Succeeded());
  const v1::ListBackupsResponse list = Backups();
  ASSERT_THAT(list.backups(), SizeIs(1));
  EXPECT_EQ(list.backups(0).SerializeAsString(), backup_.backup().SerializeAsString());
  EXPECT_EQ(backup_.backup().network(), "stigen");
  EXPECT_EQ(backup_.backup().made_ms(), test::kMonday);
  EXPECT_GT(backup_.backup().last_seq(), 0u);
  ASSERT_THAT(Verifies(backup_.backup().name()), Succeeded());
  EXPECT_THAT(verdict_.findings(), IsEmpty());
  EXPECT_GT(verdict_.entities(), 0u);
}

TEST_F(KeepingServiceTest, WhatIsNotThereIsTold) {
  EXPECT_THAT(BacksUp("okant"), Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  EXPECT_THAT(Restores("x", "okant"), Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  EXPECT_THAT(Restores("x"), Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_THAT(Verifies("x"), Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_THAT(Verifies("", "okant"), Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
}

TEST_F(KeepingServiceTest, ASecondBackupAtTheSameTimeIsRefused) {
  const Keeping::Turn taken = test::Must(keeping_.TakeTurn("stigen"));
  EXPECT_THAT(BacksUp(), Refused(v1::REASON_IN_USE, StatusCode::UNAVAILABLE));
}

TEST_F(KeepingServiceTest, OnlyTheOperatorMay) {
  const std::string leader = SignsIn().token;
  for (const std::string& token : {std::string(), leader}) {
    const auto refused = [&](const Answer& answer) {
      EXPECT_THAT(answer, Refused(v1::REASON_NOT_OPERATOR, StatusCode::PERMISSION_DENIED));
    };
    v1::BackUpNetworkRequest backup;
    backup.set_network("stigen");
    refused(Call(*admin_, &Stub::BackUpNetwork, backup, &backup_, token));
    v1::ListBackupsResponse list;
    refused(Call(*admin_, &Stub::ListBackups, {}, &list, token));
    refused(Call(*admin_, &Stub::RestoreNetwork, {}, &restored_, token));
    refused(Call(*admin_, &Stub::VerifyNetwork, {}, &verdict_, token));
  }
  EXPECT_THAT(Backups().backups(), IsEmpty());
}

TEST_F(KeepingServiceTest, ARestoreEndsLiveStreamsAndTheirDevicesComeBack) {
  const std::string token = SignsIn().token;
  ASSERT_THAT(BacksUp(), Succeeded());
  Joins("later", "later@example.org");
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + token);
  const auto stream = sync_->Pull(&context, Follows());
  v1::PullResponse page;
  do {
    ASSERT_TRUE(stream->Read(&page));
  } while (!page.has_checkpoint());

  ASSERT_THAT(Restores(backup_.backup().name()), Succeeded());
  EXPECT_EQ(restored_.last_seq(), backup_.backup().last_seq());
  while (stream->Read(&page)) {
  }
  EXPECT_THAT(Answer(stream->Finish()), Refused(v1::REASON_UNAVAILABLE, StatusCode::UNAVAILABLE));
  EXPECT_THAT(Backups().backups(), SizeIs(2)) << "the backup, and what was there";

  // The same token is good again, and reads what the backup holds.
  v1::PullRequest request = Follows();
  request.set_follow(false);
  grpc::ClientContext again;
  again.AddMetadata("authorization", "Bearer " + token);
  const auto second = sync_->Pull(&again, request);
  ASSERT_TRUE(second->Read(&page));
  while (second->Read(&page)) {
  }
  EXPECT_THAT(Answer(second->Finish()), Succeeded());
}

TEST_F(KeepingServiceTest, ADeviceThatTheBackupDoesNotKnowSignsInAgain) {
  ASSERT_THAT(BacksUp(), Succeeded());
  const std::string token = SignsIn().token;
  v1::ListDevicesResponse devices;
  ASSERT_THAT(Call(*accounts_, &v1::AccountService::Stub::ListDevices, {}, &devices, token),
              Succeeded());
  ASSERT_THAT(Restores(backup_.backup().name()), Succeeded());
  // From memory it would still be known.
  EXPECT_THAT(Call(*accounts_, &v1::AccountService::Stub::ListDevices, {}, &devices, token),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  SignsIn();
}

TEST_F(KeepingServiceTest, ADamagedBackupChangesNothing) {
  ASSERT_THAT(BacksUp(), Succeeded());
  const std::string file = dir_.File("backups/" + backup_.backup().name());
  {
    base::Database db = test::Must(base::Database::Open(file, base::Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("DELETE FROM log"), test::IsOk());
  }
  const std::string token = SignsIn().token;
  EXPECT_THAT(Restores(backup_.backup().name()),
              Refused(v1::REASON_DATA_DAMAGED, StatusCode::DATA_LOSS));
  ASSERT_THAT(Verifies(backup_.backup().name()), Succeeded());
  EXPECT_GT(verdict_.findings_size(), 0);
  v1::ListDevicesResponse devices;
  EXPECT_THAT(Call(*accounts_, &v1::AccountService::Stub::ListDevices, {}, &devices, token),
              Succeeded());
}

TEST_F(KeepingServiceTest, ABlobsBytesAreVerifiedAgainstItsHash) {
  const std::string token = SignsIn().token;
  const std::string bytes(1'000, 'b');
  const auto blobs = v1::BlobService::NewStub(channel_);
  v1::StatBlobRequest stat;
  stat.set_sha256(Sha256Of(bytes));
  stat.set_size(bytes.size());
  v1::StatBlobResponse held;
  ASSERT_THAT(Call(*blobs, &v1::BlobService::Stub::StatBlob, stat, &held, token), Succeeded());
  v1::PutChunkRequest put;
  put.set_sha256(stat.sha256());
  put.set_data(bytes);
  v1::PutChunkResponse done;
  ASSERT_THAT(Call(*blobs, &v1::BlobService::Stub::PutChunk, put, &done, token), Succeeded());
  ASSERT_TRUE(done.complete());
  ASSERT_THAT(Verifies(), Succeeded());
  EXPECT_THAT(verdict_.findings(), IsEmpty());
  EXPECT_EQ(verdict_.blobs(), 1u);
  ASSERT_THAT(BacksUp(), Succeeded());
  {
    base::Database db = test::Must(base::Database::Open(
        dir_.File("backups/" + backup_.backup().name()), base::Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("UPDATE blob_chunk SET data = zeroblob(1000)"), test::IsOk());
  }
  ASSERT_THAT(Verifies(backup_.backup().name()), Succeeded());
  ASSERT_THAT(verdict_.findings(), SizeIs(1));
  EXPECT_EQ(verdict_.findings(0), "blobs: blob 1: its bytes do not have its hash");
}

TEST_F(KeepingServiceTest, AStopEndsLongWork) {
  keeping_.Stop();
  EXPECT_THAT(Verifies(), Refused(v1::REASON_UNAVAILABLE, StatusCode::UNAVAILABLE));
  EXPECT_THAT(BacksUp(), Refused(v1::REASON_UNAVAILABLE, StatusCode::UNAVAILABLE));
}

}  // namespace
}  // namespace samstig::server
