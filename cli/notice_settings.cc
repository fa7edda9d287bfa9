// SPDX-License-Identifier: Apache-2.0
#include "cli/notice_settings.h"

#include <cstdio>
#include <iterator>
#include <memory>
#include <set>
#include <vector>

#include "cli/json.h"
#include "cli/words.h"
#include "domain/rules/names.h"
#include "domain/rules/notices.h"

namespace samstig::cli {

namespace {

constexpr const char* kDays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                 "friday", "saturday", "sunday"};

struct SettingsOptions {
  std::string rhythm;
  std::string at;
  std::string day;
  std::string quiet;
  std::string zone;
  std::vector<std::string> off;
  std::vector<std::string> on;

  bool asks_only() const {
    return rhythm.empty() && at.empty() && day.empty() && quiet.empty() && zone.empty() &&
           off.empty() && on.empty();
  }
};

Status Wrong(const std::string& option, const std::string& given, const std::string& there_are) {
  return {v1::REASON_MALFORMED, option + ": “" + given + "” will not do. " + there_are};
}

template <typename Enum>
std::string AllWords(Enum first, Enum last) {
  std::string all;
  for (int i = static_cast<int>(first); i <= static_cast<int>(last); ++i) {
    all += (all.empty() ? "" : ", ") + Word(static_cast<Enum>(i));
  }
  return all;
}

std::string Rhythms() { return AllWords(v1::MAIL_RHYTHM_NEVER, v1::MailRhythm_MAX); }
std::string Kinds() { return AllWords(v1::NOTICE_KIND_MENTION, v1::NoticeKind_MAX); }

Status SetTimes(const SettingsOptions& options, v1::NoticeSettings& settings) {
  if (!options.at.empty()) {
    const std::optional<uint32_t> minute = MinuteOf(options.at);
    if (!minute) return Wrong("--at", options.at, "A time of day is 07:30.");
    settings.set_digest_minute(*minute);
  }
  if (!options.day.empty()) {
    settings.set_digest_weekday(0);
    for (uint32_t i = 0; i < std::size(kDays); ++i) {
      if (WordOf(options.day) == kDays[i]) settings.set_digest_weekday(i + 1);
    }
    if (settings.digest_weekday() == 0) {
      return Wrong("--day", options.day, "A day is monday, tuesday, ... sunday.");
    }
  }
  if (options.quiet == "none") {
    settings.set_quiet_from_minute(0);
    settings.set_quiet_to_minute(0);
  } else if (!options.quiet.empty()) {
    const size_t dash = options.quiet.find('-');
    const auto from = MinuteOf(std::string_view(options.quiet).substr(0, dash));
    const auto to = dash == std::string::npos
                        ? std::nullopt
                        : MinuteOf(std::string_view(options.quiet).substr(dash + 1));
    if (!from || !to) return Wrong("--quiet", options.quiet, "It is 20:00-07:00, or none.");
    settings.set_quiet_from_minute(*from);
    settings.set_quiet_to_minute(*to);
  }
  return {};
}

Status SetKinds(const SettingsOptions& options, v1::NoticeSettings& settings) {
  std::set<int> off(settings.off().begin(), settings.off().end());
  const auto kind_of = [](const std::string& word) {
    return ValueOf(word, v1::NOTICE_KIND_MENTION, v1::NoticeKind_MAX);
  };
  for (const std::string& word : options.off) {
    const auto kind = kind_of(word);
    if (!kind) return Wrong("--off", word, "There are: " + Kinds() + ".");
    off.insert(*kind);
  }
  for (const std::string& word : options.on) {
    const auto kind = kind_of(word);
    if (!kind) return Wrong("--on", word, "There are: " + Kinds() + ".");
    off.erase(*kind);
  }
  settings.clear_off();
  for (const int kind : off) settings.add_off(static_cast<v1::NoticeKind>(kind));
  return {};
}

Status Change(const SettingsOptions& options, v1::NoticeSettings& settings) {
  if (!options.rhythm.empty()) {
    const auto rhythm = ValueOf(options.rhythm, v1::MAIL_RHYTHM_NEVER, v1::MailRhythm_MAX);
    if (!rhythm) return Wrong("--rhythm", options.rhythm, "There are: " + Rhythms() + ".");
    settings.set_rhythm(*rhythm);
    // Whoever comes from another rhythm may never have named a day.
    if (settings.digest_weekday() == 0) settings.set_digest_weekday(1);
  }
  if (!options.zone.empty()) settings.set_time_zone(options.zone);
  RETURN_IF_ERROR(SetTimes(options, settings));
  return SetKinds(options, settings);
}

Json SettingsJson(const v1::NoticeSettings& settings) {
  Json json;
  json["rhythm"] = Name(settings.rhythm());
  json["at"] = TimeOfDay(settings.digest_minute());
  json["weekday"] = settings.digest_weekday();
  json["quiet_from"] = TimeOfDay(settings.quiet_from_minute());
  json["quiet_to"] = TimeOfDay(settings.quiet_to_minute());
  json["time_zone"] = settings.time_zone();
  json["off"] = Json::array();
  for (const int kind : settings.off()) {
    json["off"].push_back(Name(static_cast<v1::NoticeKind>(kind)));
  }
  return json;
}

void Print(Output& out, const v1::NoticeSettings& settings) {
  const bool weekly = settings.rhythm() == v1::MAIL_RHYTHM_WEEKLY && settings.digest_weekday() > 0;
  const bool quiet = settings.quiet_from_minute() != settings.quiet_to_minute();
  std::string off;
  for (const int kind : settings.off()) {
    off += (off.empty() ? "" : ", ") + Word(static_cast<v1::NoticeKind>(kind));
  }
  out.Print("mails    " + Word(settings.rhythm()));
  if (settings.rhythm() == v1::MAIL_RHYTHM_NEVER) return;
  out.Print("digest   " + TimeOfDay(settings.digest_minute()) +
            (weekly ? std::string(", ") + kDays[settings.digest_weekday() - 1] : "") + " (" +
            settings.time_zone() + ")");
  if (quiet) {
    out.Print("quiet    " + TimeOfDay(settings.quiet_from_minute()) + " to " +
              TimeOfDay(settings.quiet_to_minute()));
  }
  if (!off.empty()) out.Print("not of   " + off);
}

Result<Exit> Settings(Session& s, const SettingsOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  const Id id = rules::NoticeSettingsId(copy->me());
  const Result<Shown> stored = copy->Get(id);
  if (!stored.ok() && stored.status().reason() != v1::REASON_NOT_FOUND) return stored.status();
  v1::NoticeSettings settings = rules::NoticeSettingsOf(stored.ok() ? &stored->entity : nullptr);
  if (options.asks_only()) {
    Print(s.out(), settings);
    s.out().Document(SettingsJson(settings));
    return Exit::kOk;
  }
  RETURN_IF_ERROR(Change(options, settings));
  v1::Mutation mutation;
  mutation.mutable_set_notices()->set_id(id.ToBytes());
  *mutation.mutable_set_notices()->mutable_settings() = settings;
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Mails: " + Word(settings.rhythm()), SettingsJson(settings));
}

}  // namespace

std::optional<uint32_t> MinuteOf(std::string_view text) {
  const auto digit = [&](size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t at : {0, 1, 3, 4}) {
    if (!digit(at)) return std::nullopt;
  }
  const auto number = [&](size_t at) {
    return static_cast<uint32_t>((text[at] - '0') * 10 + (text[at + 1] - '0'));
  };
  const uint32_t hours = number(0);
  const uint32_t minutes = number(3);
  if (hours > 23 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

std::string TimeOfDay(uint32_t minute) {
  char text[16];
  std::snprintf(text, sizeof(text), "%02u:%02u", minute / 60 % 24, minute % 60);
  return text;
}

void AddNoticeSettingsVerb(CLI::App& notices, Verbs& verbs) {
  auto options = std::make_shared<SettingsOptions>();
  CLI::App* settings = notices.add_subcommand(
      "settings", "By mail or not, when, and of what; shows it without more");
  settings->add_option("--rhythm", options->rhythm, Rhythms());
  settings->add_option("--at", options->at, "When the digest comes: 07:30");
  settings->add_option("--day", options->day, "Of the weekly one: monday ... sunday");
  settings->add_option("--quiet", options->quiet, "No mail between these times: 20:00-07:00; none");
  settings->add_option("--zone", options->zone, "The time zone of these times: Europe/Helsinki");
  settings->add_option("--off", options->off, "Not by mail: " + Kinds());
  settings->add_option("--on", options->on, "By mail again");
  verbs.On(settings, [options](Session& s) { return Settings(s, *options); });
}

}  // namespace samstig::cli
