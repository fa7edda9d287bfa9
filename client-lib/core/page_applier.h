// SPDX-License-Identifier: Apache-2.0
// PageApplier: brings the pages before a checkpoint into the confirmed copy. An entity is kept as
// long as some scope gives it; this person's own texts also when their scope was lost. All of it
// happens inside the caller's transaction, which must be rolled back when a call fails.
#ifndef SAMSTIG_CLIENT_LIB_CORE_PAGE_APPLIER_H_
#define SAMSTIG_CLIENT_LIB_CORE_PAGE_APPLIER_H_

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client-lib/core/local_digests.h"
#include "client-lib/core/local_store.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::client {

class PageApplier {
 public:
  // What happens to this person's own text when no scope gives it any more.
  enum class OwnText { kGoes, kStays };

  // `when_begun_anew`: for what a scope that is read from its start does not give again. The server
  // has ended it, unless it has forgotten it.
  PageApplier(LocalStore& store, const Id& me, OwnText when_begun_anew = OwnText::kGoes)
      : store_(store), digests_(store), me_(me), when_begun_anew_(when_begun_anew) {}

  // Pages in the order in which they came. MALFORMED when an entity is none.
  Status Add(const v1::PullResponse& page);
  // After the last page: deletes what no scope gives any more, and brings the digests up to date.
  Status Finish();

  // Every entity that was put or taken away, some more than once.
  const std::vector<Id>& touched() const { return touched_; }
  // Those of them whose earlier bytes are no longer so.
  const std::vector<Id>& replaced() const { return replaced_; }
  // A scope was lost, or somebody was erased, and what is gone by that must leave the file's bytes
  // as well.
  bool traces_must_go() const { return traces_must_go_; }

 private:
  Status AddRun(const v1::ScopeRun& run);
  // Takes out of the leaves what the run does not hold.
  Status Repair(ScopeNumber scope, const v1::ScopeRun& run);
  Status Put(ScopeNumber scope, std::string_view bytes);
  Status PutAgain(const Id& id, ScopeNumber scope, std::string_view bytes,
                  const v1::Entity& entity);
  Status MoveKeys(const Id& id, std::string_view before, const v1::Entity& after);
  Status LeaveScope(const Id& id, ScopeNumber scope, OwnText own_text);
  // `lost`: for good; otherwise the scope is read anew.
  Status Forget(std::string_view scope, OwnText own_text, bool lost);
  Status Delete(const Id& id, std::string_view bytes);

  LocalStore& store_;
  LocalDigests digests_;
  const Id me_;
  const OwnText when_begun_anew_;
  std::vector<Id> touched_;
  std::vector<Id> replaced_;
  // Given by no scope at the moment; a later page may give them again.
  std::unordered_map<Id, OwnText, base::IdHash> orphans_;
  // What scopes held that were begun anew since the last checkpoint.
  std::map<std::string, std::vector<Id>> begun_anew_;
  bool traces_must_go_ = false;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_PAGE_APPLIER_H_
