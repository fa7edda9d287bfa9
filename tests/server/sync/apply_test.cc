// SPDX-License-Identifier: Apache-2.0
// Apply: a program without a device asks for one thing, as often as it likes.
#include "server/sync/apply.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/rules/names.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Result;

// Two messages with the same entries, put in from either end.
v1::Mutation RegistersNagu(bool backwards) {
  v1::RegisterMunicipality intent;
  intent.set_id(rules::MunicipalityId("FI", "533").ToBytes());
  intent.mutable_municipality()->set_country("FI");
  intent.mutable_municipality()->set_code("533");
  intent.mutable_municipality()->add_languages("sv");
  std::vector<std::string> languages{"sv", "fi", "en", "da", "nb", "nn", "se", "is", "fo", "kl"};
  if (backwards) std::reverse(languages.begin(), languages.end());
  for (const std::string& language : languages) {
    (*intent.mutable_municipality()->mutable_name()->mutable_by_language())[language] = "Nagu";
  }
  return MutationOf(intent, 0);
}

class ApplyTest : public testing::Test {
 protected:
  Village village;
};

TEST_F(ApplyTest, ARepeatIsAnsweredAlikeAndChangesNothing) {
  const Result<v1::Outcome> first =
      village.Applies("olle organiser", "import-1", RegistersNagu(false));
  ASSERT_THAT(first, IsOk());
  const uint64_t seq = village.LastSeq();
  const Result<v1::Outcome> again =
      village.Applies("olle organiser", "import-1", RegistersNagu(false));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->seq(), first->seq());
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(ApplyTest, TheOrderOfTheEntriesOfAMapIsNoOtherContent) {
  ASSERT_THAT(village.Applies("olle organiser", "import-1", RegistersNagu(false)), IsOk());
  EXPECT_THAT(village.Applies("olle organiser", "import-1", RegistersNagu(true)), IsOk());
}

TEST_F(ApplyTest, ARequestIdStandsForOneContentOnly) {
  ASSERT_THAT(village.Applies("olle organiser", "import-1", RegistersNagu(false)), IsOk());
  EXPECT_THAT(village.Applies("olle organiser", "import-1", MutationOf(StartsThread("Hej"), 0)),
              HasReason(v1::REASON_REQUEST_ID_REUSED));
}

TEST_F(ApplyTest, ARequestIdIsThePersonsOwn) {
  ASSERT_THAT(village.Applies("bo", "r", MutationOf(StartsThread("Hej"), 0)), IsOk());
  EXPECT_THAT(village.Applies("olle organiser", "r", RegistersNagu(false)), IsOk());
}

TEST_F(ApplyTest, WhatIsRefusedLeavesNothingBehindAndMayBeAskedAgain) {
  const uint64_t seq = village.LastSeq();
  EXPECT_THAT(village.Applies("anna", "r", RegistersNagu(false)),
              HasReason(v1::REASON_NOT_ALLOWED));
  EXPECT_EQ(village.LastSeq(), seq);
  EXPECT_THAT(village.Applies("anna", "r", RegistersNagu(false)),
              HasReason(v1::REASON_NOT_ALLOWED));
}

TEST_F(ApplyTest, RefusesRequestIdsThatAreNone) {
  EXPECT_THAT(village.Applies("olle organiser", "", RegistersNagu(false)),
              HasReason(v1::REASON_MISSING_FIELD));
  for (const std::string& id : {std::string(65, 'x'), std::string("two words"),
                                std::string("tab\t"), std::string("å"), std::string("nul\0", 4)}) {
    EXPECT_THAT(village.Applies("olle organiser", id, RegistersNagu(false)),
                HasReason(v1::REASON_MALFORMED))
        << id;
  }
}

TEST_F(ApplyTest, NumbersAndDependantsAreForDevices) {
  EXPECT_THAT(village.Applies("olle organiser", "r", MutationOf(StartsThread("Hej"), 1)),
              HasReason(v1::REASON_MALFORMED));
  v1::Mutation dependant = RegistersNagu(false);
  dependant.add_depends_on(1);
  EXPECT_THAT(village.Applies("olle organiser", "r", dependant), HasReason(v1::REASON_MALFORMED));
}

}  // namespace
}  // namespace samstig::test
