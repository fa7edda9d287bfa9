// SPDX-License-Identifier: Apache-2.0
// Personal identity codes of the Nordic countries, told by their shape. Samstig has no use for
// them and wants none.
#ifndef SAMSTIG_CLI_IDENTITY_CODE_H_
#define SAMSTIG_CLI_IDENTITY_CODE_H_

#include <string_view>

namespace samstig::cli {

// Swedish, Finnish, Danish, Icelandic, Norwegian; with or without hyphens and spaces, and also when
// the check digit is wrong. An employee number that happens to have this shape is taken for one.
bool LooksLikeIdentityCode(std::string_view text);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_IDENTITY_CODE_H_
