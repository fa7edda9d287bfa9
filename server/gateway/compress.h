// SPDX-License-Identifier: Apache-2.0
// Brotli and gzip, of whole texts in memory: what browsers take a file as.
#ifndef SAMSTIG_SERVER_GATEWAY_COMPRESS_H_
#define SAMSTIG_SERVER_GATEWAY_COMPRESS_H_

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

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_COMPRESS_H_
