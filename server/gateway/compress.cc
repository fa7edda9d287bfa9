// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/compress.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <zlib.h>

namespace samstig::server {
namespace {

constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // The largest, in gzip's wrapping.
constexpr int kGzipMemory = 8;

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

}  // namespace

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

}  // namespace samstig::server
