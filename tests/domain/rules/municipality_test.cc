// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AMunicipality;
using test::APost;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::IdOf;
using test::InSwedish;
using test::IsOk;
using test::RegistersPargas;

TEST(RegisterMunicipalityTest, AddsIt) {
  const FoldResult added = Fold(nullptr, RegistersPargas(), As("olle organiser"));
  ASSERT_THAT(added, IsOk());
  EXPECT_THAT(added->entity, EqualsProto(v1::Entity(AMunicipality())));
  ExpectMakesANewEntity(RegistersPargas(), As("olle organiser"));
}

TEST(RegisterMunicipalityTest, ImportingTheSameListTwiceChangesNothing) {
  const v1::Entity pargas = AMunicipality();
  const FoldResult again = Fold(&pargas, RegistersPargas(), As("another organiser"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(pargas));
}

TEST(RegisterMunicipalityTest, CorrectsTheEntry) {
  const v1::Entity pargas = AMunicipality();
  v1::RegisterMunicipality intent = RegistersPargas();
  *intent.mutable_municipality()->mutable_name() = InSwedish("Pargas stad");
  const FoldResult corrected = Fold(&pargas, intent, As("olle organiser"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_THAT(corrected->entity.municipality().name(), EqualsProto(InSwedish("Pargas stad")));
}

TEST(RegisterMunicipalityTest, TakesCodesOfThreeAndFourDigits) {
  for (const char* code : {"445", "1480"}) {
    v1::RegisterMunicipality intent = RegistersPargas();
    intent.mutable_municipality()->set_code(code);
    intent.set_id(MunicipalityId("FI", code).ToBytes());
    EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk()) << code;
  }
}

TEST(RegisterMunicipalityTest, IsRefused) {
  using I = v1::RegisterMunicipality;
  ExpectRefusals<I>(
      nullptr, RegistersPargas(), As("olle organiser"),
      {
          {"no country", [](I& i) { i.mutable_municipality()->clear_country(); },
           v1::REASON_MALFORMED},
          {"a country in small letters", [](I& i) { i.mutable_municipality()->set_country("fi"); },
           v1::REASON_MALFORMED},
          {"a country of three letters", [](I& i) { i.mutable_municipality()->set_country("FIN"); },
           v1::REASON_MALFORMED},
          {"no code", [](I& i) { i.mutable_municipality()->clear_code(); }, v1::REASON_MALFORMED},
          {"a code of two digits", [](I& i) { i.mutable_municipality()->set_code("44"); },
           v1::REASON_MALFORMED},
          {"a code of five digits", [](I& i) { i.mutable_municipality()->set_code("44500"); },
           v1::REASON_MALFORMED},
          {"a code with a letter", [](I& i) { i.mutable_municipality()->set_code("44a"); },
           v1::REASON_MALFORMED},
          {"no name", [](I& i) { i.mutable_municipality()->clear_name(); },
           v1::REASON_MISSING_FIELD},
          {"a blank name", [](I& i) { *i.mutable_municipality()->mutable_name() = InSwedish(" "); },
           v1::REASON_TEXT_EMPTY},
          {"a name of two lines",
           [](I& i) { *i.mutable_municipality()->mutable_name() = InSwedish("a\nb"); },
           v1::REASON_TEXT_INVALID},
          {"a long name",
           [](I& i) {
             *i.mutable_municipality()->mutable_name() =
                 InSwedish(std::string(kMaxNameBytes + 1, 'a'));
           },
           v1::REASON_TEXT_TOO_LONG},
          {"no language", [](I& i) { i.mutable_municipality()->clear_languages(); },
           v1::REASON_OUT_OF_RANGE},
          {"thirteen languages",
           [](I& i) {
             while (i.municipality().languages_size() <= kMaxLanguages) {
               i.mutable_municipality()->add_languages("sv");
             }
           },
           v1::REASON_OUT_OF_RANGE},
          {"no language tag", [](I& i) { i.mutable_municipality()->add_languages("?"); },
           v1::REASON_MALFORMED},
          {"another one's id", [](I& i) { i.set_id(MunicipalityId("FI", "710").ToBytes()); },
           v1::REASON_BAD_ID},
      });
}

TEST(RegisterMunicipalityTest, WantsAnIdThatIsNotTakenBySomethingElse) {
  const v1::Entity post = APost().WithId(IdOf(AMunicipality()));
  EXPECT_THAT(Fold(&post, RegistersPargas(), As("olle organiser")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
