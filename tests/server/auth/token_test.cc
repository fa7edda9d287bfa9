// SPDX-License-Identifier: Apache-2.0
#include "server/auth/token.h"

#include <gmock/gmock.h>

#include "server/auth/sha256.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::Must;
using testing::StartsWith;

TEST(TokenTest, NamesItsNetworkAndIsRandom) {
  test::SeededRandom random(1);
  const Token first = Token::New("stigen", random);
  const Token second = Token::New("stigen", random);
  EXPECT_EQ(first.network(), "stigen");
  EXPECT_THAT(std::string(first.Reveal()), StartsWith("stigen."));
  EXPECT_EQ(first.Reveal().size(), 7U + 43U);
  EXPECT_NE(first.Reveal(), second.Reveal());
}

TEST(TokenTest, IsReadBackFromItsText) {
  test::SeededRandom random(1);
  const Token token = Token::New("stigen", random);
  const Token read = Must(Token::Parse(token.Reveal()));
  EXPECT_EQ(read.network(), "stigen");
  EXPECT_EQ(read.Hash(), token.Hash());
  EXPECT_EQ(read.Hash(), Sha256Of(token.Reveal()));
  EXPECT_TRUE(read.HasHash(token.Hash()));
  EXPECT_FALSE(read.HasHash(Sha256Of("another")));
}

TEST(TokenTest, AnythingElseIsNobody) {
  const std::string random(43, 'a');
  for (const std::string& bad :
       {std::string(), random, "stigen." + random + "a", "stigen." + random.substr(1), "." + random,
        "Stigen." + random, "st." + random, "stigen." + random.substr(1) + "=",
        "stigen.." + random.substr(1), std::string(33, 'a') + "." + random}) {
    EXPECT_THAT(Token::Parse(bad).status(), HasReason(v1::REASON_NOT_SIGNED_IN)) << bad;
  }
}

}  // namespace
}  // namespace samstig::server
