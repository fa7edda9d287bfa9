// SPDX-License-Identifier: Apache-2.0
// gRPC-Web's wire format: how messages and a call's end are written into the body of an HTTP answer
// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md). Pure functions on bytes.
#ifndef SAMSTIG_SERVER_GATEWAY_WEB_FRAMES_H_
#define SAMSTIG_SERVER_GATEWAY_WEB_FRAMES_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/base/result.h"

namespace samstig::server {

enum class WebEncoding {
  kBinary,  // application/grpc-web[+proto]
  kText,    // application/grpc-web-text[+proto]: the same in Base64, for XMLHttpRequest
};

// nullopt for what is no gRPC-Web with protobuf in it.
std::optional<WebEncoding> EncodingOf(std::string_view content_type);

// The one message of a request's body. MALFORMED when it is not exactly one whole frame,
// OUT_OF_RANGE when the message is compressed, which nobody offered.
base::Result<std::string> MessageIn(std::string_view body, WebEncoding encoding);

// Makes a frame of what stands behind the first five bytes, which are room for its head.
inline constexpr size_t kFrameHead = 5;
void FinishMessageFrame(std::string& frame);

// How a call ended, as the last frame.
struct CallEnd {
  int code = 0;  // Canonical: 0 (OK) to 16.
  std::string message;
  std::string details;  // google.rpc.Status, or empty.
  // Further trailers, with lower-case names that are no "-bin".
  std::vector<std::pair<std::string, std::string>> others{};
};
std::string EndFrame(const CallEnd& end);

// As it goes into the answer: itself, or Base64 with its padding.
std::string Encoded(std::string bytes, WebEncoding encoding);

// "grpc-timeout: 1500m". nullopt when it is none. At most a day.
std::optional<std::chrono::nanoseconds> TimeoutIn(std::string_view value);

// Whether gRPC takes it as a value of metadata: other bytes would end the whole program.
bool IsMetadataValue(std::string_view value);
bool IsMetadataKey(std::string_view key);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_WEB_FRAMES_H_
