// SPDX-License-Identifier: Apache-2.0
// What is known to be noted of who was sent something of whose desk today, so that what is on disk
// already is not asked for again. It forgets with the server's end, and over midnight (UTC).
#ifndef SAMSTIG_SERVER_SYNC_DISCLOSURES_H_
#define SAMSTIG_SERVER_SYNC_DISCLOSURES_H_

#include <mutex>
#include <set>
#include <utility>

#include "server/store/store.h"

namespace samstig::server {

// Whether what is in the scope is of a leader other than the reader.
inline bool IsDeskOfAnother(const Scope& scope, const Id& reader) {
  return scope.letter() == 'd' && scope.second() != reader;
}

// The desks of others that the entity is in now: for who sends it otherwise than scope by scope.
Result<Scopes> DesksOfOthers(Reader& reader, const Id& entity, const Id& person);

// Thread-safe.
class Disclosures {
 public:
  // Of these desks, those that are not known to be noted today.
  Scopes Unnoted(const Id& reader, const Scopes& desks, TimeMs now) const;
  // That the reader is sent something of them today is on disk.
  void Noted(const Id& reader, const Scopes& desks, TimeMs now);

 private:
  mutable std::mutex mutex_;
  TimeMs day_ = 0;
  std::set<std::pair<Id, Scope>> noted_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_DISCLOSURES_H_
