// SPDX-License-Identifier: Apache-2.0
// The file, the list of checks, and those of what lies between the entities: log, scopes, grants,
// people, outcomes, lineage.
#include "server/store/sqlite/checks.h"

#include <utility>

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::server {

using base::Database;
using base::Statement;

namespace {

constexpr uint64_t kFindingsPerCheck = 100;

std::string N(int64_t number) { return std::to_string(number); }

// Runs a query whose rows are all wrong: one finding for each, made of `what` and the columns,
// which are ids (blobs of 16 bytes) or numbers.
Status EachIsWrong(Database& db, const char* check, const char* what, const char* sql,
                   Findings& findings, int columns) {
  ASSIGN_OR_RETURN(Statement statement, db.Prepare(sql));
  while (true) {
    ASSIGN_OR_RETURN(bool row, statement.Step());
    if (!row) return {};
    std::string finding = what;
    for (int i = 0; i < columns; ++i) {
      const std::string_view bytes = statement.ColumnBytes(i);
      const bool is_id = bytes.size() == Id::kSize;
      finding += " " + (is_id ? Id::FromBytes(bytes).ToText() : N(statement.ColumnInt(i)));
    }
    findings.Add(check, finding);
  }
}

// The kind of entity that a scope's first id names; 0 for scopes without.
int KindOfFirst(char letter) {
  switch (letter) {
    case 'u':
      return v1::Entity::kPerson;
    case 'd':
    case 'i':
    case 'c':
    case 's':
    case 'v':
      return v1::Entity::kCohort;
    case 'm':
      return v1::Entity::kMunicipality;
    default:
      return 0;
  }
}

// The same of its second id.
int KindOfSecond(char letter) {
  if (letter == 'd') return v1::Entity::kPerson;
  return letter == 'i' ? v1::Entity::kMunicipality : 0;
}

}  // namespace

void Findings::Add(std::string_view check, const std::string& what) {
  uint64_t& count = count_[std::string(check)];
  if (++count <= kFindingsPerCheck) found_.push_back(std::string(check) + ": " + what);
}

std::vector<std::string> Findings::list() const {
  std::vector<std::string> all = found_;
  for (const auto& [check, count] : count_) {
    if (count <= kFindingsPerCheck) continue;
    all.push_back(check + ": and " + std::to_string(count - kFindingsPerCheck) + " more");
  }
  return all;
}

bool Known::Is(const Id& id, int kind) const {
  const auto found = entities.find(id);
  return found != entities.end() && found->second.kind == kind;
}

const std::vector<NamedCheck>& AllChecks() {
  static const std::vector<NamedCheck> kChecks = {
      {"log", 1, &CheckLog},         {"scopes", 1, &CheckScopes},
      {"keys", 1, &CheckKeys},       {"references", 1, &CheckReferences},
      {"history", 1, &CheckHistory}, {"grants", 1, &CheckGrants},
      {"people", 1, &CheckPeople},   {"outcomes", 1, &CheckOutcomes},
      {"lineage", 1, &CheckLineage}, {"blobs", 1, &CheckBlobs},
      {"digests", 2, &CheckDigests},
  };
  return kChecks;
}

Status CheckFile(Database& db, Findings& findings) {
  ASSIGN_OR_RETURN(Statement integrity, db.Prepare("PRAGMA integrity_check(100)"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, integrity.Step());
    if (!row) break;
    const std::string_view said = integrity.ColumnBytes(0);
    if (said != "ok") findings.Add("file", std::string(said));
  }
  ASSIGN_OR_RETURN(Statement foreign, db.Prepare("PRAGMA foreign_key_check"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, foreign.Step());
    if (!row) return {};
    findings.Add("file", "table " + std::string(foreign.ColumnBytes(0)) + " row " +
                             N(foreign.ColumnInt(1)) + " refers to nothing");
  }
}

Status CheckLog(const CheckContext& context, Findings& findings) {
  const auto wrong = [&](const char* what, const char* sql, int columns) {
    return EachIsWrong(context.db, "log", what, sql, findings, columns);
  };
  RETURN_IF_ERROR(wrong("a row of no entity: scope, seq",
                        "SELECT l.scope, l.seq FROM log l LEFT JOIN entity e ON e.no = l.entity "
                        "WHERE e.no IS NULL",
                        2));
  RETURN_IF_ERROR(wrong("a row of no scope: scope, seq",
                        "SELECT l.scope, l.seq FROM log l LEFT JOIN scope s ON s.no = l.scope "
                        "WHERE s.no IS NULL",
                        2));
  RETURN_IF_ERROR(wrong("an ended entity is not gone: entity, seq",
                        "SELECT e.id, l.seq FROM log l JOIN entity e ON e.no = l.entity "
                        "WHERE e.bytes IS NULL AND l.gone = 0",
                        2));
  RETURN_IF_ERROR(wrong("an entity without a row:",
                        "SELECT e.id FROM entity e WHERE NOT EXISTS "
                        "(SELECT 1 FROM log l WHERE l.entity = e.no)",
                        1));
  RETURN_IF_ERROR(wrong("one seq for several entities:",
                        "SELECT seq FROM log GROUP BY seq HAVING count(DISTINCT entity) > 1", 1));
  return wrong("a seq beyond the last:",
               "SELECT seq FROM log WHERE seq < 1 OR seq > "
               "coalesce((SELECT value FROM meta WHERE name = 'last_seq'), 0)",
               1);
}

Status CheckScopes(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(Statement select, context.db.Prepare("SELECT no, name FROM scope"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    const std::string number = N(select.ColumnInt(0));
    const std::optional<Scope> scope = Scope::FromText(select.ColumnBytes(1));
    if (!scope) {
      findings.Add("scopes", "the name of scope " + number + " does not parse");
      continue;
    }
    const int kind = KindOfFirst(scope->letter());
    if (kind != 0 && !context.known.Is(scope->first(), kind)) {
      findings.Add("scopes",
                   "scope " + number + " names what is not there: " + scope->first().ToText());
    }
    const int second = KindOfSecond(scope->letter());
    if (second != 0 && !context.known.Is(scope->second(), second)) {
      findings.Add("scopes",
                   "scope " + number + " names what is not there: " + scope->second().ToText());
    }
  }
}

Status CheckGrants(const CheckContext& context, Findings& findings) {
  RETURN_IF_ERROR(EachIsWrong(context.db, "grants", "a grant of no scope: person, scope",
                              "SELECT g.person, g.scope FROM scope_grant g "
                              "LEFT JOIN scope s ON s.no = g.scope WHERE s.no IS NULL",
                              findings, 2));
  ASSIGN_OR_RETURN(Statement select,
                   context.db.Prepare("SELECT person, scope, since, until FROM scope_grant"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    ASSIGN_OR_RETURN(const Id person, select.ColumnId(0));
    const std::string grant = person.ToText() + ", scope " + N(select.ColumnInt(1));
    const Seq since = select.ColumnUint(2);
    const bool ended = !select.ColumnIsNull(3);
    const Seq until = select.ColumnUint(3);
    if (!context.known.Is(person, v1::Entity::kPerson)) {
      findings.Add("grants", "a grant to nobody: " + grant);
    }
    if (since > context.known.last_seq || (ended && until > context.known.last_seq)) {
      findings.Add("grants", "a seq beyond the last: " + grant);
    }
    if (ended && until < since) findings.Add("grants", "it ends before it begins: " + grant);
  }
}

Status CheckPeople(const CheckContext& context, Findings& findings) {
  for (const auto& [what, sql] : {std::pair("an account", "SELECT person FROM account"),
                                  std::pair("a device", "SELECT person FROM device")}) {
    ASSIGN_OR_RETURN(Statement select, context.db.Prepare(sql));
    while (true) {
      ASSIGN_OR_RETURN(bool row, select.Step());
      if (!row) break;
      ASSIGN_OR_RETURN(const Id person, select.ColumnId(0));
      if (context.known.Is(person, v1::Entity::kPerson)) continue;
      findings.Add("people", std::string(what) + " of nobody: " + person.ToText());
    }
  }
  return {};
}

Status CheckOutcomes(const CheckContext& context, Findings& findings) {
  RETURN_IF_ERROR(EachIsWrong(context.db, "outcomes", "outcomes of no device:",
                              "SELECT DISTINCT o.device FROM outcome o "
                              "LEFT JOIN device d ON d.no = o.device WHERE d.no IS NULL",
                              findings, 1));
  RETURN_IF_ERROR(
      EachIsWrong(context.db, "outcomes", "not one outcome for each number: device, last number",
                  "SELECT d.id, d.last_number FROM device d WHERE d.last_number <> "
                  "(SELECT count(*) FROM outcome o WHERE o.device = d.no) OR d.last_number <> "
                  "(SELECT coalesce(max(number), 0) FROM outcome o WHERE o.device = d.no)",
                  findings, 2));
  ASSIGN_OR_RETURN(Statement select,
                   context.db.Prepare("SELECT device, number, outcome, length(hash) FROM outcome "
                                      "UNION ALL SELECT 0, 0, outcome, length(hash) FROM request"));
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) return {};
    // A request has no number: AIP-155 ids are the caller's words and stay out of the findings.
    const std::string which = "device " + N(select.ColumnInt(0)) + ", " + N(select.ColumnInt(1));
    v1::Outcome outcome;
    const std::string_view bytes = select.ColumnBytes(2);
    if (!outcome.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        outcome.number() != select.ColumnUint(1) || select.ColumnUint(3) != sizeof(Hash128)) {
      findings.Add("outcomes", "an outcome does not parse: " + which);
    } else if (outcome.seq() > context.known.last_seq) {
      findings.Add("outcomes", "a seq beyond the last: " + which);
    }
  }
}

Status CheckLineage(const CheckContext& context, Findings& findings) {
  ASSIGN_OR_RETURN(
      Statement select,
      context.db.Prepare("SELECT no, length(epoch), start_seq FROM lineage ORDER BY no"));
  Seq before = 0;
  uint64_t epochs = 0;
  while (true) {
    ASSIGN_OR_RETURN(bool row, select.Step());
    if (!row) break;
    ++epochs;
    const Seq start = select.ColumnUint(2);
    if (select.ColumnInt(1) != Id::kSize || start < before || start > context.known.last_seq) {
      findings.Add("lineage",
                   "epoch " + N(select.ColumnInt(0)) + " does not follow the one before");
    }
    before = start;
  }
  if (epochs == 0) findings.Add("lineage", "there is no epoch");
  return EachIsWrong(context.db, "lineage", "a backup mark beyond the last seq:",
                     "SELECT value FROM meta WHERE name = 'backed_up_to' AND value > "
                     "coalesce((SELECT value FROM meta WHERE name = 'last_seq'), 0)",
                     findings, 1);
}

}  // namespace samstig::server
