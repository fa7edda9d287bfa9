// SPDX-License-Identifier: Apache-2.0
#include "cli/naming.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace samstig::cli {
namespace {

using ::testing::HasSubstr;

Id IdOf(const std::string& text) { return *Id::FromText(text); }

class NamingTest : public testing::Test {
 protected:
  const Id summer = IdOf("01990c5e-0000-7000-8000-0000aaaa1111");
  const Id winter = IdOf("01990c5e-0000-7000-8000-0000bbbb2222");
  const Id pargas = IdOf("5a3f0c5e-1234-8abc-8000-0000cccc3333");
  const Id gone = IdOf("01990c5e-0000-7000-8000-0000dddd4444");
  const std::vector<Candidate> things = {{summer, "“Sommar”", {"Sommar"}},
                                         {winter, "“Vinter”", {"Vinter", "kallt"}},
                                         {pargas, "Pargas", {"445", "Pargas", "Parainen"}}};
  const std::vector<Id> listing = {winter, summer, gone};

  base::Result<Id> Named(std::string_view given) {
    return Choose(given, "thread", things, listing);
  }
};

TEST_F(NamingTest, ByCodeOrNameWithoutRegardToCase) {
  EXPECT_EQ(*Named("445"), pargas);
  EXPECT_EQ(*Named("PARAINEN"), pargas);
  EXPECT_EQ(*Named(" kallt "), winter);
}

TEST_F(NamingTest, ByNumberInTheLastListing) {
  EXPECT_EQ(*Named("1"), winter);
  EXPECT_EQ(*Named("2"), summer);
}

TEST_F(NamingTest, ByWhatOnlyOneIdStartsOrEndsWith) {
  EXPECT_EQ(*Named("5a3f"), pargas);
  EXPECT_EQ(*Named("aaaa1111"), summer);
  EXPECT_EQ(*Named("1111"), summer);
  EXPECT_EQ(*Named("0000BBBB2222"), winter);
  EXPECT_EQ(*Named("01990c5e-0000-7000-8000-0000aaaa1111"), summer);
}

TEST_F(NamingTest, ACodeWinsOverANumber) {
  const std::vector<Candidate> cohorts = {{summer, "one", {"2"}}, {winter, "two", {"1"}}};
  EXPECT_EQ(*Choose("1", "cohort", cohorts, {summer, winter}), winter);
}

TEST_F(NamingTest, WhatCouldBeSeveralIsListed) {
  const base::Status status = Named("01990c5e").status();
  EXPECT_EQ(status.reason(), v1::REASON_MALFORMED);
  EXPECT_EQ(status.detail(),
            "“01990c5e” could be 2 threads:\n  aaaa1111  “Sommar”\n  bbbb2222  “Vinter”");
}

TEST_F(NamingTest, TheSameNameTwiceIsAmbiguous) {
  const std::vector<Candidate> twins = {{summer, "one", {"Hej"}}, {winter, "two", {"hej"}}};
  EXPECT_EQ(Choose("Hej", "thread", twins, {}).status().reason(), v1::REASON_MALFORMED);
}

TEST_F(NamingTest, NothingIsFound) {
  EXPECT_EQ(Named("Höst").status().detail(), "“Höst” is not a thread that you can see.");
  EXPECT_EQ(Named("").status().reason(), v1::REASON_NOT_FOUND);
  EXPECT_EQ(Named("019").status().reason(), v1::REASON_NOT_FOUND);  // Too short to say anything.
  EXPECT_EQ(Named("9").status().detail(), "the last listing has no number 9.");
  EXPECT_EQ(Named("0").status().detail(), "the last listing has no number 0.");
}

TEST_F(NamingTest, ANumberOfSomethingElseSaysSo) {
  EXPECT_EQ(Named("3").status().detail(), "number 3 of the last listing is not a thread.");
}

TEST_F(NamingTest, TheOnlyOneNeedsNoName) {
  EXPECT_EQ(*ChooseOnly("cohort", "--cohort", {things[0]}), summer);
  EXPECT_EQ(ChooseOnly("cohort", "--cohort", {}).status().reason(), v1::REASON_NOT_FOUND);
  const base::Status several = ChooseOnly("cohort", "--cohort", things).status();
  EXPECT_EQ(several.reason(), v1::REASON_MALFORMED);
  EXPECT_THAT(several.detail(), HasSubstr("say which with --cohort:\n  Sommar  “Sommar”"));
}

TEST_F(NamingTest, ShortIdsAreTheRandomEnd) { EXPECT_EQ(ShortId(summer), "aaaa1111"); }

}  // namespace
}  // namespace samstig::cli
