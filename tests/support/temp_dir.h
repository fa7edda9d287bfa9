// SPDX-License-Identifier: Apache-2.0
// A scratch folder of one test: new and empty, gone with all that is in it when the story ends.
#ifndef SAMSTIG_TESTS_SUPPORT_TEMP_DIR_H_
#define SAMSTIG_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>
#include <string_view>

namespace samstig::test {

// Made in TEST_TMPDIR, which ctest sets, or else in the system's place for such folders.
class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::string& path() const { return path_; }
  // The path of a file in it.
  std::string File(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, std::string_view bytes);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_TEMP_DIR_H_
