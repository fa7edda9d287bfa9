// SPDX-License-Identifier: Apache-2.0
#include "tests/support/temp_dir.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace samstig::test {
namespace {

namespace fs = std::filesystem;

fs::path Parent() {
  const char* wanted = std::getenv("TEST_TMPDIR");
  if (wanted == nullptr || *wanted == '\0') return fs::temp_directory_path();
  fs::create_directories(wanted);
  return wanted;
}

}  // namespace

TempDir::TempDir() : path_((Parent() / "samstig-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror("no scratch folder");
    std::abort();
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteFile(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace samstig::test
