// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/web_frames.h"

#include <absl/strings/escaping.h>

#include <algorithm>
#include <charconv>

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr char kMessageFlag = 0x00;
constexpr unsigned char kCompressedBit = 0x01;
constexpr char kTrailersFlag = static_cast<char>(0x80);

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

void SetHead(std::string& frame, char flag) {
  const auto size = static_cast<uint32_t>(frame.size() - kFrameHead);
  frame[0] = flag;
  for (size_t i = 0; i < 4; ++i) frame[1 + i] = static_cast<char>(size >> (8 * (3 - i)) & 0xFF);
}

bool IsVisible(char c) { return c >= 0x20 && c <= 0x7E; }

// Text in a trailer: UTF-8 with all but visible ASCII percent-encoded.
std::string PercentEncoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (IsVisible(c) && c != '%') {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return encoded;
}

std::string Base64(std::string_view bytes) { return absl::Base64Escape(View(bytes)); }

// A body may be several pieces of Base64, each with its own padding.
std::optional<std::string> FromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  while (!text.empty()) {
    const size_t padding = text.find('=');
    const size_t end = padding == std::string_view::npos ? text.size() : padding / 4 * 4 + 4;
    std::string piece;
    if (!absl::Base64Unescape(View(text.substr(0, end)), &piece)) return std::nullopt;
    bytes.append(piece);
    text.remove_prefix(end);
  }
  return bytes;
}

}  // namespace

std::optional<WebEncoding> EncodingOf(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  while (type.ends_with(' ')) type.pop_back();
  if (type == "application/grpc-web" || type == "application/grpc-web+proto") {
    return WebEncoding::kBinary;
  }
  if (type == "application/grpc-web-text" || type == "application/grpc-web-text+proto") {
    return WebEncoding::kText;
  }
  return std::nullopt;
}

Result<std::string> MessageIn(std::string_view body, WebEncoding encoding) {
  std::string decoded;
  if (encoding == WebEncoding::kText) {
    std::optional<std::string> bytes = FromBase64(body);
    if (!bytes) return Status(v1::REASON_MALFORMED, "the request is not Base64");
    decoded = *std::move(bytes);
    body = decoded;
  }
  if (body.size() < kFrameHead) {
    return Status(v1::REASON_MALFORMED, "the request has no gRPC-Web message");
  }
  size_t size = 0;
  for (size_t i = 1; i < kFrameHead; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
  const auto flag = static_cast<unsigned char>(body[0]);
  if (size != body.size() - kFrameHead || (flag & ~kCompressedBit) != 0) {
    return Status(v1::REASON_MALFORMED, "the request is not one whole gRPC-Web message");
  }
  if (flag != 0) return Status(v1::REASON_OUT_OF_RANGE, "compressed messages are not understood");
  return std::string(body.substr(kFrameHead));
}

void FinishMessageFrame(std::string& frame) { SetHead(frame, kMessageFlag); }

std::string EndFrame(const CallEnd& end) {
  std::string frame(kFrameHead, '\0');
  frame.append("grpc-status:").append(std::to_string(end.code)).append("\r\n");
  if (!end.message.empty()) {
    frame.append("grpc-message:").append(PercentEncoded(end.message)).append("\r\n");
  }
  if (!end.details.empty()) {
    std::string details = Base64(end.details);
    details.erase(std::min(details.size(), details.find('=')));  // gRPC writes no padding.
    frame.append("grpc-status-details-bin:").append(details).append("\r\n");
  }
  for (const auto& [name, value] : end.others) {
    frame.append(name).append(":").append(value).append("\r\n");
  }
  SetHead(frame, kTrailersFlag);
  return frame;
}

std::string Encoded(std::string bytes, WebEncoding encoding) {
  return encoding == WebEncoding::kText ? Base64(bytes) : std::move(bytes);
}

std::optional<std::chrono::nanoseconds> TimeoutIn(std::string_view value) {
  using std::chrono::nanoseconds;
  constexpr nanoseconds kLongest = std::chrono::hours(24);
  if (value.size() < 2 || value.size() > 9) return std::nullopt;
  int64_t number = 0;
  const char* last = value.data() + value.size() - 1;
  const auto parsed = std::from_chars(value.data(), last, number);
  if (parsed.ec != std::errc() || parsed.ptr != last || number < 0) return std::nullopt;
  const auto times = [&](nanoseconds unit) {
    return number > kLongest / unit ? kLongest : number * unit;
  };
  switch (*last) {
    case 'H':
      return times(std::chrono::hours(1));
    case 'M':
      return times(std::chrono::minutes(1));
    case 'S':
      return times(std::chrono::seconds(1));
    case 'm':
      return times(std::chrono::milliseconds(1));
    case 'u':
      return times(std::chrono::microseconds(1));
    case 'n':
      return times(nanoseconds(1));
    default:
      return std::nullopt;
  }
}

bool IsMetadataValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(), IsVisible);
}

bool IsMetadataKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace samstig::server
