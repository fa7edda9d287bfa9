// SPDX-License-Identifier: Apache-2.0
// Brotli and gzip: what browsers take a file or a stream as.
#ifndef SAMSTIG_SERVER_GATEWAY_COMPRESS_H_
#define SAMSTIG_SERVER_GATEWAY_COMPRESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samstig::server {

// Well enough at some 20 MB a second: what is to be smaller is compressed when it is built.
std::string Brotli(std::string_view bytes);
std::string Gzip(std::string_view bytes);

// nullopt when it is not whole, or is more than `max_bytes`.
std::optional<std::string> FromBrotli(std::string_view bytes, size_t max_bytes);
std::optional<std::string> FromGzip(std::string_view bytes, size_t max_bytes);

// One gzip file (RFC 1952) in pieces, each of which can be unpacked as soon as it has come. No
// piece leans on an earlier one (RFC 1951 allows that), so that a stream at rest keeps twelve bytes
// here and not the quarter of a megabyte that zlib compresses in.
class GzipPieces {
 public:
  std::string Piece(std::string_view bytes);
  // After the last piece.
  std::string End();

 private:
  bool begun_ = false;
  uint32_t checksum_ = 0;
  uint32_t size_ = 0;  // Modulo 2^32.
};

// Whether an Accept-Encoding (RFC 9110) takes the coding: named, or meant by *, and not with q=0.
bool TakesCoding(std::string_view accepted, std::string_view coding);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_COMPRESS_H_
