// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APerson;
using test::APost;
using test::As;
using test::CorrectsPerson;
using test::EqualsProto;
using test::InvitesPerson;
using test::IsOk;

// The same for inviting and correcting.
template <typename Intent>
std::vector<Spoilt<Intent>> BadPersons() {
  return {
      {"no name", [](Intent& i) { i.mutable_person()->clear_name(); }, v1::REASON_TEXT_EMPTY},
      {"a blank name", [](Intent& i) { i.mutable_person()->set_name("  "); },
       v1::REASON_TEXT_EMPTY},
      {"a name of two lines", [](Intent& i) { i.mutable_person()->set_name("Anna\nBerg"); },
       v1::REASON_TEXT_INVALID},
      {"a long name",
       [](Intent& i) { i.mutable_person()->set_name(std::string(kMaxNameBytes + 1, 'a')); },
       v1::REASON_TEXT_TOO_LONG},
      {"no language", [](Intent& i) { i.mutable_person()->clear_language(); },
       v1::REASON_MALFORMED},
      {"no language tag", [](Intent& i) { i.mutable_person()->set_language("svenska?"); },
       v1::REASON_MALFORMED},
      {"a trace", [](Intent& i) { i.mutable_person()->set_trace(v1::PERSON_TRACE_GONE); },
       v1::REASON_OUT_OF_RANGE},
  };
}

TEST(InvitePersonTest, MakesThePerson) {
  const FoldResult invited = Fold(nullptr, InvitesPerson("anna"), As("olle organiser"));
  ASSERT_THAT(invited, IsOk());
  EXPECT_THAT(invited->entity, EqualsProto(v1::Entity(APerson("anna"))));
  ExpectMakesANewEntity(InvitesPerson("anna"), As("olle organiser"));
  ExpectWantsAFreeId(InvitesPerson("anna"), As("olle organiser"));
}

TEST(InvitePersonTest, TakesTheLongestName) {
  v1::InvitePerson intent = InvitesPerson();
  intent.mutable_person()->set_name(std::string(kMaxNameBytes, 'a'));
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
}

TEST(InvitePersonTest, IsRefused) {
  using I = v1::InvitePerson;
  ExpectRefusals(nullptr, InvitesPerson(), As("olle organiser"), BadPersons<I>());
  ExpectRefusals<I>(
      nullptr, InvitesPerson(), As("olle organiser"),
      {
          {"the id of a trace",
           [](I& i) { i.set_id(TraceId(v1::PERSON_TRACE_ANONYMOUS).ToBytes()); },
           v1::REASON_BAD_ID},
          {"no email", [](I& i) { i.clear_email(); }, v1::REASON_TEXT_EMPTY},
          {"no email address", [](I& i) { i.set_email("anna"); }, v1::REASON_MALFORMED},
          {"no id for the hat", [](I& i) { i.clear_membership_id(); }, v1::REASON_MISSING_FIELD},
          {"an id for the hat that is none", [](I& i) { i.set_membership_id("x"); },
           v1::REASON_BAD_ID},
          {"no hat", [](I& i) { i.clear_hat(); }, v1::REASON_MISSING_FIELD},
          {"a hat in the wrong place", [](I& i) { i.mutable_hat()->set_network(true); },
           v1::REASON_MALFORMED},
          {"a hat in no place that is one", [](I& i) { i.mutable_hat()->set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"a hat with a long sector",
           [](I& i) { i.mutable_hat()->set_sector(std::string(101, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
      });
}

// The server gives it to whoever has the address.
TEST(InvitePersonTest, TheHatNeedNotSayWhose) {
  v1::InvitePerson intent = InvitesPerson();
  intent.mutable_hat()->clear_person_id();
  EXPECT_THAT(Fold(nullptr, intent, As("olle organiser")), IsOk());
}

TEST(CorrectPersonTest, ChangesNameAndLanguage) {
  const v1::Entity anna = APerson("anna");
  v1::CorrectPerson intent = CorrectsPerson("anna", "Anna Berg");
  intent.mutable_person()->set_language("fi");
  const FoldResult corrected = Fold(&anna, intent, As("anna"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->entity.person().name(), "Anna Berg");
  EXPECT_EQ(corrected->entity.person().language(), "fi");
  EXPECT_EQ(corrected->entity.author(), anna.author());
}

TEST(CorrectPersonTest, IsRefused) {
  const v1::Entity anna = APerson("anna");
  ExpectRefusals(&anna, CorrectsPerson("anna", "Anna Berg"), As("anna"),
                 BadPersons<v1::CorrectPerson>());
  ExpectNotFound(CorrectsPerson("anna", "Anna Berg"), As("anna"), APost());
}

}  // namespace
}  // namespace samstig::rules
