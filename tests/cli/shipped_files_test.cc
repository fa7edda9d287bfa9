// SPDX-License-Identifier: Apache-2.0
// Every data file in programmes/ can be imported as it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "cli/programme_file.h"

namespace samstig::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> DataFiles() {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(SAMSTIG_PROGRAMMES)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  return files;
}

TEST(ShippedFilesTest, HaveNoMistakes) {
  const std::vector<std::string> files = DataFiles();
  ASSERT_GE(files.size(), 3u);
  for (const std::string& name : files) {
    const base::Result<std::string> bytes = ReadFile(name);
    ASSERT_TRUE(bytes.ok()) << name;
    Mistakes mistakes(name);
    const DataFile file = ReadDataFile(*bytes, name, mistakes);
    for (const Mistake& mistake : mistakes.Sorted()) ADD_FAILURE() << mistake.ToString();
    EXPECT_FALSE(std::holds_alternative<std::monostate>(file)) << name;
    if (const auto* programme = std::get_if<ProgrammeFile>(&file)) {
      for (const Mistake& note : programme->notes) ADD_FAILURE() << note.ToString();
    }
  }
}

TEST(ShippedFilesTest, KommunensLedarstigHasFourThemes) {
  const std::string name = std::string(SAMSTIG_PROGRAMMES) + "/kommunens-ledarstig/programme.yaml";
  Mistakes mistakes(name);
  const DataFile file = ReadDataFile(*ReadFile(name), name, mistakes);
  EXPECT_EQ(std::get<ProgrammeFile>(file).themes.size(), 4u);
}

}  // namespace
}  // namespace samstig::cli
