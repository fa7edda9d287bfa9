// SPDX-License-Identifier: Apache-2.0
// Messages in gRPC's buffers: what is shared, what parses.
#include "server/api/wire.h"

#include <gmock/gmock.h>

#include "samstig/v1/sync_service.pb.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using test::HasReason;

grpc::ByteBuffer BufferOf(const std::vector<std::string>& parts) {
  std::vector<grpc::Slice> slices(parts.begin(), parts.end());
  return {slices.data(), slices.size()};
}

TEST(WireTest, TwoReadersMessagesShareOneBuffer) {
  const Piece piece = std::make_shared<const std::string>(1'000, 'x');
  const grpc::ByteBuffer anna = ToWire(LiveMessage{{piece}, "for anna"});
  const grpc::ByteBuffer bo = ToWire(LiveMessage{{piece}, "for bo"});
  EXPECT_EQ(piece.use_count(), 3);
  for (const grpc::ByteBuffer* buffer : {&anna, &bo}) {
    std::vector<grpc::Slice> slices;
    ASSERT_TRUE(buffer->Dump(&slices).ok());
    ASSERT_EQ(slices.size(), 2u);
    EXPECT_EQ(static_cast<const void*>(slices[0].begin()), piece->data());
  }
  EXPECT_EQ(BytesOf(bo), *piece + "for bo");
}

TEST(WireTest, ABufferThatIsLetGoLetsGoOfItsPieces) {
  const Piece piece = std::make_shared<const std::string>("x");
  {
    const grpc::ByteBuffer buffer = ToWire(LiveMessage{{piece, piece}, ""});
    EXPECT_EQ(piece.use_count(), 3);
  }
  EXPECT_EQ(piece.use_count(), 1);
}

TEST(WireTest, AMessageGoesThereAndBack) {
  v1::PullRequest request;
  request.set_follow(true);
  request.mutable_cursor()->set_seq(7);
  const auto parsed = Parsed<v1::PullRequest>(ToWire(request));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->DebugString(), request.DebugString());
  EXPECT_TRUE(Parsed<v1::PullRequest>(ToWire(v1::PullRequest())).ok()) << "an empty one is one";
}

TEST(WireTest, AMessageInManyPartsIsOne) {
  v1::PullRequest request;
  request.set_network("nätet");
  const std::string bytes = request.SerializeAsString();
  const auto parsed =
      Parsed<v1::PullRequest>(BufferOf({bytes.substr(0, 1), bytes.substr(1, 2), bytes.substr(3)}));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->network(), "nätet");
}

TEST(WireTest, BytesThatAreNoMessageAreMalformed) {
  EXPECT_THAT(Parsed<v1::PullRequest>(BufferOf({"\xff\xff"})), HasReason(v1::REASON_MALFORMED));
  EXPECT_TRUE(BytesOf(grpc::ByteBuffer()).empty()) << "a buffer that holds nothing";
}

}  // namespace
}  // namespace samstig::server
