// SPDX-License-Identifier: Apache-2.0
#include "cli/notebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temp_dir.h"

namespace samstig::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class NotebookTest : public testing::Test {
 protected:
  std::string File() const { return data_ + ".cli.json"; }

  test::TempDir dir_;
  const std::string data_ = dir_.File("notebook_test.samstig");
};

TEST_F(NotebookTest, WhatIsNotedIsReadAgain) {
  const base::Id id = *base::Id::FromText("01990c5e-0000-7000-8000-0000aaaa1111");
  WriteNotes(data_, {"samstig.example:443", false, "ca.pem", {id}});
  const Notes notes = ReadNotes(data_);
  EXPECT_EQ(notes.server, "samstig.example:443");
  EXPECT_FALSE(notes.tls);
  EXPECT_EQ(notes.ca_file, "ca.pem");
  EXPECT_THAT(notes.listing, ElementsAre(id));
}

TEST_F(NotebookTest, NoFileIsNoNotes) {
  const Notes notes = ReadNotes(data_);
  EXPECT_EQ(notes.server, "");
  EXPECT_TRUE(notes.tls);
  EXPECT_THAT(notes.listing, IsEmpty());
}

TEST_F(NotebookTest, ADamagedFileIsNoNotes) {
  for (const char* bytes : {"", "{", "[]", "{\"server\": 7, \"listing\": {}}", "\xff"}) {
    std::ofstream(File(), std::ios::binary) << bytes;
    const Notes notes = ReadNotes(data_);
    EXPECT_EQ(notes.server, "");
    EXPECT_THAT(notes.listing, IsEmpty());
  }
}

TEST_F(NotebookTest, AFolderThatIsNotThereIsBorne) {
  WriteNotes("/nowhere/at/all", {});
  EXPECT_EQ(ReadNotes("/nowhere/at/all").server, "");
}

}  // namespace
}  // namespace samstig::cli
