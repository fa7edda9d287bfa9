// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/oracle.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "domain/rules/names.h"
#include "domain/rules/scope.h"

namespace samstig::sim {

using server::Snapshot;

Oracle::Oracle(Ground& ground, size_t devices) : ground_(ground), ledger_(devices) {
  for (size_t i = 0; i < devices; ++i) watches_.emplace_back(ground, model_, ledger_);
}

void Oracle::Begin(server::Store& store) {
  const Result<std::set<Id>> changed = model_.AbsorbAll(store);
  if (!changed.ok()) return Broken("founding", changed.status().ToString());
  Learn(store, *changed);
}

// ---- The server

void Oracle::Learn(server::Store&, const std::set<Id>& changed) {
  for (const Id& id : changed) {
    const ServerModel::Version* version = model_.Latest(id);
    v1::Entity entity;
    if (!version->ended && entity.ParseFromString(version->bytes)) rights_.Learn(entity);
  }
}

void Oracle::Parted() {
  parted_ = went_back_ = true;
  for (Watch& watch : watches_) watch.copy.BecomeUnsure();
}

void Oracle::Cloned(const DeviceHost& from, const DeviceHost& to) {
  parted_ = true;
  ledger_.Clone(from.index(), to.index());
  for (Watch& watch : watches_) watch.copy.BecomeUnsure();
}

void Oracle::Committed(server::Store& store, const server::Scopes& touched, const Pushes& pushes) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  const Result<std::set<Id>> changed = model_.Absorb(store, touched);
  if (!changed.ok()) return;  // The disk; it is read again at the next start or commit.
  Learn(store, *changed);
  replaced_.clear();
  withdrawn_.clear();
  for (const auto& push : pushes) NoteReplaced(*push);
  for (const auto& push : pushes) {
    if (parted_) break;
    const auto device = device_of_.find(push->device);
    if (device == device_of_.end()) return Broken("I2", "a push of a device that nobody has");
    for (size_t i = 0; i < push->batch.outcomes().size(); ++i) {
      const v1::Outcome& outcome = push->batch.outcomes()[i];
      if (outcome.kind() == v1::OUTCOME_KIND_RETRY) continue;
      if (outcome.number() > push->last_before) {
        TakeVerdict(store, device->second, push->bytes[i], outcome);
        continue;
      }
      const Written* write = ledger_.Find(device->second, outcome.number());
      const bool same = write != nullptr && write->verdict &&
                        write->verdict->SerializeAsString() == outcome.SerializeAsString();
      if (!same) Broken("I2", "a repeat was answered otherwise than the first time");
    }
  }
  for (const Id& id : *changed) CheckHeads(id);
}

void Oracle::NoteReplaced(const JudgedPush& push) {
  for (const std::string& bytes : push.bytes) {
    v1::Mutation mutation;
    if (!mutation.ParseFromString(bytes)) continue;
    const auto note = [&](const auto& intent) {
      for (const std::string& id : intent.replaces()) replaced_.insert(id);
    };
    note(mutation.save_draft());
    note(mutation.edit_post());
    note(mutation.save_tool());
    note(mutation.save_team());
    if (mutation.has_withdraw_post())
      withdrawn_.insert(Id::FromBytes(mutation.withdraw_post().id()));
    if (mutation.has_drop_tool()) withdrawn_.insert(Id::FromBytes(mutation.drop_tool().id()));
    if (mutation.has_drop_team()) withdrawn_.insert(Id::FromBytes(mutation.drop_team().id()));
  }
}

void Oracle::TakeVerdict(server::Store& store, size_t device, const std::string& bytes,
                         const v1::Outcome& verdict) {
  const Written* write = ledger_.Find(device, verdict.number());
  if (write == nullptr || write->bytes != bytes) {
    return Broken("I2", "the server judged number " + std::to_string(verdict.number()) +
                            " of device " + std::to_string(device) +
                            ", which was never written so");
  }
  CheckOrder(device, *write, verdict);
  ledger_.SetVerdict(device, verdict.number(), verdict);
  if (!IsErased(write->author)) CheckKept(store, *write, verdict);
}

void Oracle::CheckOrder(size_t device, const Written& write, const v1::Outcome& verdict) {
  const std::string which =
      "number " + std::to_string(verdict.number()) + " of device " + std::to_string(device);
  if (write.verdict) return Broken("I2", which + " was judged twice");
  if (verdict.number() != ledger_.Judged(device) + 1) {
    return Broken("I3", which + " was judged out of its turn");
  }
  const Written* before = ledger_.Find(device, verdict.number() - 1);
  if (before != nullptr && before->verdict->seq() > verdict.seq()) {
    return Broken("I3", which + " took effect before the one it follows");
  }
  for (const uint64_t number : write.mutation.depends_on()) {
    const Written* base = ledger_.Find(device, number);
    const bool parked = base == nullptr || base->verdict->kind() == v1::OUTCOME_KIND_PARKED;
    if (parked && verdict.kind() != v1::OUTCOME_KIND_PARKED) {
      return Broken("I3", which + " took effect, though what it builds on was parked");
    }
  }
}

void Oracle::CheckKept(server::Store& store, const Written& write, const v1::Outcome& verdict) {
  const auto find = [&]() -> Result<bool> {
    ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store.Read());
    if (verdict.kind() == v1::OUTCOME_KIND_PARKED) {
      ASSIGN_OR_RETURN(const std::vector<Id> parked,
                       snapshot->Find({rules::KeyName::kParkedItems, {}}));
      for (const Id& id : parked) {
        const ServerModel::Version* version = model_.Latest(id);
        if (version == nullptr || version->seq < verdict.seq()) continue;
        v1::Entity entity;
        if (entity.ParseFromString(version->bytes) && entity.parked().mutation() == write.bytes)
          return true;
      }
      return false;
    }
    if (write.text == 0) return true;
    const std::string words = MarkOf(write.text);
    ASSIGN_OR_RETURN(std::optional<std::string> now, snapshot->Get(write.target));
    // What was said about the work of somebody before he was erased goes with it, whenever it
    // comes.
    v1::Entity entity;
    if (now && !erased_.empty() && entity.ParseFromString(*now) && entity.feedback().erased())
      return true;
    if (now && now->find(words) != std::string::npos) return true;
    ASSIGN_OR_RETURN(const std::vector<std::string> history, snapshot->History(write.target));
    for (const std::string& version : history) {
      if (version.find(words) != std::string::npos) return true;
    }
    return false;
  };
  const Result<bool> found = find();
  if (found.ok() && !*found) {
    Broken(verdict.kind() == v1::OUTCOME_KIND_PARKED ? "I15" : "I1",
           "judged, and not to be found on the server: " +
               write.mutation.ShortDebugString().substr(0, 200));
  }
}

void Oracle::CheckHeads(const Id& id) {
  const auto& versions = model_.entities().at(id);
  if (versions.size() < 2 || versions.back().seq != model_.last() || withdrawn_.contains(id))
    return;
  v1::Entity before, now;
  if (!before.ParseFromString(versions[versions.size() - 2].bytes) ||
      !now.ParseFromString(versions.back().bytes)) {
    return;
  }
  const auto heads = [](const v1::Entity& entity) {
    std::set<std::string> ids;
    if (entity.post().withdrawn()) return ids;
    for (const v1::Revision& head : entity.has_post()   ? entity.post().heads()
                                    : entity.has_tool() ? entity.tool().heads()
                                    : entity.has_team() ? entity.team().heads()
                                                        : entity.draft().heads()) {
      ids.insert(head.revision_id().empty() ? entity.id() : head.revision_id());
    }
    return ids;
  };
  // Taken down, its words are in its history; erased, nowhere.
  if (now.post().withdrawn() || now.post().has_removal()) return;
  // Of what a server that went back has only the end.
  if (before.author().empty() || IsErased(Id::FromBytes(before.author()))) return;
  const std::set<std::string> left = heads(now);
  for (const std::string& head : heads(before)) {
    if (!left.contains(head) && !replaced_.contains(head)) {
      return Broken(
          "I1", "a version of " + id.ToText() + " was overwritten by one that did not know of it");
    }
  }
}

void Oracle::Started(server::Store& store) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  if (std::exchange(went_back_, false)) {
    model_ = ServerModel();
    rights_ = Rights();
  }
  const Seq known = model_.last();
  Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return;
  if ((*snapshot)->LastSeq() < known) {
    return Broken("I4", "the server came back at " + std::to_string((*snapshot)->LastSeq()) +
                            "; it had committed " + std::to_string(known));
  }
  for (size_t device = 0; device < ledger_.devices(); ++device) {
    const Id id = DeviceIdOf(device);
    const bool erased = ledger_.Count(device) > 0 && IsErased(ledger_.Find(device, 1)->author);
    if (id.IsNil() || parted_ || erased) continue;
    for (uint64_t number = 1; number <= ledger_.Count(device); ++number) {
      const Written& write = *ledger_.Find(device, number);
      const Result<std::optional<server::StoredOutcome>> stored =
          (*snapshot)->OutcomeOf(id, number);
      if (!stored.ok()) return;
      const bool there = stored->has_value();
      if (write.verdict && (!there || (*stored)->outcome != write.verdict->SerializeAsString())) {
        return Broken("I4", "the verdict on number " + std::to_string(number) + " of device " +
                                std::to_string(device) + " did not survive the server's end");
      }
      v1::Outcome outcome;
      // Committed by a commit that had been reported as failed: nobody had been told, so that is
      // fine.
      if (!write.verdict && there && outcome.ParseFromString((*stored)->outcome)) {
        ledger_.SetVerdict(device, number, outcome);
      }
    }
  }
  if (const Result<std::set<Id>> changed = model_.AbsorbAll(store); changed.ok())
    Learn(store, *changed);
}

void Oracle::CheckDisclosed(const Id& person, const Scope& desk, base::TimeMs now) {
  if (desk.letter() != 'd' || desk.second() == person) return;
  if (IsErased(desk.second())) return;  // There is nobody to be told.
  const ServerModel::Version* version =
      model_.Latest(rules::DisclosureId(desk.second(), desk.first(), person));
  v1::Entity entity;
  const bool there =
      version != nullptr && !version->ended && entity.ParseFromString(version->bytes);
  const v1::Disclosure& told = entity.disclosure();
  const auto today = static_cast<uint32_t>(now / base::kDayMs);
  const bool says_so =
      there && told.person_id() == desk.second().bytes() &&
      told.cohort_id() == desk.first().bytes() && told.reader_id() == person.bytes() &&
      std::find(told.days().begin(), told.days().end(), today) != told.days().end();
  const bool shown = there && version->scopes == Scopes{Scope::OfPerson(desk.second())};
  if (!says_so || !shown) {
    Broken("I12", "a page of " + desk.ToText() + " for " + person.ToText() +
                      ", of which the leader is not told");
  }
}

void Oracle::Vacuumed(server::Store& store) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  const Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return;
  if ((*snapshot)->LastSeq() != model_.last()) return;  // A commit that was reported as failed.
  for (const auto& [id, versions] : model_.entities()) {
    const Result<std::optional<std::string>> now = (*snapshot)->Get(id);
    if (!now.ok()) return;
    if (now->value_or("") != (versions.back().ended ? "" : versions.back().bytes)) {
      return Broken("I10", "writing the file anew has changed " + id.ToText());
    }
  }
}

void Oracle::PageBuilt(const Id& person, const v1::PullResponse& page) {
  const test::MemoryVfs::Undisturbed looking(ground_.vfs);
  for (const v1::ScopeRun& run : page.runs()) {
    const std::optional<Scope> scope = Scope::FromText(run.scope());
    if (!scope || !model_.Holds(person, *scope, model_.last())) {
      return Broken("I12", "a page of scope " + run.scope() + " for somebody who does not hold it");
    }
    for (const v1::Change& change : run.changes()) {
      if (change.has_entity()) CheckDisclosed(person, *scope, page.server_time_ms());
      v1::Entity entity;
      if (!change.has_entity() || !entity.ParseFromString(change.entity())) continue;
      const ServerModel::Version* version = model_.Latest(Id::FromBytes(entity.id()));
      const bool in_scope = version != nullptr && !version->ended &&
                            version->bytes == change.entity() &&
                            std::find(version->scopes.begin(), version->scopes.end(), *scope) !=
                                version->scopes.end();
      if (!in_scope) return Broken("I12", "a page holds what is not in scope " + run.scope());
      if (!rights_.MayRead(person, entity)) {
        return Broken("I12", "a page holds, for somebody without right to it: " +
                                 entity.ShortDebugString().substr(0, 200));
      }
    }
  }
}

Id Oracle::DeviceIdOf(size_t device) const {
  for (const auto& [id, index] : device_of_) {
    if (index == device) return id;
  }
  return {};
}

}  // namespace samstig::sim
