// SPDX-License-Identifier: Apache-2.0
// The oracle at the end of a seed: digests against what they stand for, a fresh reader against the
// copies, the rules against the state, and what was erased against the files.
#include <algorithm>
#include <memory>
#include <variant>

#include "domain/rules/attachments.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "server/decide/blob_key.h"
#include "server/sync/blob_keeping.h"
#include "server/sync/blob_rights.h"
#include "server/sync/disclosures.h"
#include "server/sync/pull.h"
#include "tests/simulation/oracle.h"

namespace samstig::sim {

using rules::Digest;
using rules::LeafDigests;
using server::Snapshot;

namespace {

constexpr size_t kAll = size_t{1} << 40;

// The mutations whose words are nobody's but their author's, to keep or to take away.
bool IsWordsOfOnesOwn(const v1::Mutation& mutation) {
  switch (mutation.intent_case()) {
    case v1::Mutation::kWritePost:
    case v1::Mutation::kEditPost:
    case v1::Mutation::kSubmit:
    case v1::Mutation::kSaveDraft:
    case v1::Mutation::kSaveTool:
    case v1::Mutation::kSaveTeam:
      return true;
    default:
      return false;
  }
}

// The blob under the key; nothing unless it is complete.
std::optional<std::string> BytesOfBlob(Snapshot& snapshot, const std::string& key) {
  const Result<std::optional<server::BlobInfo>> info = snapshot.Blob(key);
  if (!info.ok() || !*info || !(*info)->complete) return std::nullopt;
  std::string bytes;
  for (uint32_t i = 0; i < server::ChunkCount((*info)->size); ++i) {
    const Result<std::optional<std::string>> chunk = snapshot.BlobChunk(key, i);
    if (!chunk.ok() || !*chunk) return std::nullopt;
    bytes += **chunk;
  }
  return bytes;
}

}  // namespace

// ---- I9

void Oracle::CheckDigests(server::Store& store, const std::vector<DeviceHost*>& devices) {
  const Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return Broken("I9", snapshot.status().ToString());
  std::set<Scope> scopes;
  for (const auto& [id, versions] : model_.entities()) {
    scopes.insert(versions.back().scopes.begin(), versions.back().scopes.end());
  }
  std::map<std::string, LeafDigests> right;
  for (const Scope& scope : scopes) {
    LeafDigests anew{};
    const Status read = (*snapshot)->ReadLog(scope, 0, kAll, [&](const server::LogRow& row) {
      if (!row.gone) anew[rules::LeafOf(row.id)] += Digest::Of(row.bytes);
      return true;
    });
    const Result<LeafDigests> kept = (*snapshot)->DigestsOf(scope);
    if (!read.ok() || !kept.ok()) return Broken("I9", "the server's log cannot be read");
    if (*kept != anew) {
      return Broken("I9", "the server's digest of " + scope.ToText() +
                              " is not that of what is in the scope");
    }
    right.emplace(scope.ToText(), anew);
  }
  for (DeviceHost* device : devices) {
    if (IsErased(device->user())) continue;
    for (const auto& [name, number] : device->store().Scopes()) {
      const Result<LeafDigests> kept = device->store().Leaves(number);
      const auto server = right.find(name);
      const bool same =
          kept.ok() && *kept == (server == right.end() ? LeafDigests{} : server->second);
      if (!same) {
        return Broken("I9", device->name() + " keeps another digest of " + name +
                                " than that of what is in it");
      }
    }
  }
}

// ---- I11

void Oracle::CheckFreshCopy(server::Store& store, const Id& person) {
  std::map<Id, std::string> copy;
  const auto read = [&]() -> Status {
    ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store.Read());
    v1::PullRequest request;
    request.set_version_min(1);
    request.set_version_max(1);
    ASSIGN_OR_RETURN(server::PullSession session, server::PullSession::Make(person, request));
    server::Disclosures told;  // Nothing of it is sent to anybody.
    const TimeMs now = ground_.scheduler.Now();
    while (true) {
      ASSIGN_OR_RETURN(server::PullSession::Page page,
                       session.NextPage(store, *snapshot, told, now));
      if (const auto* desks = std::get_if<server::PullSession::Undisclosed>(&page)) {
        told.Noted(person, desks->desks, now);
        continue;
      }
      const v1::PullResponse& response = std::get<v1::PullResponse>(page);
      for (const v1::ScopeRun& run : response.runs()) {
        for (const v1::Change& change : run.changes()) {
          v1::Entity entity;
          if (!change.has_entity() || !entity.ParseFromString(change.entity())) continue;
          copy[Id::FromBytes(entity.id())] = change.entity();
        }
      }
      if (response.has_checkpoint()) return {};
    }
  };
  if (const Status status = read(); !status.ok()) return Broken("I11", status.ToString());
  for (const auto& [id, versions] : model_.entities()) {
    const ServerModel::Version& latest = versions.back();
    const bool may_read = !latest.ended && model_.MayRead(person, latest, model_.last());
    const auto found = copy.find(id);
    const bool right =
        may_read ? found != copy.end() && found->second == latest.bytes : found == copy.end();
    if (!right) {
      return Broken("I11", "a fresh copy of " + person.ToText() +
                               " is not what the log gave: " + id.ToText());
    }
  }
}

// ---- I13

void Oracle::CheckRules() {
  std::map<Id, uint32_t> agreed, taken;
  std::map<std::pair<std::string, std::string>, int> places;
  for (const auto& [id, versions] : model_.entities()) {
    v1::Entity entity;
    if (versions.back().ended || !entity.ParseFromString(versions.back().bytes)) continue;
    if (entity.has_cohort_seat()) agreed[id] = entity.cohort_seat().agreed();
    if (entity.has_enrolment()) {
      const v1::Enrolment& place = entity.enrolment();
      const bool sits = place.state() == v1::ENROLMENT_STATE_ACTIVE;
      if (!sits) continue;
      ++taken[rules::SeatId(Id::FromBytes(place.cohort_id()),
                            Id::FromBytes(place.municipality_id()))];
      if (++places[{place.person_id(), place.cohort_id()}] > 1) {
        return Broken("I13", "somebody has two places in one cohort");
      }
    }
    if (entity.post().heads_size() > rules::kMaxHeads ||
        entity.draft().heads_size() > rules::kMaxHeads) {
      return Broken("I13", "more versions stand side by side than there may be");
    }
    if (entity.thread().pinned_size() > 10) return Broken("I13", "more than ten posts are pinned");
  }
  for (const auto& [seat, count] : taken) {
    if (count <= agreed[seat]) continue;
    return Broken("I13", std::to_string(count) + " places are taken of " +
                             std::to_string(agreed[seat]) + " agreed seats");
  }
}

// ---- I16, I17

void Oracle::CheckDoubled(server::Store& store) {
  const Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return;
  std::map<uint32_t, std::set<Id>> where;
  for (const auto& [id, versions] : model_.entities()) {
    v1::Entity entity;
    if (!entity.ParseFromString(versions.back().bytes)) continue;
    // The note on a post taken down is on its flags as well.
    if (entity.has_parked() || entity.has_flag()) continue;
    for (const uint32_t text : MarksIn(versions.back().bytes)) where[text].insert(id);
    const Result<std::vector<std::string>> history = (*snapshot)->History(id);
    if (!history.ok()) return;
    for (const std::string& bytes : *history) {
      // Of what was parked and let go of, only how it was is left.
      if (v1::Entity before; before.ParseFromString(bytes) && before.has_parked()) continue;
      for (const uint32_t text : MarksIn(bytes)) where[text].insert(id);
    }
  }
  for (const auto& [text, ids] : where) {
    if (ids.size() < 2) continue;
    std::string places;
    for (const Id& id : ids) {
      v1::Entity entity;
      (void)entity.ParseFromString(model_.entities().at(id).back().bytes);
      places += " " + id.ToText() + ": " + entity.ShortDebugString().substr(0, 300);
    }
    return Broken("I17", "text " + std::to_string(text) + " took effect in " +
                             std::to_string(ids.size()) + " places:" + places);
  }
}

// ---- I20

void Oracle::CheckFiles(server::Store& store, const std::vector<DeviceHost*>& devices) {
  const Result<std::unique_ptr<Snapshot>> snapshot = store.Read();
  if (!snapshot.ok()) return;
  std::set<Id> people;
  for (DeviceHost* device : devices) {
    if (IsErased(device->user())) continue;
    people.insert(device->user());
    const Result<bool> more_than_guest = (*snapshot)->Holds(device->user(), Scope::Network());
    if (!more_than_guest.ok() || !*more_than_guest) continue;
    for (const auto& [hash, bytes] : device->files().files()) {
      const Result<std::optional<client::OwnBlob>> own = device->core().blobs().FindOwn(hash);
      if (!own.ok() || !*own) continue;  // Its author was told that it could not be kept.
      if (BytesOfBlob(**snapshot, server::BlobKey(device->user(), hash)) == bytes) continue;
      return Broken("I20", "a file of " + std::to_string(bytes.size()) +
                               " bytes that was attached on " + device->name() +
                               " is not whole on the server");
    }
  }
  CheckReadersOfFiles(**snapshot, people);
}

void Oracle::CheckReadersOfFiles(Snapshot& snapshot, const std::set<Id>& people) {
  for (const auto& [id, versions] : model_.entities()) {
    const ServerModel::Version& latest = versions.back();
    v1::Entity entity;
    if (latest.ended || !entity.ParseFromString(latest.bytes)) continue;
    for (const v1::Attachment& file : rules::AttachmentsOf(entity)) {
      for (const Id& person : people) {
        const Result<Id> owner =
            server::BlobOwnerFor(snapshot, person, id.ToBytes(), file.sha256());
        const bool may_read = model_.MayRead(person, latest, model_.last());
        if (owner.ok() == may_read) continue;
        return Broken(
            "I20", person.ToText() + (may_read ? " may read a post, and not its file"
                                               : " may read the file of a post, and not the post"));
      }
    }
  }
}

// ---- Erased

void Oracle::CheckErased(server::Store& store) {
  if (erased_.empty()) return;
  // As after every erasure; one that the disk refused is made good at the next start.
  if (const Status scrubbed = store.Scrub(); !scrubbed.ok()) return;
  std::set<uint32_t> left;
  for (const std::string& file : ground_.vfs.Files(ServerHost::kDisk)) {
    for (const uint32_t text : MarksIn(file)) left.insert(text);
  }
  for (const uint32_t text : left) {
    const auto known = ledger_.texts().find(text);
    if (known == ledger_.texts().end() || !IsErased(known->second.author)) continue;
    const Written& write = *ledger_.Find(known->second.device, known->second.number);
    if (!IsWordsOfOnesOwn(write.mutation)) continue;
    return Broken("I12", "words of somebody who was erased are still in the server's file: " +
                             write.mutation.ShortDebugString().substr(0, 200));
  }
}

}  // namespace samstig::sim
