// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/programme.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::AProgramme;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::IdOf;
using test::InSwedish;
using test::IsOk;
using test::PublishesProgramme;

TEST(PublishProgrammeTest, PublishesIt) {
  const FoldResult published = Fold(nullptr, PublishesProgramme(), As("olle organiser"));
  ASSERT_THAT(published, IsOk());
  EXPECT_THAT(published->entity, EqualsProto(v1::Entity(AProgramme())));
  ExpectMakesANewEntity(PublishesProgramme(), As("olle organiser"));
}

TEST(PublishProgrammeTest, ANewerVersionReplacesAnOlderWhichIsKeptAsHistory) {
  const v1::Entity before = AProgramme().InVersion(2);
  const FoldResult newer =
      Fold(&before, PublishesProgramme(AProgramme().InVersion(3)), As("olle organiser"));
  ASSERT_THAT(newer, IsOk());
  EXPECT_EQ(newer->entity.programme().version(), 3u);
  EXPECT_EQ(newer->history, History::kKeepBefore);
}

TEST(PublishProgrammeTest, AnOlderVersionNeverReplacesANewer) {
  const v1::Entity before = AProgramme().InVersion(2);
  EXPECT_THAT(Fold(&before, PublishesProgramme(AProgramme().InVersion(2)), As("olle organiser")),
              IsOk());
  EXPECT_THAT(Fold(&before, PublishesProgramme(AProgramme().InVersion(1)), As("olle organiser")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

// What is kept of an older version is in no list of programmes, and nobody can publish it.
TEST(EditionTest, IsAProgrammeThatNobodyCouldHavePublished) {
  v1::Entity edition = AProgramme();
  EXPECT_EQ(KeysOf(edition), (Keys{{KeyName::kProgrammes, {}}}));
  EXPECT_FALSE(IsEdition(edition.programme()));
  edition.mutable_programme()->set_code(EditionCode(edition.programme(), 1));
  EXPECT_EQ(edition.programme().code(), "ledarstig@1");
  EXPECT_TRUE(IsEdition(edition.programme()));
  EXPECT_EQ(KeysOf(edition), Keys());
  edition.set_id(ProgrammeId("ledarstig@1").ToBytes());
  EXPECT_THAT(Fold(nullptr, PublishesProgramme(edition), As("olle organiser")),
              HasReason(v1::REASON_MALFORMED));
}

TEST(PublishProgrammeTest, WithoutAPriceNeedsNoCurrency) {
  v1::PublishProgramme intent = PublishesProgramme();
  intent.mutable_programme()->set_price_cents(0);
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
  intent.mutable_programme()->clear_currency();
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
}

TEST(PublishProgrammeTest, WithoutAPriceTheCurrencyIsStillOne) {
  v1::PublishProgramme intent = PublishesProgramme();
  intent.mutable_programme()->set_price_cents(0);
  intent.mutable_programme()->set_currency(std::string(100'000, 'E'));
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), HasReason(v1::REASON_MALFORMED));
}

TEST(PublishProgrammeTest, IsRefused) {
  using I = v1::PublishProgramme;
  ExpectRefusals<I>(
      nullptr, PublishesProgramme(), As("olle organiser"),
      {
          {"no code", [](I& i) { i.mutable_programme()->clear_code(); }, v1::REASON_MISSING_FIELD},
          {"a code of two letters", [](I& i) { i.mutable_programme()->set_code("ab"); },
           v1::REASON_MALFORMED},
          {"a code in capitals", [](I& i) { i.mutable_programme()->set_code("Ledarstig"); },
           v1::REASON_MALFORMED},
          {"a long code",
           [](I& i) { i.mutable_programme()->set_code(std::string(kMaxCodeBytes + 1, 'a')); },
           v1::REASON_MALFORMED},
          {"version 0", [](I& i) { i.mutable_programme()->set_version(0); },
           v1::REASON_OUT_OF_RANGE},
          {"version 1,000,001", [](I& i) { i.mutable_programme()->set_version(1'000'001); },
           v1::REASON_OUT_OF_RANGE},
          {"no name", [](I& i) { i.mutable_programme()->clear_name(); }, v1::REASON_MISSING_FIELD},
          {"a blank name", [](I& i) { *i.mutable_programme()->mutable_name() = InSwedish(" "); },
           v1::REASON_TEXT_EMPTY},
          {"a name of two lines",
           [](I& i) { *i.mutable_programme()->mutable_name() = InSwedish("a\nb"); },
           v1::REASON_TEXT_INVALID},
          {"a long name",
           [](I& i) {
             *i.mutable_programme()->mutable_name() =
                 InSwedish(std::string(kMaxTitleBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
          {"no summary", [](I& i) { i.mutable_programme()->clear_summary(); },
           v1::REASON_MISSING_FIELD},
          {"a long summary",
           [](I& i) {
             *i.mutable_programme()->mutable_summary() =
                 InSwedish(std::string(kMaxTextBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
          {"no language", [](I& i) { i.mutable_programme()->clear_languages(); },
           v1::REASON_OUT_OF_RANGE},
          {"no language tag", [](I& i) { i.mutable_programme()->add_languages("?"); },
           v1::REASON_MALFORMED},
          {"a negative price", [](I& i) { i.mutable_programme()->set_price_cents(-1); },
           v1::REASON_OUT_OF_RANGE},
          {"a price above a million",
           [](I& i) { i.mutable_programme()->set_price_cents(100'000'001); },
           v1::REASON_OUT_OF_RANGE},
          {"a price without a currency", [](I& i) { i.mutable_programme()->clear_currency(); },
           v1::REASON_MALFORMED},
          {"a currency by its sign", [](I& i) { i.mutable_programme()->set_currency("€"); },
           v1::REASON_MALFORMED},
          {"a currency in small letters", [](I& i) { i.mutable_programme()->set_currency("eur"); },
           v1::REASON_MALFORMED},
          {"another one's id", [](I& i) { i.set_id(ProgrammeId("another").ToBytes()); },
           v1::REASON_BAD_ID},
      });
}

TEST(PublishProgrammeTest, WantsAnIdThatIsNotTakenBySomethingElse) {
  const v1::Entity post = APost().WithId(IdOf(AProgramme()));
  EXPECT_THAT(Fold(&post, PublishesProgramme(), As("olle organiser")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
