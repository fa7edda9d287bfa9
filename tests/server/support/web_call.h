// SPDX-License-Identifier: Apache-2.0
// One gRPC-Web call on a connection without any manners: what a browser would make of the answer,
// frame by frame as it comes, unpacked when it says that it is in gzip.
#ifndef SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_
#define SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_

#include <zlib.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "tests/server/support/raw_socket.h"

namespace samstig::test {

inline std::string WebFrame(std::string_view message) {
  std::string frame(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>(message.size() >> shift & 0xFF));
  }
  return frame.append(message);
}

inline std::string WebRequest(const std::string& path, const std::string& body,
                              const std::string& headers = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc-web+proto\r\n" +
         headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Unpacks what has come of one gzip file.
class Gunzip {
 public:
  Gunzip() { inflateInit2(&stream_, 15 + 16); }
  ~Gunzip() { inflateEnd(&stream_); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // Empty also when the bytes are no gzip.
  std::string More(std::string bytes) {
    stream_.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream_.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    do {
      out.resize(size_ + (64 << 10));
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + size_);
      stream_.avail_out = 64 << 10;
      ended_ = inflate(&stream_, Z_SYNC_FLUSH) == Z_STREAM_END;
      size_ = out.size() - stream_.avail_out;
    } while (stream_.avail_out == 0 && !ended_);
    out.resize(std::exchange(size_, 0));
    return out;
  }
  // Its checksum and its size were right, and nothing came after them.
  bool IsWhole() const { return ended_ && stream_.avail_in == 0; }

 private:
  z_stream stream_{};
  size_t size_ = 0;
  bool ended_ = false;
};

class WebCall {
 public:
  // `request`: a whole HTTP request, as WebRequest makes it.
  WebCall(int port, const std::string& request) : socket_(port) { socket_.Send(request); }

  // The next message; false at the end of the call, after which code() and so on are known.
  bool Reads() {
    ReadHead();
    const std::string head = Bytes(5);
    if (head.size() < 5) return false;
    size_t size = 0;
    for (size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(head[i]);
    message_ = Bytes(size);
    if (message_.size() < size) return false;
    if (head[0] == '\0') return true;
    ReadTrailers();
    return false;
  }

  const std::string& message() const { return message_; }
  // -1: the call did not end by itself.
  int code() const {
    return trailers_.contains("grpc-status") ? std::atoi(Trailer("grpc-status")) : -1;
  }
  const char* Trailer(const std::string& name) const {
    const auto found = trailers_.find(name);
    return found == trailers_.end() ? "" : found->second.c_str();
  }
  const std::string& head() {
    ReadHead();
    return head_;
  }
  RawSocket& socket() { return socket_; }
  // How many bytes of the body came over the wire.
  size_t taken() const { return taken_; }
  const Gunzip& gunzip() const { return *gunzip_; }
  // Reads to the end of the call.
  int End() {
    while (Reads()) {
    }
    return code();
  }

 private:
  void ReadHead() {
    if (!head_.empty()) return;
    head_ = socket_.ReadUntil("\r\n\r\n");
    const size_t end = head_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    raw_ = head_.substr(end + 4);
    head_.resize(end + 4);
    chunked_ = head_.find("Transfer-Encoding: chunked\r\n") != std::string::npos;
    packed_ = head_.find("Content-Encoding: gzip\r\n") != std::string::npos;
  }

  // So many bytes of the body; fewer at its end.
  std::string Bytes(size_t size) {
    while (body_.size() < size && MoreBody()) {
    }
    std::string bytes = body_.substr(0, size);
    body_.erase(0, bytes.size());
    return bytes;
  }

  bool MoreBody() {
    if (!chunked_) {
      const std::string more = raw_.empty() ? socket_.ReadSome() : std::exchange(raw_, {});
      body_.append(more);
      return !more.empty();
    }
    size_t line = 0;
    while ((line = raw_.find("\r\n")) == std::string::npos) {
      const std::string more = socket_.ReadSome();
      if (more.empty()) return false;
      raw_.append(more);
    }
    const size_t size = std::strtoul(raw_.c_str(), nullptr, 16);
    while (raw_.size() < line + 2 + size + 2) {
      const std::string more = socket_.ReadSome();
      if (more.empty()) return false;
      raw_.append(more);
    }
    const std::string piece = raw_.substr(line + 2, size);
    taken_ += size;
    body_.append(packed_ && size > 0 ? gunzip_->More(piece) : piece);
    raw_.erase(0, line + 2 + size + 2);
    return size > 0;
  }

  void ReadTrailers() {
    std::string_view rest = message_;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find("\r\n"));
      const size_t colon = line.find(':');
      if (colon == std::string_view::npos) return;
      trailers_[std::string(line.substr(0, colon))] = line.substr(colon + 1);
      rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
  }

  RawSocket socket_;
  std::string head_;
  std::string raw_;
  bool chunked_ = false;
  bool packed_ = false;
  size_t taken_ = 0;
  std::unique_ptr<Gunzip> gunzip_ = std::make_unique<Gunzip>();
  std::string body_;
  std::string message_;
  std::map<std::string, std::string> trailers_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_SUPPORT_WEB_CALL_H_
