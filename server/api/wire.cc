// SPDX-License-Identifier: Apache-2.0
#include "server/api/wire.h"

#include <grpcpp/support/slice.h>

#include <memory>

namespace samstig::server {
namespace {

// A slice that holds on to the piece. gRPC lets go of it on whatever thread.
grpc::Slice SliceOf(Piece piece) {
  // gRPC takes bytes that may be written to, and does not write to them.
  void* const bytes = const_cast<char*>(piece->data());
  const size_t size = piece->size();
  auto holder = std::make_unique<Piece>(std::move(piece));
  const auto let_go = [](void* held) { delete static_cast<Piece*>(held); };
  return {bytes, size, let_go, holder.release()};
}

}  // namespace

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  std::vector<grpc::Slice> slices;
  // Nothing comes from a buffer that cannot be read, nor parses from it where something must be
  // said.
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

grpc::ByteBuffer ToWire(const google::protobuf::MessageLite& message) {
  const grpc::Slice slice =
      SliceOf(std::make_shared<const std::string>(message.SerializeAsString()));
  return {&slice, 1};
}

grpc::ByteBuffer ToWire(LiveMessage message) {
  std::vector<grpc::Slice> slices;
  slices.reserve(message.pieces.size() + 1);
  for (Piece& piece : message.pieces) slices.push_back(SliceOf(std::move(piece)));
  slices.emplace_back(message.end);
  return {slices.data(), slices.size()};
}

}  // namespace samstig::server
