// SPDX-License-Identifier: Apache-2.0
// The digests that were kept against those of what is there (domain/rules/digest.h).
#include <array>
#include <map>
#include <utility>

#include "domain/rules/digest.h"
#include "server/store/sqlite/checks.h"

namespace samstig::server {

using base::Statement;
using rules::Digest;

namespace {

constexpr char kKeptSql[] = "SELECT scope, leaf, sum FROM digest";
constexpr char kThereSql[] =
    "SELECT l.scope, e.id, e.bytes FROM log l JOIN entity e ON e.no = l.entity "
    "WHERE l.gone = 0 AND e.bytes IS NOT NULL";
constexpr char kFilledSql[] = "SELECT 1 FROM meta WHERE name = 'digests'";

}  // namespace

Status CheckDigests(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(Statement filled, context.db.Prepare(kFilledSql));
  ASSIGN_OR_RETURN(bool is_filled, filled.Step());
  if (!is_filled) return {};  // Not opened since it got the table.
  // What is there less what was kept: zero everywhere.
  std::map<std::pair<int64_t, int>, Digest> difference;
  ASSIGN_OR_RETURN(Statement there, context.db.Prepare(kThereSql));
  while (true) {
    ASSIGN_OR_RETURN(bool row, there.Step());
    if (!row) break;
    ASSIGN_OR_RETURN(Id id, there.ColumnId(1));
    difference[{there.ColumnInt(0), rules::LeafOf(id)}] += Digest::Of(there.ColumnBytes(2));
  }
  ASSIGN_OR_RETURN(Statement kept, context.db.Prepare(kKeptSql));
  while (true) {
    ASSIGN_OR_RETURN(bool row, kept.Step());
    if (!row) break;
    const std::optional<Digest> digest = Digest::FromBytes(kept.ColumnBytes(2));
    if (!digest) return {v1::REASON_DATA_DAMAGED, "a digest has not 16 bytes"};
    difference[{kept.ColumnInt(0), static_cast<int>(kept.ColumnInt(1))}] -= *digest;
  }
  for (const auto& [place, digest] : difference) {
    if (digest.IsZero()) continue;
    findings.Add("digests", "scope " + std::to_string(place.first) + " leaf " +
                                std::to_string(place.second) + " does not add up");
  }
  return {};
}

}  // namespace samstig::server
