// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/compress.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>

namespace samstig::server {
namespace {

constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // The largest, in gzip's wrapping.
constexpr int kRawWindow = -15;       // The same without any wrapping.
constexpr int kGzipMemory = 8;
// RFC 1952 §2.3: deflate, no name, no time, made by nobody in particular.
constexpr std::string_view kGzipHead("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
// An empty block that is the last (RFC 1951 §3.2.6).
constexpr std::string_view kLastBlock("\x03\0", 2);

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

z_stream StreamOver(std::string_view in, std::string& out) {
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(Bytes(in));  // zlib only reads it.
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  return stream;
}

// zlib's memory for one piece, begun anew for each. One for each thread.
class Deflater {
 public:
  Deflater() {
    deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kRawWindow, kGzipMemory, Z_DEFAULT_STRATEGY);
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Appends blocks that end on a whole byte.
  void Append(std::string_view bytes, std::string& out) {
    deflateReset(&stream_);
    const size_t before = out.size();
    out.resize(before + deflateBound(&stream_, bytes.size()) + kFlushRoom);
    stream_.next_in = const_cast<Bytef*>(Bytes(bytes));  // zlib only reads it.
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream_.avail_out = static_cast<uInt>(out.size() - before);
    deflate(&stream_, Z_FULL_FLUSH);
    out.resize(out.size() - stream_.avail_out);
  }

 private:
  // The empty block that a flush ends with, and the mark before it.
  static constexpr size_t kFlushRoom = 16;
  z_stream stream_{};
};

void AppendLittleEndian(uint32_t number, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(number >> shift));
}

}  // namespace

std::string GzipPieces::Piece(std::string_view bytes) {
  std::string out(begun_ ? std::string_view() : kGzipHead);
  begun_ = true;
  if (bytes.empty()) return out;
  thread_local Deflater deflater;
  deflater.Append(bytes, out);
  checksum_ =
      static_cast<uint32_t>(crc32(checksum_, Bytes(bytes), static_cast<uInt>(bytes.size())));
  size_ += static_cast<uint32_t>(bytes.size());
  return out;
}

std::string GzipPieces::End() {
  std::string out = Piece({});
  out.append(kLastBlock);
  AppendLittleEndian(checksum_, out);
  AppendLittleEndian(size_, out);
  return out;
}

std::string Brotli(std::string_view bytes) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  size_t size = out.size();
  BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                        Bytes(bytes), &size, reinterpret_cast<uint8_t*>(out.data()));
  out.resize(size);
  return out;
}

std::string Gzip(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  deflateEnd(&stream);
  stream = StreamOver(bytes, out);
  deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY);
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::optional<std::string> FromBrotli(std::string_view bytes, size_t max_bytes) {
  std::string out(max_bytes, '\0');
  size_t size = out.size();
  if (BrotliDecoderDecompress(bytes.size(), Bytes(bytes), &size,
                              reinterpret_cast<uint8_t*>(out.data())) !=
      BROTLI_DECODER_RESULT_SUCCESS) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::optional<std::string> FromGzip(std::string_view bytes, size_t max_bytes) {
  std::string out(max_bytes, '\0');
  z_stream stream = StreamOver(bytes, out);
  inflateInit2(&stream, kGzipWindow);
  const int result = inflate(&stream, Z_FINISH);
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (!whole) return std::nullopt;
  return out;
}

bool TakesCoding(std::string_view accepted, std::string_view coding) {
  bool by_star = false;
  while (!accepted.empty()) {
    const std::string_view item = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), item.size() + 1));
    const size_t begin = item.find_first_not_of(" \t");
    if (begin == std::string_view::npos) continue;
    const std::string_view name = item.substr(begin, item.find_first_of(" \t;", begin) - begin);
    const size_t q = item.find("q=");
    const bool refused = q != std::string_view::npos &&
                         item.substr(q + 2).find_first_not_of("0. \t") == std::string_view::npos;
    if (name == coding) return !refused;
    if (name == "*") by_star = !refused;
  }
  return by_star;
}

}  // namespace samstig::server
