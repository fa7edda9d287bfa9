// SPDX-License-Identifier: Apache-2.0
// What the operator's verbs share: the token, and how sizes read.
#ifndef SAMSTIG_CLI_OPERATOR_H_
#define SAMSTIG_CLI_OPERATOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "cli/verbs.h"
#include "samstig/operator.h"

namespace samstig::cli {

struct TokenOptions {
  std::string file;
};

void AddToken(CLI::App* verb, const std::shared_ptr<TokenOptions>& options);
// NOT_OPERATOR without a file.
Result<std::unique_ptr<client::Operator>> OpenOperator(Session& s, const TokenOptions& options);

// "812 kB"
std::string SizeText(uint64_t bytes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_OPERATOR_H_
