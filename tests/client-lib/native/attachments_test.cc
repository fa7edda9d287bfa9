// SPDX-License-Identifier: Apache-2.0
// Files from one person's disk to another's, through the real server.
#include "domain/rules/attachments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "client-lib/native/blob_folder.h"
#include "client-lib/native/export.h"
#include "domain/base/sha256.h"
#include "samstig/client.h"
#include "tests/client-lib/native/real_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using base::Id;
using base::Result;
using client::AttachmentState;
using client::AttachmentStatus;
using client::Client;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::SizeIs;

constexpr size_t kChunk = rules::kBlobChunkBytes;
constexpr milliseconds kPatience = std::chrono::seconds(20);

class AttachmentsTest : public testing::Test {
 protected:
  std::unique_ptr<Client> Opened(const std::string& name) {
    return Must(Client::Open({.path = PathOf(name), .server = server_.address(), .tls = false}));
  }
  std::unique_ptr<Client> SignedIn(const std::string& name) {
    auto opened = Opened(name);
    server_.SignsIn(*opened, name);
    return opened;
  }
  std::string PathOf(const std::string& name) { return dir_.File(name + ".samstig"); }
  std::string FileOf(const std::string& name, const v1::Attachment& attachment) {
    return client::BlobFolderOf(PathOf(name)) + "/" + client::Hexadecimal(attachment.sha256());
  }

  std::string SomeBytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_.Below(256));
    return bytes;
  }

  // The id of a post that names the attachment; on the writer's disk.
  Id Writes(Client& client, const v1::Attachment& attachment, const std::string& text = "Se här") {
    v1::Mutation mutation;
    v1::WritePost& post = *mutation.mutable_write_post();
    const Id id = client.NewId();
    post.set_id(id.ToBytes());
    post.set_thread_id(IdNamed("thread").ToBytes());
    post.set_text(text);
    *post.add_attachments() = attachment;
    EXPECT_THAT(client.Do(mutation), IsOk());
    return id;
  }

  // Anna's post with the file, sent.
  Id AnnaSends(Client& anna, const v1::Attachment& attachment) {
    const Id post = Writes(anna, attachment);
    EXPECT_THAT(anna.SyncOnce({}), IsOk());
    return post;
  }

  TempDir dir_;
  SeededRandom random_{SeedOr(5)};
  RealServer server_;
};

TEST_F(AttachmentsTest, GoFromOneDiskToAnother) {
  const auto anna = SignedIn("anna");
  const std::string bytes = SomeBytes(2 * kChunk + 7);
  const v1::Attachment photo = Must(anna->Attach(bytes, "Möte.jpg", "image/jpeg"));
  EXPECT_EQ(photo.sha256(), base::Sha256SumOf(bytes));
  EXPECT_EQ(photo.size(), bytes.size());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kPending);
  const Id post = AnnaSends(*anna, photo);
  const AttachmentStatus status = Must(anna->StatusOf(photo));
  EXPECT_EQ(status.state, AttachmentState::kThere);
  EXPECT_EQ(status.sent, bytes.size());

  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  const v1::Entity entity = Must(bo->Get(post)).entity;
  ASSERT_THAT(rules::AttachmentsOf(entity), SizeIs(1));
  const Result<std::string> file = bo->Fetch(post, rules::AttachmentsOf(entity)[0], kPatience);
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(ReadFile(*file), bytes);
  struct stat info = {};
  ASSERT_EQ(stat(file->c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0077, 0u) << "its owner's alone";
  server_.Stops();
  EXPECT_THAT(bo->Fetch(post, photo, kPatience), IsOkAndHolds(*file)) << "from the disk";
  EXPECT_THAT(anna->Fetch(post, photo, kPatience), IsOk()) << "one's own needs no server";
}

TEST_F(AttachmentsTest, AFileIsCopiedAndMayGoAway) {
  const auto anna = SignedIn("anna");
  const std::string path = dir_.File("bild.png");
  WriteFile(path, "bytes");
  const v1::Attachment photo = Must(anna->AttachFile(path, "bild.png", "image/png"));
  std::filesystem::remove(path);
  EXPECT_EQ(ReadFile(FileOf("anna", photo)), "bytes");
  EXPECT_THAT(anna->AttachFile(path, "bild.png", "image/png"), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(anna->AttachFile(dir_.path(), "bild.png", "image/png"),
              HasReason(v1::REASON_NOT_FOUND))
      << "a folder";
}

TEST_F(AttachmentsTest, WhatTheRulesRefuseIsNotKept) {
  EXPECT_THAT(Opened("anna")->Attach("x", "a", "text/plain"), HasReason(v1::REASON_NOT_SIGNED_IN));
  const auto anna = SignedIn("anna");
  EXPECT_THAT(anna->Attach("", "a", "text/plain"), HasReason(v1::REASON_OUT_OF_RANGE));
  EXPECT_THAT(anna->Attach("x", "a/b", "text/plain"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(anna->Attach("x", "a", "TEXT"), HasReason(v1::REASON_MALFORMED));
  EXPECT_THAT(anna->Attach(std::string(rules::kMaxBlobBytes + 1, 'x'), "a", "text/plain"),
              HasReason(v1::REASON_TOO_LARGE));
  for (const auto& file :
       std::filesystem::directory_iterator(client::BlobFolderOf(PathOf("anna")))) {
    ADD_FAILURE() << file.path();
  }
}

TEST_F(AttachmentsTest, WhatAKilledDeviceHalfKeptIsGoneOnceItIsOpen) {
  SignedIn("anna");
  const std::string half = client::BlobFolderOf(PathOf("anna")) + "/new-aBcDeF";
  std::filesystem::create_directory(client::BlobFolderOf(PathOf("anna")));
  WriteFile(half, "byt");
  const auto anna = Opened("anna");
  EXPECT_FALSE(std::filesystem::exists(half));
}

// The sweep of what was left half kept once took what was just being kept.
TEST_F(AttachmentsTest, AFileMayBeAttachedAtOnceWhenTheDeviceOpens) {
  SignedIn("anna");
  for (int i = 0; i < 50; ++i) {
    const auto anna = Opened("anna");
    ASSERT_THAT(anna->Attach("bytes", "a", "text/plain"), IsOk()) << "opening " << i;
  }
}

TEST_F(AttachmentsTest, WaitUntilTheWritesAreJudged) {
  const auto anna = SignedIn("anna");
  server_.Stops();
  const v1::Attachment photo = Must(anna->Attach(SomeBytes(10), "a", "text/plain"));
  Writes(*anna, photo);
  EXPECT_THAT(anna->SyncOnce({milliseconds(200)}), testing::Not(IsOk()));
  EXPECT_EQ(server_.stats(), 0);
  server_.StartsAgain();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kThere);
}

TEST_F(AttachmentsTest, TheSameFileIsKeptAndSentOnce) {
  const auto anna = SignedIn("anna");
  const v1::Attachment one = Must(anna->Attach("samma", "a", "text/plain"));
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  const v1::Attachment two = Must(anna->Attach("samma", "b", "text/html"));
  EXPECT_EQ(one.sha256(), two.sha256());
  EXPECT_EQ(Must(anna->StatusOf(two)).state, AttachmentState::kThere);
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(server_.Arrived().size(), 1u);
  EXPECT_EQ(server_.Arrived().begin()->second, 1);
}

TEST_F(AttachmentsTest, InTheBackgroundTheyGoByThemselvesAfterTheNetworkCameBack) {
  const auto anna = SignedIn("anna");
  anna->Start();
  server_.RefusesChunks(true);
  const v1::Attachment photo = Must(anna->Attach(SomeBytes(3 * kChunk), "a", "text/plain"));
  ASSERT_TRUE(server_.WaitForChunks(1));
  server_.RefusesChunks(false);
  anna->Nudge();
  ASSERT_TRUE(server_.WaitForChunks(4));
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kThere);
}

TEST_F(AttachmentsTest, AnUploadUnderWayIsTold) {
  const auto anna = SignedIn("anna");
  server_.Holds(RealServer::Hold::kBeforeStoring);
  const v1::Attachment photo = Must(anna->Attach(SomeBytes(2 * kChunk), "a", "text/plain"));
  anna->Start();
  ASSERT_TRUE(server_.WaitForChunks(1));
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kUploading);
  EXPECT_EQ(Must(anna->StatusOf(photo)).sent, 0u);
  v1::Attachment other = photo;
  other.set_sha256(std::string(32, 'x'));
  EXPECT_THAT(anna->StatusOf(other), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(AttachmentsTest, ClosingCutsOffWhatIsUnderWay) {
  auto anna = SignedIn("anna");
  server_.Holds(RealServer::Hold::kBeforeStoring);
  const v1::Attachment photo = Must(anna->Attach(SomeBytes(kChunk), "a", "text/plain"));
  anna->Start();
  ASSERT_TRUE(server_.WaitForChunks(1));
  anna.reset();
  server_.Holds(RealServer::Hold::kNothing);
  anna = Opened("anna");
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kThere);
}

TEST_F(AttachmentsTest, ATimeThatIsNotEnoughIsSaid) {
  const auto anna = SignedIn("anna");
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  server_.Holds(RealServer::Hold::kBeforeStoring);
  Must(anna->Attach(SomeBytes(kChunk), "a", "text/plain"));
  EXPECT_THAT(anna->SyncOnce({milliseconds(300)}), HasReason(v1::REASON_TIMED_OUT));
}

TEST_F(AttachmentsTest, AChunkSpoiltOnTheWayUpIsSentAgain) {
  const auto anna = SignedIn("anna");
  server_.SpoilsIncoming(1);
  const v1::Attachment photo = Must(anna->Attach(SomeBytes(2 * kChunk), "a", "text/plain"));
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kThere);
  for (const auto& [chunk, times] : server_.Arrived()) EXPECT_EQ(times, 2);
}

TEST_F(AttachmentsTest, AFileDamagedHereIsToldAndHoldsUpNobody) {
  const auto anna = SignedIn("anna");
  const v1::Attachment bad = Must(anna->Attach("small", "a", "text/plain"));
  const v1::Attachment gone = Must(anna->Attach("smaller", "a", "text/plain"));
  const v1::Attachment good = Must(anna->Attach(SomeBytes(1'000), "b", "text/plain"));
  WriteFile(FileOf("anna", bad), "smalL");
  std::filesystem::remove(FileOf("anna", gone));
  EXPECT_THAT(anna->SyncOnce({}), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_EQ(Must(anna->StatusOf(bad)).state, AttachmentState::kPending);
  EXPECT_EQ(Must(anna->StatusOf(gone)).state, AttachmentState::kPending);
  EXPECT_EQ(Must(anna->StatusOf(good)).state, AttachmentState::kThere);
}

// ---- Fetching

TEST_F(AttachmentsTest, AFetchGoesOnWhereItWasCut) {
  const auto anna = SignedIn("anna");
  const std::string zeros(3 * kChunk, '\0');  // What the cut reading gives, too.
  const v1::Attachment file = Must(anna->Attach(zeros, "a", "text/plain"));
  const Id post = AnnaSends(*anna, file);
  auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  server_.CutsReadingAfter(4);
  EXPECT_THAT(bo->Fetch(post, file, kPatience), HasReason(v1::REASON_UNAVAILABLE));
  bo.reset();
  bo = Opened("bo");
  const Result<std::string> path = bo->Fetch(post, file, kPatience);
  ASSERT_THAT(path, IsOk());
  EXPECT_EQ(ReadFile(*path), zeros);
  EXPECT_THAT(server_.Offsets(), ElementsAre(0u, 4'000u));
}

TEST_F(AttachmentsTest, WhatDoesNotHaveTheHashIsFetchedAgainAndElseNotGivenOut) {
  const auto anna = SignedIn("anna");
  const std::string bytes = SomeBytes(10);
  const v1::Attachment file = Must(anna->Attach(bytes, "a", "text/plain"));
  const Id post = AnnaSends(*anna, file);
  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  server_.SpoilsOutgoing(2);
  EXPECT_THAT(bo->Fetch(post, file, kPatience), HasReason(v1::REASON_BAD_HASH));
  EXPECT_FALSE(std::filesystem::exists(FileOf("bo", file)));
  EXPECT_FALSE(std::filesystem::exists(FileOf("bo", file) + ".part"));
  server_.SpoilsOutgoing(1);
  const Result<std::string> path = bo->Fetch(post, file, kPatience);
  ASSERT_THAT(path, IsOk());
  EXPECT_EQ(ReadFile(*path), bytes);
}

TEST_F(AttachmentsTest, APartThatIsTooLongOrWrongIsThrownAway) {
  const auto anna = SignedIn("anna");
  const std::string bytes = SomeBytes(5'000);
  const v1::Attachment file = Must(anna->Attach(bytes, "a", "text/plain"));
  const Id post = AnnaSends(*anna, file);
  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  for (const size_t size : {size_t{6'000}, size_t{5'000}, size_t{3'000}}) {
    std::filesystem::create_directories(client::BlobFolderOf(PathOf("bo")));
    std::filesystem::remove(FileOf("bo", file));
    WriteFile(FileOf("bo", file) + ".part", std::string(size, 'x'));
    const Result<std::string> path = bo->Fetch(post, file, kPatience);
    ASSERT_THAT(path, IsOk());
    EXPECT_EQ(ReadFile(*path), bytes) << size;
  }
}

TEST_F(AttachmentsTest, OnlyWhatTheEntityNamesIsFetched) {
  const auto anna = SignedIn("anna");
  const v1::Attachment named = Must(anna->Attach("named", "a", "text/plain"));
  const v1::Attachment other = Must(anna->Attach("other", "a", "text/plain"));
  const Id post = AnnaSends(*anna, named);
  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  EXPECT_THAT(bo->Fetch(post, other, kPatience), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(bo->Fetch(IdNamed("nothing"), named, kPatience), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_TRUE(server_.Offsets().empty());
}

TEST_F(AttachmentsTest, NotYetSentIsNotFoundAndLaterFound) {
  const auto anna = SignedIn("anna");
  const v1::Attachment file = Must(anna->Attach("later", "a", "text/plain"));
  server_.RefusesChunks(true);
  const Id post = Writes(*anna, file);
  EXPECT_THAT(anna->SyncOnce({}), HasReason(v1::REASON_UNAVAILABLE));
  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  EXPECT_THAT(bo->Fetch(post, file, kPatience), HasReason(v1::REASON_NOT_FOUND));
  server_.RefusesChunks(false);
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_THAT(bo->Fetch(post, file, kPatience), IsOk());
  server_.Stops();
  EXPECT_THAT(bo->Fetch(post, file, kPatience), IsOk());
}

// ---- Purge

TEST_F(AttachmentsTest, FilesOfALostScopeAreDeletedButOnesOwn) {
  const auto anna = SignedIn("anna");
  const auto bo = SignedIn("bo");
  const v1::Attachment annas = Must(anna->Attach("Annas", "a", "text/plain"));
  const v1::Attachment both = Must(anna->Attach("båda", "a", "text/plain"));
  const Id post = AnnaSends(*anna, annas);
  const Id shared = AnnaSends(*anna, both);
  const v1::Attachment bos = Must(bo->Attach("Bos", "b", "text/plain"));
  EXPECT_EQ(Must(bo->Attach("båda", "b", "text/plain")).sha256(), both.sha256());
  const Id own = Writes(*bo, bos);
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  ASSERT_THAT(bo->Fetch(post, annas, kPatience), IsOk());
  ASSERT_THAT(bo->Fetch(shared, both, kPatience), IsOk());
  server_.Revokes("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  EXPECT_THAT(bo->Fetch(post, annas, kPatience), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_FALSE(std::filesystem::exists(FileOf("bo", annas)));
  EXPECT_TRUE(std::filesystem::exists(FileOf("bo", bos)));
  EXPECT_TRUE(std::filesystem::exists(FileOf("bo", both))) << "Bo attached it as well";
  EXPECT_THAT(bo->Fetch(own, bos, kPatience), IsOk());
}

TEST_F(AttachmentsTest, AFileNoLongerNamedIsDeletedWithItsPart) {
  const auto anna = SignedIn("anna");
  const std::string zeros(2 * kChunk, '\0');
  const v1::Attachment first = Must(anna->Attach("first", "a", "text/plain"));
  const v1::Attachment half = Must(anna->Attach(zeros, "a", "text/plain"));
  const Id post = AnnaSends(*anna, first);
  const Id other = AnnaSends(*anna, half);
  const auto bo = SignedIn("bo");
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  ASSERT_THAT(bo->Fetch(post, first, kPatience), IsOk());
  server_.CutsReadingAfter(1);
  EXPECT_THAT(bo->Fetch(other, half, kPatience), HasReason(v1::REASON_UNAVAILABLE));
  EXPECT_TRUE(std::filesystem::exists(FileOf("bo", half) + ".part"));
  for (const Id& id : {post, other}) {
    v1::Mutation withdraw;
    withdraw.mutable_withdraw_post()->set_id(id.ToBytes());
    ASSERT_THAT(anna->Do(withdraw), IsOk());
  }
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  ASSERT_THAT(bo->SyncOnce({}), IsOk());
  EXPECT_FALSE(std::filesystem::exists(FileOf("bo", first)));
  EXPECT_FALSE(std::filesystem::exists(FileOf("bo", half) + ".part"));
}

}  // namespace
}  // namespace samstig::test
