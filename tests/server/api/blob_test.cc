// SPDX-License-Identifier: Apache-2.0
// BlobService through real gRPC.
#include <gmock/gmock.h>

#include <thread>

#include "domain/rules/attachments.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "server/api/blob_handler.h"
#include "server/auth/sha256.h"
#include "server/sync/blob_keeping.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using rules::kBlobChunkBytes;
using rules::kMaxBlobBytes;
using testing::IsEmpty;
using testing::SizeIs;
using Stub = v1::BlobService::Stub;

class BlobTest : public Served {
 protected:
  BlobTest() : token_(SignsIn().token) {}

  std::string SomeBytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_.Below(256));
    return bytes;
  }

  // As more than a guest.
  void JoinsTheNetwork(const std::string& name, const std::string& email) {
    const base::Id id = Joins(name, email);
    Write([&](Transaction& txn) { return txn.GiveScope(id, Scope::Network()); });
  }

  static std::string ChunkOf(const std::string& blob, uint32_t index) {
    return blob.substr(index * kBlobChunkBytes, kBlobChunkBytes);
  }

  Answer Stats(const std::string& sha256, uint64_t size, const std::string& token = {}) {
    v1::StatBlobRequest request;
    request.set_sha256(sha256);
    request.set_size(size);
    return Call(*blobs_, &Stub::StatBlob, request, &stat_, token.empty() ? token_ : token);
  }

  Answer Puts(const std::string& sha256, uint32_t index, const std::string& data,
              const std::string& token = {}) {
    v1::PutChunkRequest request;
    request.set_sha256(sha256);
    request.set_index(index);
    request.set_data(data);
    return Call(*blobs_, &Stub::PutChunk, request, &put_, token.empty() ? token_ : token);
  }

  std::string Uploads(const std::string& blob) {
    const std::string sha256 = Sha256Of(blob);
    EXPECT_THAT(Stats(sha256, blob.size()), Succeeded());
    for (uint32_t i = 0; i < ChunkCount(blob.size()); ++i) {
      EXPECT_THAT(Puts(sha256, i, ChunkOf(blob, i)), Succeeded());
    }
    EXPECT_TRUE(put_.complete());
    return sha256;
  }

  // All bytes from the offset; the answer is in read_.
  std::string Reads(const std::string& sha256, uint64_t offset, const std::string& token = {},
                    const std::string& entity_id = {}) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + (token.empty() ? token_ : token));
    v1::GetBlobRequest request;
    request.set_sha256(sha256);
    request.set_offset(offset);
    request.set_entity_id(entity_id);
    const auto reader = blobs_->GetBlob(&context, request);
    std::string bytes;
    v1::GetBlobResponse response;
    while (reader->Read(&response)) {
      EXPECT_LE(response.data().size(), kBlobChunkBytes);
      bytes.append(response.data());
    }
    read_ = Answer(reader->Finish());
    return bytes;
  }

  const std::unique_ptr<Stub> blobs_ = v1::BlobService::NewStub(channel_);
  const std::string token_;
  v1::StatBlobResponse stat_;
  v1::PutChunkResponse put_;
  Answer read_{grpc::Status()};
};

TEST_F(BlobTest, GoesUpInChunksAndComesDownFromAnyOffset) {
  const std::string blob = SomeBytes(2 * kBlobChunkBytes + 77);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  EXPECT_FALSE(stat_.complete());
  EXPECT_EQ(stat_.held_chunks(), std::string(1, '\0'));

  ASSERT_THAT(Puts(sha256, 2, ChunkOf(blob, 2)), Succeeded());
  EXPECT_FALSE(put_.complete());
  ASSERT_THAT(Puts(sha256, 0, ChunkOf(blob, 0)), Succeeded());
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  EXPECT_EQ(stat_.held_chunks(), std::string(1, '\5'));
  Reads(sha256, 0);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND)) << "not whole yet";

  ASSERT_THAT(Puts(sha256, 1, ChunkOf(blob, 1)), Succeeded());
  EXPECT_TRUE(put_.complete());
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  EXPECT_TRUE(stat_.complete());
  for (const uint64_t offset : {uint64_t{0}, uint64_t{1}, kBlobChunkBytes - 1, kBlobChunkBytes,
                                kBlobChunkBytes + 5, blob.size() - 1}) {
    EXPECT_EQ(Reads(sha256, offset), blob.substr(offset)) << offset;
    EXPECT_THAT(read_, Succeeded());
  }
  EXPECT_THAT(Reads(sha256, blob.size()), IsEmpty());
  EXPECT_THAT(read_, Succeeded());
  Reads(sha256, blob.size() + 1);
  EXPECT_THAT(read_, Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
}

TEST_F(BlobTest, OneByteAndOneWholeChunkAreBlobsToo) {
  for (const size_t size : {size_t{1}, size_t{kBlobChunkBytes}, size_t{kBlobChunkBytes + 1}}) {
    const std::string blob = SomeBytes(size);
    EXPECT_EQ(Reads(Uploads(blob), 0), blob) << size;
  }
}

TEST_F(BlobTest, RepeatsAreHarmless) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 1);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  ASSERT_THAT(Puts(sha256, 0, ChunkOf(blob, 0)), Succeeded());
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  ASSERT_THAT(Puts(sha256, 0, ChunkOf(blob, 0)), Succeeded());
  ASSERT_THAT(Puts(sha256, 1, ChunkOf(blob, 1)), Succeeded());
  ASSERT_THAT(Puts(sha256, 1, ChunkOf(blob, 1)), Succeeded());
  EXPECT_TRUE(put_.complete());
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, ChunksThatDoNotMakeTheWholeAreThrownAway) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  ASSERT_THAT(Puts(sha256, 0, SomeBytes(kBlobChunkBytes)), Succeeded());
  EXPECT_THAT(Puts(sha256, 1, ChunkOf(blob, 1)),
              Refused(v1::REASON_BAD_HASH, StatusCode::INVALID_ARGUMENT));
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  EXPECT_FALSE(stat_.complete());
  EXPECT_EQ(stat_.held_chunks(), std::string(1, '\0'));
  Uploads(blob);
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, RefusesWhatCannotBe) {
  const std::string sha256(32, 'h');
  EXPECT_THAT(Stats("short", 1), Refused(v1::REASON_BAD_HASH, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Stats(sha256, 0), Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Stats(sha256, kMaxBlobBytes + 1),
              Refused(v1::REASON_TOO_LARGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Stats(sha256, kMaxBlobBytes), Succeeded());
  EXPECT_THAT(stat_.held_chunks(), SizeIs(50));

  const std::string other(32, 'o');
  EXPECT_THAT(Puts(other, 0, "x"), Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  ASSERT_THAT(Stats(other, kBlobChunkBytes + 1), Succeeded());
  EXPECT_THAT(Puts("", 0, "x"), Refused(v1::REASON_BAD_HASH, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Puts(other, 2, "x"), Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Puts(other, 1, "xy"), Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Puts(other, 1, ""), Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Puts(other, 0, "x"), Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  Reads("short", 0);
  EXPECT_THAT(read_, Refused(v1::REASON_BAD_HASH, StatusCode::INVALID_ARGUMENT));
  Reads(sha256, 0, "stigen.nobody");
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Stats(sha256, 1, "stigen.nobody"),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
}

TEST_F(BlobTest, LaterAnnouncementOfAnotherSizeStartsAnewUntilTheBlobIsWhole) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, 3 * kBlobChunkBytes), Succeeded());
  ASSERT_THAT(Puts(sha256, 0, ChunkOf(blob, 0)), Succeeded());
  Uploads(blob);
  EXPECT_THAT(Stats(sha256, 3 * kBlobChunkBytes),
              Refused(v1::REASON_OUT_OF_RANGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, NobodyLearnsOfOrSpoilsAnothersFile) {
  JoinsTheNetwork("bo", "bo@example.org");
  const std::string bos = SignsIn("bo@example.org").token;
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Uploads(blob);
  Reads(sha256, 0, bos);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_THAT(Puts(sha256, 0, ChunkOf(blob, 0), bos),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  ASSERT_THAT(Stats(sha256, blob.size(), bos), Succeeded());
  EXPECT_FALSE(stat_.complete());
  ASSERT_THAT(Puts(sha256, 0, SomeBytes(kBlobChunkBytes), bos), Succeeded());
  EXPECT_EQ(Puts(sha256, 1, SomeBytes(9), bos).reason(), v1::REASON_BAD_HASH);
  EXPECT_EQ(Reads(sha256, 0), blob);
}

// ---- Through an entity that names it

class NamedBlobTest : public BlobTest {
 protected:
  NamedBlobTest() {
    JoinsTheNetwork("bo", "bo@example.org");
    bos_ = SignsIn("bo@example.org").token;
    Write([&](Transaction& txn) {
      return txn.GiveScope(test::IdNamed("bo"), Scope::OfCohort(test::IdNamed("cohort")));
    });
  }

  // A post of the author's in the cohort.
  void Posts(const std::string& sha256, std::string_view author = "anna") {
    v1::Entity post = test::APost().By(author);
    v1::Attachment& file = *post.mutable_post()->mutable_heads(0)->add_attachments();
    file.set_sha256(sha256);
    post_ = post.id();
    Puts(post);
  }
  void Puts(const v1::Entity& post) {
    Write([&](Transaction& txn) {
      return txn
          .Put(base::Id::FromBytes(post.id()), post.SerializeAsString(),
               {Scope::OfCohort(test::IdNamed("cohort"))}, {})
          .status();
    });
  }
  using BlobTest::Puts;

  std::string BoReads(const std::string& sha256) { return Reads(sha256, 0, bos_, post_); }

  std::string bos_;
  std::string post_;
};

TEST_F(NamedBlobTest, ReadersOfTheEntityReadWhatItNames) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Uploads(blob);
  Posts(sha256);
  EXPECT_EQ(BoReads(sha256), blob);
  EXPECT_EQ(Reads(sha256, kBlobChunkBytes, bos_, post_), blob.substr(kBlobChunkBytes));
  BoReads(Uploads("something else"));
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND)) << "not named";
  Reads(sha256, 0, bos_);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND)) << "not one's own";
}

TEST_F(NamedBlobTest, NobodyElseDoes) {
  const std::string sha256 = Uploads("bytes");
  Posts(sha256);
  JoinsTheNetwork("otto", "otto@example.org");
  Reads(sha256, 0, SignsIn("otto@example.org").token, post_);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  post_ = test::IdNamed("nothing").ToBytes();
  BoReads(sha256);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  post_ = "short";
  BoReads(sha256);
  EXPECT_THAT(read_, Refused(v1::REASON_BAD_ID, StatusCode::INVALID_ARGUMENT));
}

// Whoever knows a hash must not get the file by naming it.
TEST_F(NamedBlobTest, NamingAHashGivesNobodyAFile) {
  const std::string sha256 = Uploads("Annas");
  Posts(sha256, "bo");
  BoReads(sha256);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
}

TEST_F(NamedBlobTest, TheRightEndsWithTheScopeAndWithTheName) {
  const std::string sha256 = Uploads("bytes");
  Posts(sha256);
  EXPECT_EQ(BoReads(sha256), "bytes");
  Puts(test::APost("withdrawn").By("anna"));
  BoReads(sha256);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  Posts(sha256);
  EXPECT_EQ(BoReads(sha256), "bytes");
  Write([&](Transaction& txn) {
    return txn.TakeScope(test::IdNamed("bo"), Scope::OfCohort(test::IdNamed("cohort")));
  });
  BoReads(sha256);
  EXPECT_THAT(read_, Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
}

TEST_F(NamedBlobTest, ARightThatEndsInTheMiddleEndsTheReading) {
  const std::string blob = SomeBytes(100 * kBlobChunkBytes);
  const std::string sha256 = Uploads(blob);
  Posts(sha256);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + bos_);
  v1::GetBlobRequest request;
  request.set_sha256(sha256);
  request.set_entity_id(post_);
  const auto reader = blobs_->GetBlob(&context, request);
  v1::GetBlobResponse response;
  ASSERT_TRUE(reader->Read(&response));
  Write([&](Transaction& txn) {
    return txn.TakeScope(test::IdNamed("bo"), Scope::OfCohort(test::IdNamed("cohort")));
  });
  size_t size = response.data().size();
  while (reader->Read(&response)) size += response.data().size();
  EXPECT_THAT(Answer(reader->Finish()), Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_LT(size, blob.size());
}

TEST_F(BlobTest, AnotherDeviceOfThePersonGoesOn) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  ASSERT_THAT(Puts(sha256, 0, ChunkOf(blob, 0)), Succeeded());
  const std::string tablet = SignsIn().token;
  ASSERT_THAT(Stats(sha256, blob.size(), tablet), Succeeded());
  EXPECT_EQ(stat_.held_chunks(), std::string(1, '\1'));
  ASSERT_THAT(Puts(sha256, 1, ChunkOf(blob, 1), tablet), Succeeded());
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, BlobWhoseCheckWasCutOffIsCheckedByTheNextStat) {
  const std::string blob = SomeBytes(kBlobChunkBytes + 9);
  const std::string sha256 = Sha256Of(blob);
  // As if the server had stopped between the last chunk and the check: straight into the store.
  const std::string key = BlobKey(test::IdNamed("anna"), sha256);
  Write([&](Transaction& txn) -> Status {
    BlobInfo info;
    info.size = blob.size();
    info.uploader = test::IdNamed("anna");
    info.held_chunks = "\3";
    RETURN_IF_ERROR(txn.PutBlob(key, info));
    RETURN_IF_ERROR(txn.PutBlobChunk(key, 0, ChunkOf(blob, 0)));
    return txn.PutBlobChunk(key, 1, ChunkOf(blob, 1));
  });
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  EXPECT_TRUE(stat_.complete());
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, ManyAtOnceFinishOnce) {
  const std::string blob = SomeBytes(20 * kBlobChunkBytes + 9);
  const std::string sha256 = Sha256Of(blob);
  ASSERT_THAT(Stats(sha256, blob.size()), Succeeded());
  std::atomic<int> complete{0};
  std::vector<std::thread> threads;
  for (uint32_t worker = 0; worker < 3; ++worker) {
    threads.emplace_back([&, worker] {
      const auto stub = v1::BlobService::NewStub(channel_);
      for (uint32_t i = 0; i < ChunkCount(blob.size()); ++i) {
        const uint32_t index = (i + worker * 7) % ChunkCount(blob.size());
        v1::PutChunkRequest request;
        request.set_sha256(sha256);
        request.set_index(index);
        request.set_data(ChunkOf(blob, index));
        v1::PutChunkResponse response;
        EXPECT_THAT(Call(*stub, &Stub::PutChunk, request, &response, token_), Succeeded());
        if (response.complete()) ++complete;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(complete, 1);
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, ReaderWhoGoesAwayHarmsNobody) {
  const std::string blob = SomeBytes(8 * kBlobChunkBytes);
  const std::string sha256 = Uploads(blob);
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token_);
    v1::GetBlobRequest request;
    request.set_sha256(sha256);
    const auto reader = blobs_->GetBlob(&context, request);
    v1::GetBlobResponse response;
    if (i % 2 == 0) reader->Read(&response);
    context.TryCancel();
    reader->Finish();
  }
  EXPECT_EQ(Reads(sha256, 0), blob);
}

TEST_F(BlobTest, APersonHasRoomForAGibibyte) {
  const std::string last(32, 'z');
  for (char name = 'a'; name < 'a' + 10; ++name) {
    ASSERT_THAT(Stats(std::string(32, name), kMaxBlobBytes), Succeeded());
  }
  const uint64_t left = kMaxBlobBytesOfPerson - 10 * kMaxBlobBytes;
  EXPECT_THAT(Stats(last, left + 1), Refused(v1::REASON_TOO_LARGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Stats(last, left), Succeeded());
  EXPECT_THAT(Stats(std::string(32, 'y'), 1),
              Refused(v1::REASON_TOO_LARGE, StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(Stats(last, left), Succeeded()) << "what is announced stays";
  EXPECT_THAT(Stats(last, left - 1), Succeeded()) << "and may be announced anew";
  EXPECT_THAT(Stats(std::string(32, 'y'), 1), Succeeded());
  JoinsTheNetwork("bo", "bo@example.org");
  EXPECT_THAT(Stats(std::string(32, 'x'), kMaxBlobBytes, SignsIn("bo@example.org").token),
              Succeeded())
      << "somebody else's room is another";
}

TEST_F(BlobTest, AGuestUploadsNothing) {
  Joins("lisa", "lisa@example.org");
  const std::string lisa = SignsIn("lisa@example.org").token;
  const std::string blob = SomeBytes(100);
  EXPECT_THAT(Stats(Sha256Of(blob), blob.size(), lisa),
              Refused(v1::REASON_NOT_ALLOWED, StatusCode::PERMISSION_DENIED));
  EXPECT_THAT(Puts(Sha256Of(blob), 0, blob, lisa),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
}

}  // namespace
}  // namespace samstig::server
