// SPDX-License-Identifier: Apache-2.0
// Mishaps with what is kept: backups that are gone back to, telephones that are copied, bits that
// flip; other versions beside this one; and the two that are no accidents, the end of a round and
// of a person.
#include <algorithm>
#include <utility>

#include "domain/base/sqlite.h"
#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "tests/simulation/mishaps.h"

namespace samstig::sim {

using base::kDayMs;
using base::kHourMs;
using base::kMinuteMs;
using base::kSecondMs;

namespace {

constexpr size_t kBackupsKept = 3;

}  // namespace

void Mishaps::BeginHistory() {
  const Weather& w = ground_.weather;
  if (w.restore_every > 0) {
    BackUp();
    Every(w.restore_every, [this] { BackUp(); });
    Every(w.restore_every * 2, [this] { GoesBack(); });
  }
  if (w.is_cloned) After(dice_.Between(1, 12) * kHourMs, [this] { IsCloned(); });
  for (const auto& device : devices_) {
    DeviceHost& d = *device;
    Every(w.rot_every, [this, &d] { Rots(d); });
  }
  if (w.season_ends) After(dice_.Between(4, 16) * kHourMs, [this] { SeasonEnds(); });
  if (w.somebody_is_erased) After(dice_.Between(2, 16) * kHourMs, [this] { SomebodyIsErased(); });
  Every(w.newer_kind_every, [this] { SomethingNewer(); });
  Every(w.other_version_every, [this] { OtherVersion(); });
  Every(w.swizzle_every, [this] { Swizzle(); });
}

// ---- The server's past

void Mishaps::BackUp() {
  if (!server_.IsUp() || ground_.vfs.PowerIsOff(ServerHost::kDisk)) return;
  ground_.trace.Say("mishap", {1}, [] { return std::string("the server is backed up"); });
  backups_.push_back(server_.BackUp());
  if (backups_.size() > kBackupsKept) backups_.erase(backups_.begin());
}

void Mishaps::GoesBack() {
  if (!server_.IsUp() || backups_.empty()) return;
  Note("server goes back to a backup", "server");
  server_.GoBackTo(dice_.OneOf(backups_));
  oracle_.Parted();
  After(dice_.Between(1, 60) * kSecondMs, [this] { server_.Start(); });
}

// ---- Devices

void Mishaps::IsCloned() {
  // The last device was never switched on: it is the one that the data are moved to.
  DeviceHost& copy = *devices_.back();
  DeviceHost& from = *devices_[dice_.Below(devices_.size() - 1)];
  const bool fits = &from.person() == &copy.person() && !from.device_id().IsNil() &&
                    copy.device_id().IsNil() && !copy.IsOpen();
  if (!fits) return After(10 * kMinuteMs, [this] { IsCloned(); });
  Note("a telephone is copied", from.name());
  if (dice_.Chance(50)) from.Close(DeviceHost::End::kKilled);
  ground_.vfs.PutBack(copy.disk(), ground_.vfs.Copy(from.disk()));
  oracle_.Cloned(from, copy);
  copy.TakesOver(from);
  After(dice_.Between(1, 60) * kMinuteMs, [&copy] { copy.Open(); });
  After(dice_.Between(1, 60) * kMinuteMs, [&from] { from.Open(); });
}

void Mishaps::Rots(DeviceHost& device) {
  if (device.IsOpen() || ground_.vfs.PowerIsOff(device.disk())) return;
  const test::MemoryVfs::Undisturbed reading(ground_.vfs);
  const auto flip = [&]() -> Result<Id> {
    ASSIGN_OR_RETURN(base::Database db, base::Database::Open("/" + device.disk() + "/copy.db",
                                                             base::Database::Mode::kReadWrite,
                                                             test::MemoryVfs::name()));
    ASSIGN_OR_RETURN(
        base::Statement pick,
        db.Prepare("SELECT id, bytes FROM entity WHERE scopes <> x'00000000' ORDER BY id"));
    std::vector<std::pair<std::string, std::string>> rows;
    while (true) {
      ASSIGN_OR_RETURN(const bool row, pick.Step());
      if (!row) break;
      rows.emplace_back(pick.ColumnBytes(0), pick.ColumnBytes(1));
    }
    if (rows.empty()) return Status(v1::REASON_NOT_FOUND, "nothing to rot");
    auto& [id, bytes] = rows[dice_.Below(rows.size())];
    char& byte = bytes[dice_.Below(bytes.size())];
    byte = static_cast<char>(byte ^ (1 << dice_.Below(8)));
    ASSIGN_OR_RETURN(base::Statement put, db.Prepare("UPDATE entity SET bytes = ?2 WHERE id = ?1"));
    RETURN_IF_ERROR(put.BindBlob(1, id).BindBlob(2, bytes).Run());
    return Id::FromBytes(id);
  };
  const Result<Id> rotten = flip();
  if (!rotten.ok()) return;
  Note("a bit flips", device.name());
  oracle_.Rotted(device);
}

void Mishaps::LookForRot() {
  for (const auto& device : devices_) {
    if (!oracle_.MayBeRotten(*device)) continue;
    // A day after the last look, which may have been at a clock that was ahead.
    const Result<std::optional<std::string>> looked =
        device->IsOpen() ? device->store().Meta("self_check") : std::optional<std::string>();
    const TimeMs last = looked.ok() && *looked ? std::strtoll((*looked)->c_str(), nullptr, 10) : 0;
    const TimeMs behind = std::max<TimeMs>(last - device->clock().Now(), 0);
    device->Close(DeviceHost::End::kClosed);
    device->clock().SetWrongBy(device->clock().wrong_by() + behind + 25 * kHourMs);
    device->Open();
  }
}

void Mishaps::Swizzle() {
  Note("lines fall silent one by one", "all");
  TimeMs when = 0;
  for (const auto& device : devices_) {
    if (dice_.Chance(30)) continue;
    DeviceHost& d = *device;
    when += dice_.Between(100, 30'000);
    After(when, [this, &d] {
      const TimeMs until = ground_.scheduler.Now() + dice_.Between(1, 180) * kSecondMs;
      wire_.Kill(d.line(), Wire::Direction::kUp, until);
      wire_.Kill(d.line(), Wire::Direction::kDown, until);
    });
  }
}

// ---- Versions

void Mishaps::SomethingNewer() {
  const std::map<Id, ServerModel::Versions>& all = oracle_.model().entities();
  // Of a kind of next year's: a body that is a field nobody here can name.
  v1::Entity entity;
  const Id id =
      Id::FromName("newer", std::to_string(all.size()) + "/" + std::to_string(dice_.Next()));
  entity.set_id(id.ToBytes());
  entity.set_author(devices_.front()->person().id.ToBytes());
  entity.set_made_ms(ground_.scheduler.Now());
  std::string bytes = entity.SerializeAsString();
  // Field 1000, three bytes.
  bytes += std::string("\xc2\x3e\x03", 3) + "new";
  Note("something of a newer kind", "server");
  const rules::Scope scope =
      dice_.Chance(50) ? rules::Scope::OfCohort(MainCohort()) : rules::Scope::Network();
  server_.Do(
      [id, bytes, scope](server::Transaction& txn) -> Status {
        return txn.Put(id, bytes, {scope}, {}).status();
      },
      [](const Status&) {});
}

void Mishaps::OtherVersion() {
  const bool older = dice_.Chance(70);
  Note(older ? "an older server for a while" : "a server of another protocol for a while",
       "server");
  server_.Becomes(older ? ServerHost::Version::kOlder : ServerHost::Version::kForeign);
  After(dice_.Between(1, 120) * kMinuteMs, [this] { server_.Becomes(ServerHost::Version::kThis); });
}

void Mishaps::Vacuum() {
  if (!server_.IsUp()) return;
  Note("the file is written anew between two pages", "server");
  const Status done = server_.Vacuum();
  if (done.ok() && server_.IsUp()) oracle_.Vacuumed(server_.store());
}

// ---- Ends

void Mishaps::SeasonEnds() {
  Note("the round is over, and ten weeks pass", "server");
  const Id organiser = devices_.front()->person().id;
  v1::Mutation rule;
  rule.mutable_set_retention()->set_id(rules::RetentionId().ToBytes());
  for (const v1::RetentionClass of :
       {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK, v1::RETENTION_CLASS_TRACES}) {
    v1::RetentionRule& one = *rule.mutable_set_retention()->add_rules();
    one.set_class_(of);
    one.set_days(30);
  }
  std::vector<v1::Mutation> moves = {rule};
  for (const v1::CohortState to : {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI}) {
    v1::Mutation move;
    move.mutable_move_cohort()->set_id(MainCohort().ToBytes());
    move.mutable_move_cohort()->set_to(to);
    moves.push_back(move);
  }
  for (size_t i = 0; i < moves.size(); ++i) {
    After(static_cast<TimeMs>(i) * kMinuteMs,
          [this, organiser, move = moves[i]] { ApplyTwice(organiser, move); });
  }
  // The server has to see the end first: the days are counted from there.
  After(3 * kHourMs,
        [this] { server_.clock().SetWrongBy(server_.clock().wrong_by() + 70 * kDayMs); });
}

void Mishaps::SomebodyIsErased() {
  // A leader, whose words others have read.
  const auto leader = std::find_if(devices_.begin(), devices_.end(), [](const auto& device) {
    return device->person().name == "bo";
  });
  if (leader == devices_.end()) return;
  const Id person = (*leader)->person().id;
  Note("somebody is erased", (*leader)->person().name);
  v1::ErasureChoices choices;
  choices.set_posts(v1::ERASURE_CHOICE_DELETE);
  choices.set_work(v1::ERASURE_CHOICE_DELETE);
  const auto erased = std::make_shared<server::Erased>();
  server_.Do(
      [this, person, choices, erased](server::Transaction& txn) -> Status {
        ASSIGN_OR_RETURN(*erased,
                         server::ErasePerson(txn, person, choices, server_.clock().Now(), power_));
        // Within the commit, so that the oracle knows when it looks at it.
        oracle_.Erasing(person);
        return {};
      },
      [this, erased](const Status& done) {
        if (!done.ok()) return After(kMinuteMs, [this] { SomebodyIsErased(); });
        server_.EndDevices(erased->devices);
        After(kSecondMs, [this] { Vacuum(); });
      });
}

}  // namespace samstig::sim
