// SPDX-License-Identifier: Apache-2.0
// What must hold in a network's file, as a list of named checks: the file itself, then one check
// for each thing that is kept. A new table comes with its check: one function, one line in
// AllChecks.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_CHECKS_H_
#define SAMSTIG_SERVER_STORE_SQLITE_CHECKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/base/sqlite.h"
#include "server/store/keeper.h"

namespace samstig::server {

// What was found wrong: ids and numbers, never a text, name or address.
class Findings {
 public:
  // Beyond a hundred of one check only their number is kept.
  void Add(std::string_view check, const std::string& what);
  bool empty() const { return found_.empty(); }
  std::vector<std::string> list() const;

 private:
  std::vector<std::string> found_;
  std::map<std::string, uint64_t, std::less<>> count_;
};

// The entities there are, read once for all checks.
struct Known {
  struct Entity {
    int64_t no = 0;
    // Entity::body_case; 0 for one that has ended or does not parse.
    int kind = 0;
    bool live = false;
  };
  std::unordered_map<Id, Entity, base::IdHash> entities;
  Seq last_seq = 0;
  uint64_t live = 0;
  uint64_t log_rows = 0;
  uint64_t blobs = 0;

  bool Is(const Id& id, int kind) const;
};

struct CheckContext {
  base::Database& db;
  const Known& known;
  const MakeBlobNamer& make_namer;
  const KeepGoing& go_on;
};

struct NamedCheck {
  const char* name;
  // The first schema that has what is checked; files of an earlier one are not asked.
  int64_t since;
  // DATA_DAMAGED becomes a finding; anything else ends the verification.
  Status (*run)(const CheckContext& context, Findings& findings);
};

// Pages, trees and declared references of the file: nothing else can be trusted before this is
// well.
Status CheckFile(base::Database& db, Findings& findings);
// Finds the entities that do not parse, too.
Result<Known> ReadKnown(base::Database& db, Findings& findings);
// All others, in the order in which they run.
const std::vector<NamedCheck>& AllChecks();

// The checks by what they read.
Status CheckLog(const CheckContext& context, Findings& findings);
Status CheckScopes(const CheckContext& context, Findings& findings);
Status CheckKeys(const CheckContext& context, Findings& findings);
Status CheckReferences(const CheckContext& context, Findings& findings);
Status CheckHistory(const CheckContext& context, Findings& findings);
Status CheckGrants(const CheckContext& context, Findings& findings);
Status CheckPeople(const CheckContext& context, Findings& findings);
Status CheckOutcomes(const CheckContext& context, Findings& findings);
Status CheckLineage(const CheckContext& context, Findings& findings);
Status CheckBlobs(const CheckContext& context, Findings& findings);
Status CheckDigests(const CheckContext& context, Findings& findings);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_CHECKS_H_
