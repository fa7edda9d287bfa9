// SPDX-License-Identifier: Apache-2.0
// LocalDigests: the digests of this device's copy (domain/rules/digest.h), scope by scope. Changes
// are gathered in memory while pages are applied and written once, in the transaction that makes
// them visible.
#ifndef SAMSTIG_CLIENT_LIB_CORE_LOCAL_DIGESTS_H_
#define SAMSTIG_CLIENT_LIB_CORE_LOCAL_DIGESTS_H_

#include <map>
#include <string>
#include <string_view>

#include "client-lib/core/local_store.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/digest.h"

namespace samstig::client {

class LocalDigests {
 public:
  explicit LocalDigests(LocalStore& store) : store_(store) {}

  // The scope gives the entity, or gives it no longer.
  void Add(ScopeNumber scope, const Id& id, const rules::Digest& digest);
  void Subtract(ScopeNumber scope, const Id& id, const rules::Digest& digest);
  // In the caller's transaction.
  Status Flush();

  // The digest of the whole copy, as the server would have it.
  static Result<rules::Digest> OfCopy(LocalStore& store);
  // Computes all digests anew from the bytes on disk. False, and they are put right, when those
  // that were kept differ: the file was written by a version that kept none, or the disk has
  // rotted.
  static Result<bool> CheckAgainstDisk(LocalStore& store);

 private:
  LocalStore& store_;
  std::map<ScopeNumber, rules::LeafDigests> changes_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_LOCAL_DIGESTS_H_
