// SPDX-License-Identifier: Apache-2.0
#include "server/sync/versions.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "samstig/v1/entity.pb.h"
#include "server/sync/disclosures.h"
#include "server/sync/list.h"

namespace samstig::server {
namespace {

Status NoSuch() { return {v1::REASON_NOT_FOUND, "there is no such thing of yours"}; }

// Kinds in which nobody but the author writes. In all others, a later version may hold what
// somebody else wrote after the author lost the scope: whoever adds a kind says so here, and until
// then it is kept back.
bool IsWrittenByItsAuthorAlone(const v1::Entity& entity) {
  return entity.has_draft() || entity.has_submission() || entity.has_feedback() ||
         entity.has_thread() || entity.has_post() || entity.has_parked() ||
         entity.has_read_mark() || entity.has_reaction() || entity.has_subscription() ||
         entity.has_tool() || entity.has_team() || entity.has_notice_settings();
}

Result<bool> HoldsOneOf(Snapshot& snapshot, const Id& person, const Scopes& scopes) {
  for (const Scope& scope : scopes) {
    ASSIGN_OR_RETURN(bool holds, snapshot.Holds(person, scope));
    if (holds) return true;
  }
  return false;
}

// An assignment's versions from before it was published are its coaches'.
Status HideUnpublished(Snapshot& snapshot, const Id& person, std::vector<std::string>& versions) {
  v1::Entity latest;
  if (!latest.ParseFromString(versions.back()) || !latest.has_assignment()) return {};
  ASSIGN_OR_RETURN(Id cohort, Id::Parse(latest.assignment().cohort_id(), "cohort_id"));
  ASSIGN_OR_RETURN(bool coach, snapshot.Holds(person, Scope::Staff(cohort)));
  if (coach) return {};
  std::erase_if(versions, [](const std::string& bytes) {
    v1::Entity version;
    return !version.ParseFromString(bytes) ||
           version.assignment().state() == v1::ASSIGNMENT_STATE_SCHEDULED;
  });
  return {};
}

// How many versions were given before. They never change places: a new one comes at the end.
Result<size_t> FromToken(const std::string& token, size_t versions) {
  if (token.empty()) return size_t{0};
  size_t next = 0;
  const char* end = token.data() + token.size();
  const auto [rest, error] = std::from_chars(token.data(), end, next);
  if (error != std::errc() || rest != end || next > versions) {
    return Status(v1::REASON_MALFORMED, "page_token was not given by ListVersions");
  }
  return next;
}

}  // namespace

Status MayHaveVersions(Snapshot& snapshot, const Id& person, const Id& id,
                       const std::string& bytes) {
  v1::Entity entity;
  if (!entity.ParseFromString(bytes)) {
    return {v1::REASON_DATA_DAMAGED, "a stored entity does not parse"};
  }
  // What somebody works on is readable as it was: a report may be on an earlier version.
  const bool by_whom_it_is_for = entity.has_assignment();
  if (entity.author() != person.bytes() && !by_whom_it_is_for) return NoSuch();
  if (IsWrittenByItsAuthorAlone(entity)) return {};
  ASSIGN_OR_RETURN(Scopes scopes, snapshot.ScopesOf(id));
  ASSIGN_OR_RETURN(bool reads, HoldsOneOf(snapshot, person, scopes));
  return reads ? Status() : NoSuch();
}

Result<Scopes> ListVersions(Snapshot& snapshot, const Id& person,
                            const v1::ListVersionsRequest& request,
                            v1::ListVersionsResponse& response) {
  ASSIGN_OR_RETURN(Id id, Id::Parse(request.entity_id(), "entity_id"));
  ASSIGN_OR_RETURN(std::vector<std::string> versions, snapshot.History(id));
  ASSIGN_OR_RETURN(std::optional<std::string> present, snapshot.Get(id));
  if (present) versions.push_back(*std::move(present));
  if (versions.empty()) return NoSuch();
  RETURN_IF_ERROR(MayHaveVersions(snapshot, person, id, versions.back()));
  RETURN_IF_ERROR(HideUnpublished(snapshot, person, versions));
  ASSIGN_OR_RETURN(size_t next, FromToken(request.page_token(), versions.size()));
  for (size_t bytes = 0; next < versions.size() && bytes < kListPageBytes; ++next) {
    bytes += versions[next].size();
    response.add_entities(std::move(versions[next]));
  }
  if (next < versions.size()) response.set_next_page_token(std::to_string(next));
  return DesksOfOthers(snapshot, id, person);
}

}  // namespace samstig::server
