// SPDX-License-Identifier: Apache-2.0
#include "cli/place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace samstig::cli {
namespace {

using ::testing::HasSubstr;

class PlaceTest : public testing::Test {
 protected:
  PlaceTest() : home_(testing::TempDir() + "place_test") {
    std::filesystem::remove_all(home_);
    std::filesystem::create_directories(home_);
    variables_["HOME"] = home_;
  }
  ~PlaceTest() override { std::filesystem::remove_all(home_); }

  Environment Variables() {
    return [this](const char* name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::nullopt : std::optional(found->second);
    };
  }
  void HasCopyOf(const std::string& network) {
    std::filesystem::create_directories(DataFolder(Variables()));
    std::ofstream(DataFolder(Variables()) + "/" + network + ".samstig") << "x";
  }

  std::string home_;
  std::map<std::string, std::string> variables_;
  Globals globals_;
};

TEST_F(PlaceTest, TheFolderIsWhereTheSystemWantsIt) {
  EXPECT_EQ(DataFolder(Variables()), home_ + "/.local/share/samstig");
  variables_["XDG_DATA_HOME"] = home_ + "/data";
  EXPECT_EQ(DataFolder(Variables()), home_ + "/data/samstig");
}

TEST_F(PlaceTest, WhatWasSaidWins) {
  globals_.data = "anna.samstig";
  EXPECT_EQ(*FindCopy(globals_, Variables()), "anna.samstig");
}

TEST_F(PlaceTest, TheOnlyCopyIsFound) {
  HasCopyOf("svenskfinland");
  EXPECT_EQ(*FindCopy(globals_, Variables()),
            home_ + "/.local/share/samstig/svenskfinland.samstig");
}

TEST_F(PlaceTest, OfSeveralOneMustBeNamed) {
  HasCopyOf("svenskfinland");
  HasCopyOf("norden");
  const base::Status status = FindCopy(globals_, Variables()).status();
  EXPECT_EQ(status.reason(), v1::REASON_MALFORMED);
  EXPECT_THAT(status.detail(), HasSubstr("norden and svenskfinland"));
  globals_.network = "norden";
  EXPECT_THAT(*FindCopy(globals_, Variables()), HasSubstr("/norden.samstig"));
}

TEST_F(PlaceTest, WithoutACopyNobodyIsSignedIn) {
  EXPECT_EQ(FindCopy(globals_, Variables()).status().reason(), v1::REASON_NOT_SIGNED_IN);
}

TEST_F(PlaceTest, TlsIsLeftOutOnlyForThisMachine) {
  for (const char* here : {"127.0.0.1:50051", "localhost:1", "[::1]:5", "127.0.1.1:8"}) {
    EXPECT_TRUE(IsLoopback(here)) << here;
    globals_.server = here;
    EXPECT_FALSE(Reach(globals_, {}).tls) << here;
  }
  for (const char* there : {"samstig.example:443", "10.0.0.1:50051", "localhost.example:1"}) {
    EXPECT_FALSE(IsLoopback(there)) << there;
    globals_.server = there;
    EXPECT_TRUE(Reach(globals_, {}).tls) << there;
  }
  globals_.tls = false;
  EXPECT_FALSE(Reach(globals_, {}).tls);
}

TEST_F(PlaceTest, TheServerOfTheSignInIsRemembered) {
  EXPECT_EQ(Reach(globals_, {}).server, kDefaultServer);
  const Notes notes{"samstig.example:443", true, "ca.pem", {}};
  EXPECT_EQ(Reach(globals_, notes).server, "samstig.example:443");
  EXPECT_EQ(Reach(globals_, notes).ca_file, "ca.pem");
  globals_.server = "127.0.0.1:7";
  EXPECT_EQ(Reach(globals_, notes).server, "127.0.0.1:7");
  EXPECT_FALSE(Reach(globals_, notes).tls);
  EXPECT_EQ(Reach(globals_, notes).ca_file, "");
}

}  // namespace
}  // namespace samstig::cli
