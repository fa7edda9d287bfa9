// SPDX-License-Identifier: Apache-2.0
#include "server/sync/own.h"

#include <charconv>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "samstig/v1/entity.pb.h"
#include "server/sync/disclosures.h"
#include "server/sync/list.h"
#include "server/sync/versions.h"

namespace samstig::server {
namespace {

// So many entities are looked at for a page: nobody waits long for the next.
constexpr size_t kLooks = 5'000;

Result<uint64_t> FromToken(const std::string& token) {
  uint64_t place = 0;
  if (token.empty()) return place;
  const char* end = token.data() + token.size();
  const auto [rest, error] = std::from_chars(token.data(), end, place);
  const bool fits = place <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if (error != std::errc() || rest != end || !fits) {
    return Status(v1::REASON_MALFORMED, "page_token was not given by ListOwn");
  }
  return place;
}

// In the scopes that are about this person.
Result<std::set<Id>> AboutThe(Snapshot& snapshot, const Id& person) {
  std::set<Id> about;
  const auto gather = [&](const LogRow& row) {
    if (!row.gone) about.insert(row.id);
    return true;
  };
  ASSIGN_OR_RETURN(std::vector<Grant> grants, snapshot.GrantsOf(person));
  for (const Grant& grant : grants) {
    const bool own_desk = grant.scope.letter() == 'd' && grant.scope.second() == person;
    if (grant.until || !(own_desk || grant.scope == Scope::OfPerson(person))) continue;
    RETURN_IF_ERROR(snapshot.ReadLog(grant.scope, 0, std::numeric_limits<int64_t>::max(), gather));
  }
  return about;
}

struct Candidate {
  uint64_t place = 0;
  Id id;
  std::string bytes;
  bool written = false;  // By the person; else about the person.
};

// What the person wrote or what is about the person, among the entities after `place`. Gives the
// place to go on from.
Result<std::optional<uint64_t>> Look(Snapshot& snapshot, const Id& person,
                                     const std::set<Id>& about, uint64_t place,
                                     std::vector<Candidate>& found) {
  v1::Entity entity;
  const auto look = [&](uint64_t at, const Id& id, std::string_view bytes) {
    const bool written = entity.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
                         entity.author() == person.bytes();
    if (written || about.contains(id)) found.push_back({at, id, std::string(bytes), written});
  };
  return snapshot.ReadEntities(place, kLooks, look);
}

// With its versions, as far as they may be given; without any when it is not the own after all.
Result<v1::OwnEntity> OwnOf(Snapshot& snapshot, const Id& person, const Candidate& candidate,
                            bool is_about) {
  v1::OwnEntity own;
  Status may(v1::REASON_NOT_FOUND, "somebody else's");
  if (candidate.written) may = MayHaveVersions(snapshot, person, candidate.id, candidate.bytes);
  if (!may.ok() && may.reason() != v1::REASON_NOT_FOUND) return may;
  if (may.ok()) {
    ASSIGN_OR_RETURN(std::vector<std::string> versions, snapshot.History(candidate.id));
    for (std::string& version : versions) own.add_versions(std::move(version));
    if (own.ByteSizeLong() > kListPageBytes) {
      own.clear_versions();
      own.set_more(true);
    }
  }
  if (may.ok() || is_about) own.add_versions(candidate.bytes);
  return own;
}

}  // namespace

Result<Scopes> ListOwn(Snapshot& snapshot, const Id& person, const v1::ListOwnRequest& request,
                       v1::ListOwnResponse& response) {
  ASSIGN_OR_RETURN(const uint64_t place, FromToken(request.page_token()));
  ASSIGN_OR_RETURN(const std::set<Id> about, AboutThe(snapshot, person));
  std::vector<Candidate> found;
  ASSIGN_OR_RETURN(std::optional<uint64_t> next, Look(snapshot, person, about, place, found));
  size_t bytes = 0;
  std::set<Scope> desks;
  for (const Candidate& candidate : found) {
    ASSIGN_OR_RETURN(v1::OwnEntity own,
                     OwnOf(snapshot, person, candidate, about.contains(candidate.id)));
    if (own.versions_size() == 0) continue;
    ASSIGN_OR_RETURN(const Scopes of_others, DesksOfOthers(snapshot, candidate.id, person));
    desks.insert(of_others.begin(), of_others.end());
    bytes += own.ByteSizeLong();
    *response.add_own() = std::move(own);
    if (bytes >= kListPageBytes) {
      next = candidate.place;
      break;
    }
  }
  if (next) response.set_next_page_token(std::to_string(*next));
  return Scopes(desks.begin(), desks.end());
}

}  // namespace samstig::server
