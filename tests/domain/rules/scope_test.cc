// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/scope.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "tests/support/seeded_random.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using base::Id;
using test::IdNamed;

const Id kAnna = *Id::FromText("0193cafe-0123-7abc-8def-0123456789ab");
const Id kCohort = *Id::FromText("0193beef-0123-7abc-8def-0123456789ab");

Scopes AllKinds(const Id& a, const Id& b) {
  return {Scope::OfPerson(a),  Scope::Desk(a, b),     Scope::OfCohort(a), Scope::Staff(a),
          Scope::OfGroup(a),   Scope::Internal(a, b), Scope::Guests(a),   Scope::OfMunicipality(a),
          Scope::Organisers(), Scope::Network()};
}

TEST(ScopeTest, ReadsAsItsLetterAndItsIds) {
  const std::string anna = kAnna.ToText();
  const std::string cohort = kCohort.ToText();
  EXPECT_EQ(Scope::OfPerson(kAnna).ToText(), "u/" + anna);
  EXPECT_EQ(Scope::Desk(kCohort, kAnna).ToText(), "d/" + cohort + "/" + anna);
  EXPECT_EQ(Scope::OfCohort(kCohort).ToText(), "c/" + cohort);
  EXPECT_EQ(Scope::Staff(kCohort).ToText(), "s/" + cohort);
  EXPECT_EQ(Scope::OfGroup(kCohort).ToText(), "g/" + cohort);
  EXPECT_EQ(Scope::Internal(kCohort, kAnna).ToText(), "i/" + cohort + "/" + anna);
  EXPECT_EQ(Scope::Guests(kCohort).ToText(), "v/" + cohort);
  EXPECT_EQ(Scope::OfMunicipality(kAnna).ToText(), "m/" + anna);
  EXPECT_EQ(Scope::Organisers().ToText(), "o");
  EXPECT_EQ(Scope::Network().ToText(), "n");
}

TEST(ScopeTest, ComesBackFromItsText) {
  test::SeededRandom random(test::SeedOr(41));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 200; ++i) {
    for (const Scope& scope : AllKinds(random.NextId(), random.NextId())) {
      EXPECT_EQ(Scope::FromText(scope.ToText()), scope) << scope.ToText();
    }
  }
}

TEST(ScopeTest, KnowsItsParts) {
  const Scope desk = Scope::Desk(kCohort, kAnna);
  EXPECT_EQ(desk.letter(), 'd');
  EXPECT_EQ(desk.first(), kCohort);
  EXPECT_EQ(desk.second(), kAnna);
  EXPECT_TRUE(Scope::Network().first().IsNil());
}

TEST(ScopeTest, FromTextRefusesWhatIsNoScope) {
  const std::string anna = kAnna.ToText();
  const std::string cohort = kCohort.ToText();
  for (const std::string& text : {
           std::string(),
           std::string("x"),
           std::string("u"),
           std::string("u/"),
           std::string("O"),
           std::string("o/"),
           std::string("nn"),
           "o/" + anna,
           "x/" + anna,
           "U/" + anna,
           "u:" + anna,
           "u" + anna + "/",
           "u/" + anna + "/",
           "u/" + anna + "/" + cohort,
           "d/" + cohort,
           "d/" + cohort + "/",
           "i/" + cohort,
           "v/" + cohort + "/" + anna,
           "d/" + cohort + ":" + anna,
           "d/" + cohort + "/" + anna + "/",
           "d//" + anna + anna.substr(1),
           "u/" + anna.substr(1),
           "u/" + std::string(36, 'g'),
           "u/" + std::string(36, '-'),
           " u/" + anna,
           "u/" + anna + " ",
       }) {
    EXPECT_EQ(Scope::FromText(text), std::nullopt) << text;
  }
}

TEST(ScopeTest, FromTextNeverCrashesAndWhatItTakesIsAScope) {
  test::SeededRandom random(test::SeedOr(42));
  SCOPED_TRACE(random.Story());
  for (int i = 0; i < 20'000; ++i) {
    std::string text = Scope::Desk(random.NextId(), random.NextId()).ToText();
    text[0] = "udcsgivmonx"[random.Below(11)];
    text.resize(random.Chance(50) ? 38 : random.Below(text.size() + 1));
    for (size_t n = random.Below(2); n > 0 && !text.empty(); --n) {
      text[random.Below(text.size())] = static_cast<char>(random.Below(256));
    }
    const std::optional<Scope> scope = Scope::FromText(text);
    if (scope) {
      EXPECT_EQ(Scope::FromText(scope->ToText()), scope) << text;
    }
  }
}

TEST(ScopeTest, DiffersWithEachPart) {
  std::set<Scope> all;
  for (const Scope& scope : AllKinds(IdNamed("a"), IdNamed("b"))) all.insert(scope);
  for (const Scope& scope : AllKinds(IdNamed("b"), IdNamed("a"))) all.insert(scope);
  EXPECT_EQ(all.size(), 18u);  // Two networks of ten kinds share the two without ids.
}

TEST(ScopeTest, ADeviceWantsTheOwnFirstAndTheCatalogueLast) {
  Scopes scopes = AllKinds(kAnna, kCohort);
  std::sort(scopes.begin(), scopes.end(),
            [](const Scope& a, const Scope& b) { return a.Priority() < b.Priority(); });
  std::string letters;
  for (const Scope& scope : scopes) letters.push_back(scope.letter());
  EXPECT_EQ(letters, "udsgivcmon");
}

}  // namespace
}  // namespace samstig::rules
