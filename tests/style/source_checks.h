// SPDX-License-Identifier: Apache-2.0
// The house rules that a compiler does not know: who may include whom, and how a file is dressed.
// Works on texts, not on disks, so that it can be shown a crime and be seen to notice it.
#ifndef SAMSTIG_TESTS_STYLE_SOURCE_CHECKS_H_
#define SAMSTIG_TESTS_STYLE_SOURCE_CHECKS_H_

#include <string>
#include <string_view>
#include <vector>

namespace samstig::style {

struct Finding {
  std::string path;
  int line = 0;
  // The broken rule, and what to do.
  std::string rule;

  // "server/api/x.cc:7: ...", as editors jump to.
  std::string ToString() const;
};

// `path` is from the root of the source tree, with slashes. Knows .h .cc .c and .proto files.
std::vector<Finding> CheckSource(std::string_view path, std::string_view text);

// The include guard that a header must have.
std::string GuardOf(std::string_view path);

// `text` with comments and what is inside quotes made blank; as many lines as before.
std::string CodeOf(std::string_view text);

}  // namespace samstig::style

#endif  // SAMSTIG_TESTS_STYLE_SOURCE_CHECKS_H_
