// SPDX-License-Identifier: Apache-2.0
#include "server/sync/list.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "domain/rules/limits.h"
#include "samstig/v1/entity.pb.h"
#include "server/sync/disclosures.h"

namespace samstig::server {
namespace {

constexpr size_t kDefaultPage = 100;
constexpr size_t kRowsPerRead = 1'000;

// Where a page begins: after `seq` in `scope`; at the first scope when there is none.
struct Place {
  std::optional<Scope> scope;
  Seq seq = 0;
};

std::string ToToken(const Scope& scope, Seq seq) {
  return scope.ToText() + ":" + std::to_string(seq);
}

Result<Place> FromToken(const std::string& token) {
  if (token.empty()) return Place{};
  const Status bad(v1::REASON_MALFORMED, "page_token was not given by List");
  const size_t colon = token.find(':');
  if (colon == std::string::npos) return bad;
  Place place{Scope::FromText(std::string_view(token).substr(0, colon)), 0};
  const char* end = token.data() + token.size();
  const auto [rest, error] = std::from_chars(token.data() + colon + 1, end, place.seq);
  if (!place.scope || error != std::errc() || rest != end) return bad;
  return place;
}

Result<Scopes> HeldScopes(Snapshot& snapshot, const Id& person) {
  ASSIGN_OR_RETURN(std::vector<Grant> grants, snapshot.GrantsOf(person));
  Scopes held;
  for (const Grant& grant : grants) {
    if (!grant.until) held.push_back(grant.scope);
  }
  std::sort(held.begin(), held.end());
  return held;
}

// An entity in several scopes is listed in the first of them that the caller holds.
Result<bool> IsListedHere(Snapshot& snapshot, const Id& id, const Scope& here, const Scopes& held) {
  ASSIGN_OR_RETURN(Scopes scopes, snapshot.ScopesOf(id));
  for (const Scope& scope : scopes) {
    if (scope < here && std::binary_search(held.begin(), held.end(), scope)) return false;
  }
  return true;
}

bool IsOfKind(const std::string& bytes, uint32_t kind) {
  v1::Entity entity;
  return kind == 0 ||
         (entity.ParseFromString(bytes) && static_cast<uint32_t>(entity.body_case()) == kind);
}

struct Row {
  Seq seq;
  Id id;
  std::string bytes;
};

Result<std::vector<Row>> ReadRows(Snapshot& snapshot, const Scope& scope, Seq after) {
  std::vector<Row> rows;
  RETURN_IF_ERROR(snapshot.ReadLog(scope, after, kRowsPerRead, [&](const LogRow& row) {
    rows.push_back({row.seq, row.id, std::string(row.bytes)});
    return true;
  }));
  return rows;
}

}  // namespace

Result<Scopes> ListEntities(Snapshot& snapshot, const Id& person, const v1::ListRequest& request,
                            v1::ListResponse& response) {
  RETURN_IF_ERROR(rules::CheckRange(request.page_size(), "page_size", 0, 1'000));
  const size_t limit =
      request.page_size() == 0 ? kDefaultPage : static_cast<size_t>(request.page_size());
  ASSIGN_OR_RETURN(Place place, FromToken(request.page_token()));
  ASSIGN_OR_RETURN(Scopes held, HeldScopes(snapshot, person));
  size_t bytes = 0;
  Scopes desks;
  for (const Scope& scope : held) {
    if (place.scope && scope < *place.scope) continue;
    Seq after = place.scope == scope ? place.seq : 0;
    while (true) {
      ASSIGN_OR_RETURN(std::vector<Row> rows, ReadRows(snapshot, scope, after));
      for (Row& row : rows) {
        after = row.seq;
        if (row.bytes.empty() || !IsOfKind(row.bytes, request.kind())) continue;
        ASSIGN_OR_RETURN(bool here, IsListedHere(snapshot, row.id, scope, held));
        if (!here) continue;
        bytes += row.bytes.size();
        const bool first = desks.empty() || desks.back() != scope;
        if (first && IsDeskOfAnother(scope, person)) desks.push_back(scope);
        response.add_entities(std::move(row.bytes));
        if (static_cast<size_t>(response.entities_size()) == limit || bytes >= kListPageBytes) {
          response.set_next_page_token(ToToken(scope, after));
          return desks;
        }
      }
      if (rows.size() < kRowsPerRead) break;
    }
  }
  return desks;
}

}  // namespace samstig::server
