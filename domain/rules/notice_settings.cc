// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Status;

namespace {

constexpr size_t kMaxZoneBytes = 64;
constexpr uint32_t kLastMinute = 24 * 60 - 1;

// As IANA's names are: "America/Argentina/Buenos_Aires", "Etc/GMT+3". The server looks the zone up
// by this name, so nothing that is a path or a file may stand here.
Status CheckZone(const std::string& zone) {
  if (zone.size() > kMaxZoneBytes) return {v1::REASON_TOO_LARGE, "time_zone is longer than 64"};
  const bool named = std::all_of(zone.begin(), zone.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '+' || c == '-';
  });
  if (!named || zone.starts_with('/') || zone.ends_with('/') || zone.find("//") != zone.npos) {
    return {v1::REASON_MALFORMED, "time_zone is not of the form Europe/Helsinki"};
  }
  return {};
}

Status CheckOff(const v1::NoticeSettings& settings) {
  int last = v1::NOTICE_KIND_UNSPECIFIED;
  for (const int kind : settings.off()) {
    if (!v1::NoticeKind_IsValid(kind) || kind == v1::NOTICE_KIND_UNSPECIFIED) {
      return {v1::REASON_OUT_OF_RANGE, "there is no such kind of notice"};
    }
    if (kind <= last) return {v1::REASON_MALFORMED, "off is not ascending, each kind once"};
    last = kind;
  }
  return {};
}

Status Check(const v1::NoticeSettings& settings) {
  if (settings.rhythm() == v1::MAIL_RHYTHM_UNSPECIFIED ||
      !v1::MailRhythm_IsValid(settings.rhythm())) {
    return {v1::REASON_OUT_OF_RANGE, "there is no such rhythm"};
  }
  RETURN_IF_ERROR(CheckZone(settings.time_zone()));
  RETURN_IF_ERROR(CheckRange(settings.digest_minute(), "digest_minute", 0, kLastMinute));
  // The other rhythms may leave it out.
  const uint32_t first_day = settings.rhythm() == v1::MAIL_RHYTHM_WEEKLY ? 1 : 0;
  RETURN_IF_ERROR(CheckRange(settings.digest_weekday(), "digest_weekday", first_day, 7));
  RETURN_IF_ERROR(CheckRange(settings.quiet_from_minute(), "quiet_from_minute", 0, kLastMinute));
  RETURN_IF_ERROR(CheckRange(settings.quiet_to_minute(), "quiet_to_minute", 0, kLastMinute));
  return CheckOff(settings);
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::SetNotices& intent, const Maker& maker) {
  if (intent.id() != NoticeSettingsId(maker.person).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from the person");
  }
  RETURN_IF_ERROR(Check(intent.settings()));
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kNoticeSettings, intent.id(), maker));
  *entity.mutable_notice_settings() = intent.settings();
  return Folded{std::move(entity)};
}

// Its id is made from what one would look it up by.
Keys KeysOf(const v1::NoticeSettings&) { return {}; }

}  // namespace samstig::rules
