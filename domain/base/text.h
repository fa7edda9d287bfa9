// SPDX-License-Identifier: Apache-2.0
// What a text may be: UTF-8 (RFC 3629) without control characters other than tab and line ends.
#ifndef SAMSTIG_DOMAIN_BASE_TEXT_H_
#define SAMSTIG_DOMAIN_BASE_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/base/result.h"

namespace samstig::base {

// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

// OK for a text of one line of at most `max_bytes`. Empty is OK only if `may_be_empty`.
enum class Emptiness { kRefused, kAllowed };
Status CheckLine(std::string_view text, std::string_view field, size_t max_bytes,
                 Emptiness emptiness = Emptiness::kRefused);
// The same for a text that may have tabs and line ends.
Status CheckText(std::string_view text, std::string_view field, size_t max_bytes,
                 Emptiness emptiness = Emptiness::kRefused);

// An e-mail address as mail programs take it (a careful part of RFC 5321): local@domain.tld, at
// most 254 bytes of ASCII, no white space or quotes.
Status CheckEmail(std::string_view email);
// Lower case, as addresses are compared and kept.
std::string NormalEmail(std::string_view email);

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_TEXT_H_
