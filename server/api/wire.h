// SPDX-License-Identifier: Apache-2.0
// Messages and gRPC's buffers, for the calls that carry bytes as they are.
#ifndef SAMSTIG_SERVER_API_WIRE_H_
#define SAMSTIG_SERVER_API_WIRE_H_

#include <google/protobuf/message_lite.h>
#include <grpcpp/support/byte_buffer.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/base/result.h"
#include "server/sync/follow.h"

namespace samstig::server {

// All the bytes in one piece.
std::string BytesOf(const grpc::ByteBuffer& buffer);

// MALFORMED for bytes that are no Message.
template <typename Message>
base::Result<Message> Parsed(const grpc::ByteBuffer& buffer) {
  Message message;
  if (message.ParseFromString(BytesOf(buffer))) return message;
  return base::Status(v1::REASON_MALFORMED, "the request does not parse");
}

grpc::ByteBuffer ToWire(const google::protobuf::MessageLite& message);
// The pieces' bytes are not copied: the buffer shares them.
grpc::ByteBuffer ToWire(LiveMessage message);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_WIRE_H_
