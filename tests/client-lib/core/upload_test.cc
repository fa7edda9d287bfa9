// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/upload.h"

#include <gtest/gtest.h>

#include "domain/rules/attachments.h"
#include "tests/support/status_matchers.h"

namespace samstig::client {
namespace {

using rules::kBlobChunkBytes;
using test::HasReason;
using test::IsOk;

class UploadTest : public testing::Test {
 protected:
  // "ask", "done", or "send 1 at 262144, 7 bytes".
  std::string Next() {
    const Upload::Step step = upload_.Next();
    if (std::holds_alternative<Upload::AskWhatIsHeld>(step)) return "ask";
    if (std::holds_alternative<Upload::Finished>(step)) return "done";
    const auto& chunk = std::get<Upload::SendChunk>(step);
    return "send " + std::to_string(chunk.index) + " at " + std::to_string(chunk.offset) + ", " +
           std::to_string(chunk.size) + " bytes";
  }
  Status Holds(std::string bits, bool complete = false) {
    v1::StatBlobResponse response;
    response.set_held_chunks(std::move(bits));
    response.set_complete(complete);
    return upload_.OnStat(response);
  }
  void Took(uint32_t index, bool complete = false) {
    v1::PutChunkResponse response;
    response.set_complete(complete);
    upload_.OnChunk(index, response);
  }

  Upload upload_{"sha", 2 * kBlobChunkBytes + 7};
};

TEST_F(UploadTest, AsksAndSendsWhatIsMissing) {
  EXPECT_EQ(Next(), "ask");
  EXPECT_THAT(Holds("\2"), IsOk());
  EXPECT_EQ(upload_.held(), kBlobChunkBytes);
  EXPECT_EQ(Next(), "send 0 at 0, 262144 bytes");
  Took(0);
  EXPECT_EQ(Next(), "send 2 at 524288, 7 bytes");
  Took(2, true);
  EXPECT_EQ(Next(), "done");
  EXPECT_EQ(upload_.held(), 2 * kBlobChunkBytes + 7);
}

TEST_F(UploadTest, WhatIsThereNeedsNoSending) {
  EXPECT_THAT(Holds("", true), IsOk());
  EXPECT_EQ(Next(), "done");
}

TEST_F(UploadTest, AsksAnewAfterTrouble) {
  EXPECT_THAT(Holds(std::string(1, '\0')), IsOk());
  Took(0);
  upload_.OnFailed();  // Chunk 1 may have arrived all the same.
  EXPECT_EQ(Next(), "ask");
  EXPECT_THAT(Holds("\3"), IsOk());
  EXPECT_EQ(Next(), "send 2 at 524288, 7 bytes");
}

TEST_F(UploadTest, AllSentAndNotSaidToBeWholeIsAskedAbout) {
  EXPECT_THAT(Holds("\3"), IsOk());
  Took(2);
  EXPECT_EQ(Next(), "ask");
}

TEST_F(UploadTest, AnswersThatCannotBeAreRefused) {
  EXPECT_THAT(Holds(""), HasReason(v1::REASON_INTERNAL));
  EXPECT_EQ(Next(), "ask");
  EXPECT_THAT(Holds("\7"), HasReason(v1::REASON_INTERNAL)) << "all held, and not whole";
  EXPECT_EQ(Next(), "ask");
  Took(99);  // Nobody asked for it.
}

}  // namespace
}  // namespace samstig::client
