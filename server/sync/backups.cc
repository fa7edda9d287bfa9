// SPDX-License-Identifier: Apache-2.0
#include "server/sync/backups.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "domain/rules/limits.h"
#include "server/observe/files.h"

namespace samstig::server {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kEnding = ".db";
constexpr std::string_view kDraftEnding = ".part";
constexpr size_t kTimeBytes = 16;  // 20260322T040000Z

// RFC 3339 without its separators: it sorts by time and every file system takes it.
std::string TimeText(TimeMs now) {
  using std::chrono::days;
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(now)};
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  char text[32];
  std::snprintf(text, sizeof(text), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

template <typename T>
bool ReadNumber(std::string_view digits, T& number) {
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  return error == std::errc() && rest == end && !digits.empty();
}

std::optional<TimeMs> TimeFrom(std::string_view text) {
  if (text.size() != kTimeBytes || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  const bool numbers =
      ReadNumber(text.substr(0, 4), year) && ReadNumber(text.substr(4, 2), month) &&
      ReadNumber(text.substr(6, 2), day) && ReadNumber(text.substr(9, 2), hour) &&
      ReadNumber(text.substr(11, 2), minute) && ReadNumber(text.substr(13, 2), second);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!numbers || year < 1970 || !date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  return std::chrono::milliseconds(days).count() + hour * base::kHourMs + minute * base::kMinuteMs +
         second * base::kSecondMs;
}

void SortNewestFirst(std::vector<Backup>& backups) {
  std::sort(backups.begin(), backups.end(), [](const Backup& a, const Backup& b) {
    return std::tie(b.made, b.last_seq, b.name) < std::tie(a.made, a.last_seq, a.name);
  });
}

}  // namespace

std::optional<Backup> ParseBackupName(const std::string& name) {
  std::string_view rest = name;
  if (!rest.ends_with(kEnding)) return std::nullopt;
  rest.remove_suffix(kEnding.size());
  // The time is the only part with a capital letter: what is before it is the network.
  const size_t t = rest.find('T');
  if (t == std::string_view::npos || t < 9 || rest[t - 9] != '-') return std::nullopt;
  Backup backup;
  backup.name = name;
  backup.network = std::string(rest.substr(0, t - 9));
  rest.remove_prefix(t - 8);
  const std::optional<TimeMs> made = TimeFrom(rest.substr(0, kTimeBytes));
  if (!made || rest.size() <= kTimeBytes || rest[kTimeBytes] != '-') return std::nullopt;
  rest.remove_prefix(kTimeBytes + 1);
  if (!ReadNumber(rest.substr(0, rest.find('-')), backup.last_seq)) return std::nullopt;
  if (!rules::CheckSlug(backup.network, "network", 3, 32).ok()) return std::nullopt;
  backup.made = *made;
  return backup;
}

Status BackupFolder::Prepare() {
  RETURN_IF_ERROR(MakeFolder(path_, 0700));
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename().string();
    // ".byn.part", and its companions ".byn.part-wal".
    if (name.starts_with('.') && name.find(kDraftEnding) != std::string::npos) {
      RETURN_IF_ERROR(RemoveFile(entry.path().string()));
    }
  }
  return error ? StatusOfErrno(error.value(), path_) : Status();
}

void BackupFolder::Discard(const std::string& draft) {
  // What cannot be removed now is removed by the next Prepare.
  (void)RemoveFile(draft);
  for (const std::string& companion : keeper_.Companions(draft)) (void)RemoveFile(companion);
}

Result<Backup> BackupFolder::Publish(const std::string& draft, const std::string& network,
                                     TimeMs now, Seq last_seq, std::string_view word) {
  const std::string stem = network + "-" + TimeText(now) + "-" + std::to_string(last_seq);
  const std::string end = word.empty() ? "" : "-" + std::string(word);
  std::string name = stem + end + std::string(kEnding);
  // Two in one second: the later one is numbered, and none is lost.
  for (int n = 2; access(File(name).c_str(), F_OK) == 0; ++n) {
    name = stem + end + "-" + std::to_string(n) + std::string(kEnding);
  }
  // What belongs to it first, so that there is never a name with half of its content.
  const std::vector<std::string> from = keeper_.Companions(draft);
  const std::vector<std::string> to = keeper_.Companions(File(name));
  for (size_t i = 0; i < from.size(); ++i) {
    if (access(from[i].c_str(), F_OK) == 0) RETURN_IF_ERROR(MoveFileDurably(from[i], to[i]));
  }
  RETURN_IF_ERROR(MoveFileDurably(draft, File(name)));
  Backup backup = *ParseBackupName(name);
  std::error_code error;
  backup.bytes = fs::file_size(File(name), error);
  return backup;
}

std::optional<Backup> BackupFolder::LookInto(Backup named) {
  const Result<Keeper::Facts> facts = keeper_.Look(File(named.name));
  if (!facts.ok() || facts->slug != named.network) return std::nullopt;
  named.last_seq = facts->last_seq;
  std::error_code error;
  named.bytes = fs::file_size(File(named.name), error);
  return named;
}

Result<std::vector<Backup>> BackupFolder::Files(const std::string& network) {
  std::vector<Backup> backups;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    std::optional<Backup> backup = ParseBackupName(entry.path().filename().string());
    if (!backup || (!network.empty() && backup->network != network)) continue;
    backups.push_back(*std::move(backup));
  }
  if (error) return StatusOfErrno(error.value(), path_);
  SortNewestFirst(backups);
  return backups;
}

Result<std::vector<Backup>> BackupFolder::List(const std::string& network) {
  ASSIGN_OR_RETURN(std::vector<Backup> named, Files(network));
  std::vector<Backup> backups;
  for (Backup& one : named) {
    std::optional<Backup> backup = LookInto(std::move(one));
    if (backup) backups.push_back(*std::move(backup));
  }
  SortNewestFirst(backups);  // What counts is what the files say.
  return backups;
}

// The name first: from then on it is no backup, whatever is left of it.
Status BackupFolder::Remove(const Backup& backup) {
  RETURN_IF_ERROR(RemoveFile(File(backup.name)));
  for (const std::string& companion : keeper_.Companions(File(backup.name))) {
    RETURN_IF_ERROR(RemoveFile(companion));
  }
  return {};
}

Result<Backup> BackupFolder::Find(const std::string& network, const std::string& name) {
  const Status none(v1::REASON_NOT_FOUND, "the network " + network + " has no such backup");
  // A name that parses has no slash in it, so it names a file of this folder.
  std::optional<Backup> backup = ParseBackupName(name);
  if (!backup || name.find('/') != std::string::npos || backup->network != network) return none;
  std::error_code error;
  backup->bytes = fs::file_size(File(name), error);
  if (error) return none;
  return *std::move(backup);
}

}  // namespace samstig::server
