// SPDX-License-Identifier: Apache-2.0
// ServerModel: what the server's store said after each of its commits: every version of every
// entity, who could read which scope when. Read from the store right after each commit, so that
// whatever a device shows later can be held against the state at its seq.
#ifndef SAMSTIG_TESTS_SIMULATION_SERVER_MODEL_H_
#define SAMSTIG_TESTS_SIMULATION_SERVER_MODEL_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/store/store.h"

namespace samstig::sim {

using base::Id;
using rules::Scope;
using rules::Scopes;
using server::Seq;

class ServerModel {
 public:
  struct Version {
    Seq seq = 0;  // Of the commit.
    bool ended = false;
    std::string bytes;  // Of an ended one: the last it had.
    Scopes scopes;
    Id author;
  };
  using Versions = std::vector<Version>;

  // Reads what the latest commit changed in these scopes; the ids.
  base::Result<std::set<Id>> Absorb(server::Store& store, const Scopes& touched);
  // The same when it is not known what was touched.
  base::Result<std::set<Id>> AbsorbAll(server::Store& store);

  // The seq of the latest commit read.
  Seq last() const { return last_; }
  const std::map<Id, Versions>& entities() const { return entities_; }
  const std::set<Id>& persons() const { return persons_; }

  // The latest version at `seq`; nullptr when there was none yet.
  const Version* At(const Id& id, Seq seq) const;
  const Version* Latest(const Id& id) const { return At(id, last_); }
  bool Holds(const Id& person, const Scope& scope, Seq seq) const;
  // Whether the person could read it as it then was.
  bool MayRead(const Id& person, const Version& version, Seq seq) const;
  // What changed for the person after `from`, up to `to`; everything when rights changed.
  std::set<Id> ChangedFor(const Id& person, Seq from, Seq to) const;
  // " [3, 17) [20, )": when the person held the scope, for people.
  std::string TermsOf(const Id& person, const Scope& scope) const;
  bool RightsChanged(const Id& person, Seq from, Seq to) const;

 private:
  struct Term {
    Seq since = 0;
    std::optional<Seq> until;
  };

  base::Status ReadScopes(server::Snapshot& snapshot, const Scopes& scopes, Seq after,
                          std::set<Id>& changed);
  base::Status ReadEntity(server::Snapshot& snapshot, const Id& id);
  base::Status ReadGrants(server::Snapshot& snapshot, const Id& person);
  std::set<Scope> KnownScopes() const;

  Seq last_ = 0;
  std::map<Id, Versions> entities_;
  std::map<Seq, std::vector<Id>> changed_at_;
  std::set<Id> persons_;
  std::map<Id, std::map<Scope, std::vector<Term>>> terms_;
  std::map<Id, std::set<Seq>> rights_changed_at_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SERVER_MODEL_H_
