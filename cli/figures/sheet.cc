// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/sheet.h"

#include <utility>

namespace samstig::cli::figures {

Row MakeRow(std::string label, std::vector<std::string> words, size_t n, Telling telling,
            std::vector<uint64_t> values) {
  if (telling != Telling::kTold) values.clear();
  return {std::move(label), std::move(words), n, telling, std::move(values)};
}

}  // namespace samstig::cli::figures
