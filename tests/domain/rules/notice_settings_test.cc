// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "domain/rules/names.h"
#include "domain/rules/notices.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::As;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::Must;
using test::SetsNotices;
using testing::ElementsAre;

v1::SetNotices Weekly() { return SetsNotices("anna", v1::MAIL_RHYTHM_WEEKLY); }

TEST(SetNoticesTest, SetsAllOfIt) {
  v1::SetNotices first = Weekly();
  first.mutable_settings()->add_off(v1::NOTICE_KIND_POST);
  const v1::Entity weekly = Must(Fold(nullptr, first, As("anna"))).entity;
  EXPECT_EQ(weekly.notice_settings().rhythm(), v1::MAIL_RHYTHM_WEEKLY);
  EXPECT_THAT(weekly.notice_settings().off(), ElementsAre(v1::NOTICE_KIND_POST));
  const v1::SetNotices then = SetsNotices("anna", v1::MAIL_RHYTHM_NEVER);
  const v1::Entity never = Must(Fold(&weekly, then, As("anna"))).entity;
  EXPECT_EQ(never.notice_settings().rhythm(), v1::MAIL_RHYTHM_NEVER);
  EXPECT_EQ(never.notice_settings().off_size(), 0) << "what is not said is not kept";
  EXPECT_EQ(never.id(), weekly.id());
}

TEST(SetNoticesTest, RefusesEachBadField) {
  ExpectRefusals<v1::SetNotices>(
      nullptr, Weekly(), As("anna"),
      {{"another's id", [](auto& i) { i.set_id(NoticeSettingsId(IdNamed("bo")).ToBytes()); },
        v1::REASON_BAD_ID},
       {"no rhythm", [](auto& i) { i.mutable_settings()->clear_rhythm(); },
        v1::REASON_OUT_OF_RANGE},
       {"an unknown rhythm",
        [](auto& i) { i.mutable_settings()->set_rhythm(static_cast<v1::MailRhythm>(99)); },
        v1::REASON_OUT_OF_RANGE},
       {"a long zone", [](auto& i) { i.mutable_settings()->set_time_zone(std::string(65, 'A')); },
        v1::REASON_TOO_LARGE},
       {"a path", [](auto& i) { i.mutable_settings()->set_time_zone("/etc/passwd"); },
        v1::REASON_MALFORMED},
       {"a way up", [](auto& i) { i.mutable_settings()->set_time_zone("Europe/../../x"); },
        v1::REASON_MALFORMED},
       {"a scheme", [](auto& i) { i.mutable_settings()->set_time_zone("file:x"); },
        v1::REASON_MALFORMED},
       {"half a name", [](auto& i) { i.mutable_settings()->set_time_zone("Europe/"); },
        v1::REASON_MALFORMED},
       {"two strokes", [](auto& i) { i.mutable_settings()->set_time_zone("Europe//Oslo"); },
        v1::REASON_MALFORMED},
       {"past midnight", [](auto& i) { i.mutable_settings()->set_digest_minute(1440); },
        v1::REASON_OUT_OF_RANGE},
       {"no day for a weekly one", [](auto& i) { i.mutable_settings()->set_digest_weekday(0); },
        v1::REASON_OUT_OF_RANGE},
       {"an eighth day", [](auto& i) { i.mutable_settings()->set_digest_weekday(8); },
        v1::REASON_OUT_OF_RANGE},
       {"quiet from no time", [](auto& i) { i.mutable_settings()->set_quiet_from_minute(1440); },
        v1::REASON_OUT_OF_RANGE},
       {"quiet to no time", [](auto& i) { i.mutable_settings()->set_quiet_to_minute(9999); },
        v1::REASON_OUT_OF_RANGE},
       {"no kind", [](auto& i) { i.mutable_settings()->add_off(v1::NOTICE_KIND_UNSPECIFIED); },
        v1::REASON_OUT_OF_RANGE},
       {"an unknown kind",
        [](auto& i) { i.mutable_settings()->add_off(static_cast<v1::NoticeKind>(77)); },
        v1::REASON_OUT_OF_RANGE},
       {"a kind twice",
        [](auto& i) {
          i.mutable_settings()->add_off(v1::NOTICE_KIND_POST);
          i.mutable_settings()->add_off(v1::NOTICE_KIND_POST);
        },
        v1::REASON_MALFORMED}});
  const v1::Entity post = APost().WithId(NoticeSettingsId(IdNamed("anna")));
  EXPECT_THAT(Fold(&post, Weekly(), As("anna")), HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(SetNoticesTest, TheDayMayBeLeftOutOfOtherRhythmsAndTheZoneOfAll) {
  for (const v1::MailRhythm rhythm :
       {v1::MAIL_RHYTHM_NEVER, v1::MAIL_RHYTHM_SOON, v1::MAIL_RHYTHM_DAILY}) {
    v1::SetNotices intent = SetsNotices("anna", rhythm);
    intent.mutable_settings()->clear_digest_weekday();
    intent.mutable_settings()->clear_time_zone();
    EXPECT_THAT(Fold(nullptr, intent, As("anna")), IsOk());
  }
  v1::SetNotices far_away = Weekly();
  far_away.mutable_settings()->set_time_zone("America/Argentina/Buenos_Aires");
  EXPECT_THAT(Fold(nullptr, far_away, As("anna")), IsOk());
  far_away.mutable_settings()->set_time_zone("Etc/GMT+3");
  EXPECT_THAT(Fold(nullptr, far_away, As("anna")), IsOk());
}

TEST(NoticeSettingsOfTest, WhereNothingWasSaidItIsDailyInTheMorning) {
  const v1::NoticeSettings settings = NoticeSettingsOf(nullptr);
  EXPECT_EQ(settings.rhythm(), v1::MAIL_RHYTHM_DAILY);
  EXPECT_EQ(settings.time_zone(), "Europe/Helsinki");
  EXPECT_EQ(settings.digest_minute(), 450u);
  EXPECT_EQ(settings.quiet_from_minute(), settings.quiet_to_minute());
  EXPECT_TRUE(WantsMail(settings, v1::NOTICE_KIND_POST));
}

TEST(NoticeSettingsOfTest, WhatIsOffIsNotMailedAndNeverIsNever) {
  v1::SetNotices intent = Weekly();
  intent.mutable_settings()->add_off(v1::NOTICE_KIND_POST);
  const v1::Entity stored = Must(Fold(nullptr, intent, As("anna"))).entity;
  EXPECT_FALSE(WantsMail(NoticeSettingsOf(&stored), v1::NOTICE_KIND_POST));
  EXPECT_TRUE(WantsMail(NoticeSettingsOf(&stored), v1::NOTICE_KIND_MENTION));
  v1::NoticeSettings never;
  never.set_rhythm(v1::MAIL_RHYTHM_NEVER);
  EXPECT_FALSE(WantsMail(never, v1::NOTICE_KIND_MENTION));
}

}  // namespace
}  // namespace samstig::rules
