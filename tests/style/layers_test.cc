// SPDX-License-Identifier: Apache-2.0
// Walks the source tree and holds every file against the house rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/style/source_checks.h"
#include "tests/support/temp_dir.h"

namespace samstig::style {
namespace {

namespace fs = std::filesystem;

bool IsSource(const fs::path& path) {
  static const std::set<std::string> kEndings = {".h", ".cc", ".c", ".proto"};
  return kEndings.contains(path.extension().string());
}

// What is built, fetched or hidden is not ours to judge.
bool IsSkipped(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "build" || name == "node_modules" || name.starts_with('.');
}

std::vector<fs::path> SourcesIn(const fs::path& root) {
  std::vector<fs::path> sources;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    if (it->is_directory() && IsSkipped(it->path())) it.disable_recursion_pending();
    if (it->is_regular_file() && IsSource(it->path())) sources.push_back(it->path());
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

TEST(HouseTest, EveryFileKeepsTheRules) {
  const fs::path root = SAMSTIG_SOURCE_DIR;
  const std::vector<fs::path> sources = SourcesIn(root);
  ASSERT_GT(sources.size(), 50u) << "is this the source tree? " << root;
  for (const fs::path& source : sources) {
    const std::string path = fs::relative(source, root).generic_string();
    for (const Finding& finding : CheckSource(path, test::ReadFile(source.string()))) {
      ADD_FAILURE() << finding.ToString();
    }
  }
}

}  // namespace
}  // namespace samstig::style
