// SPDX-License-Identifier: Apache-2.0
// The oracle's other half: what it sees on the devices, and at the end.
#include <memory>

#include "tests/simulation/oracle.h"

namespace samstig::sim {

using server::Snapshot;

void Oracle::Opened(DeviceHost& device) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  Watch& watch = watches_[device.index()];
  if (!device.device_id().IsNil()) device_of_[device.device_id()] = device.index();
  ledger_.SignedInAs(device.index(), device.user());
  const Result<uint64_t> last = device.store().LastWrite();
  if (!last.ok()) return;
  for (uint64_t number = 1; number <= std::max(*last, ledger_.Count(device.index())); ++number) {
    const Result<std::optional<std::string>> bytes = device.store().WriteBytes(number);
    if (!bytes.ok()) return;
    const Written* write = ledger_.Find(device.index(), number);
    if (write == nullptr && *bytes) {
      // Its author was told that it failed; it reached the disk all the same. It counts from here
      // on.
      ledger_.Add(device.index(), device.user(), **bytes);
    } else if (write != nullptr && (!*bytes || (!parted_ && **bytes != write->bytes))) {
      // Under a new identity the same intent has another number.
      return Broken("I4", device.name() + " has lost number " + std::to_string(number) +
                              ", which it had said was on disk");
    }
  }
  watch.copy.Opened(device);
  watch.view.Opened();
  if (!watch.copy.IsUnsure()) watch.view.CheckAll(device);
  watch.told = false;
}

void Oracle::Closed(DeviceHost&) {}

void Oracle::Enqueued(DeviceHost& device, const v1::Mutation&, const Result<uint64_t>& number) {
  if (!number.ok()) return;
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  const Result<std::optional<std::string>> bytes = device.store().WriteBytes(*number);
  if (*number != ledger_.Count(device.index()) + 1) {
    return Broken("I3", device.name() + " numbered a write " + std::to_string(*number) + " after " +
                            std::to_string(ledger_.Count(device.index())));
  }
  if (!bytes.ok() || !*bytes)
    return Broken("I4", device.name() + " does not hold what it has just taken");
  const Written& write = ledger_.Add(device.index(), device.user(), **bytes);
  if (!ground_.vfs.PowerIsOff(device.disk()) && !watches_[device.index()].copy.IsUnsure())
    watches_[device.index()].view.CheckWritten(device, write);
}

void Oracle::Told(DeviceHost& device, const v1::Outcome& told) {
  watches_[device.index()].told = true;
  if (parted_) return;
  const Written* write = ledger_.Find(device.index(), told.number());
  if (write == nullptr || !write->verdict) {
    return Broken("I4", device.name() + " heard a verdict on " + std::to_string(told.number()) +
                            " that no commit holds");
  }
  const v1::Outcome& verdict = *write->verdict;
  if (verdict.kind() != told.kind() || verdict.seq() != told.seq() ||
      verdict.reason() != told.reason()) {
    Broken("I4", device.name() + " heard another verdict on " + std::to_string(told.number()) +
                     " than the server's");
  }
}

void Oracle::AfterInput(DeviceHost& device) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  if (!device.device_id().IsNil()) device_of_[device.device_id()] = device.index();
  ledger_.SignedInAs(device.index(), device.user());
  Watch& watch = watches_[device.index()];
  // What heals unseen is a bug all the same, unless history was taken back or a bit flipped.
  if (device.core().mismatches() > 0 && !watch.copy.IsUnsure())
    Broken("I8", device.name() + " found its copy to differ");
  if (device.core().forks() > 0 && !parted_) Broken("I16", device.name() + " was told of a fork");
  const bool moved = watch.copy.Look(device);
  if ((moved || watch.told) && !watch.copy.IsUnsure()) watch.view.CheckAll(device);
  watch.told = false;
}

// ---- The end

bool Oracle::IsDone(DeviceHost& device) {
  if (IsErased(device.user())) return true;
  if (!device.IsOpen() || device.needs_sign_in() || !device.core().account()) return false;
  return device.core().Why().waiting == 0 && !watches_[device.index()].copy.IsBehind(device) &&
         device.files().IsDone(device.core());
}

std::string Oracle::WhatIsMissing(DeviceHost& device) {
  if (!device.IsOpen()) return device.name() + " is not open";
  const client::SyncStatus why = device.core().Why();
  const std::string differs = watches_[device.index()].copy.DifferenceInWords(device);
  return device.name() + " has " + std::to_string(why.waiting) + " writes waiting, shows " +
         std::to_string(device.core().Revision()) + " of " + std::to_string(model_.last()) +
         "; state " + std::to_string(static_cast<int>(why.state)) + " " +
         std::string(base::ReasonName(why.reason)) + " " + why.detail + differs +
         (device.files().IsDone(device.core()) ? "" : "; a file of it is not there yet");
}

void Oracle::CheckEnd(server::Store& store, const std::vector<DeviceHost*>& devices) {
  CheckTexts(store);
  if (parted_) CheckDoubled(store);
  CheckRules();
  std::set<Id> people;
  for (DeviceHost* device : devices) {
    if (IsErased(device->user())) continue;
    if (people.insert(device->user()).second) CheckFreshCopy(store, device->user());
    CheckCounts(*device);
    CopyWatch& copy = watches_[device->index()].copy;
    copy.CheckEqual(*device);
    // What a failing disk kept it from erasing it erases at its next start.
    const Result<std::optional<std::string>> to_erase = device->store().Meta("traces");
    if (to_erase.ok() && *to_erase) {
      device->Close(DeviceHost::End::kClosed);
      device->Open();
    }
    copy.SearchFiles(*device);
  }
  CheckDigests(store, devices);
  CheckFiles(store, devices);
  CheckErased(store);
}

void Oracle::CheckTexts(server::Store& store) {
  std::set<uint32_t> found;
  const auto collect = [&](const std::string& bytes) {
    for (const uint32_t text : MarksIn(bytes)) found.insert(text);
  };
  Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return;
  for (const auto& [id, versions] : model_.entities()) {
    const Result<std::optional<std::string>> now = (*snapshot)->Get(id);
    if (now.ok() && *now) collect(**now);
    const Result<std::vector<std::string>> history = (*snapshot)->History(id);
    if (!history.ok()) continue;
    for (const std::string& bytes : *history) collect(bytes);
  }
  for (const auto& [text, where] : ledger_.texts()) {
    if (found.contains(text) || IsErased(where.author)) continue;
    // A nudge is a trace, and goes for good when its time is over.
    const v1::Mutation& mutation = ledger_.Find(where.device, where.number)->mutation;
    if (retired_ && mutation.has_nudge_leader()) continue;
    // What was said about the words of somebody goes with them.
    const bool hangs_on = mutation.has_give_feedback() || mutation.has_nudge_leader() ||
                          mutation.has_flag_post() || mutation.has_settle_flag() ||
                          mutation.has_remove_post();
    if (!erased_.empty() && hangs_on) continue;
    Broken("I1", "text " + std::to_string(text) + " (number " + std::to_string(where.number) +
                     " of device " + std::to_string(where.device) + ") is nowhere on the server");
  }
}

void Oracle::CheckCounts(DeviceHost& device) {
  for (uint64_t number = 1; number <= ledger_.Count(device.index()); ++number) {
    const Written& write = *ledger_.Find(device.index(), number);
    const Result<std::optional<v1::Outcome>> held = device.core().OutcomeOf(number);
    if (parted_) {
      if (held.ok() && *held) continue;
      return Broken("I15",
                    device.name() + " has heard nothing of number " + std::to_string(number));
    }
    const bool same = write.verdict && held.ok() && *held &&
                      (*held)->kind() == write.verdict->kind() &&
                      (*held)->seq() == write.verdict->seq();
    if (!same) {
      return Broken("I15", device.name() + " and the server do not agree on number " +
                               std::to_string(number));
    }
  }
  const Result<uint64_t> last = device.store().LastWrite();
  if (!last.ok() || *last != ledger_.Count(device.index())) {
    Broken("I15", device.name() + " holds another number of writes than were made on it");
  }
}

}  // namespace samstig::sim
