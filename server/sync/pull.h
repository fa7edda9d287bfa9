// SPDX-License-Identifier: Apache-2.0
// Pull: builds the pages that bring one device from its cursor to a checkpoint, and from there on.
// It keeps a position for each scope it is in the middle of and nothing else, so that a slow reader
// costs no memory.
#ifndef SAMSTIG_SERVER_SYNC_PULL_H_
#define SAMSTIG_SERVER_SYNC_PULL_H_

#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "domain/base/result.h"
#include "domain/rules/digest.h"
#include "samstig/v1/sync_service.pb.h"
#include "server/store/store.h"
#include "server/sync/disclosures.h"
#include "server/sync/lineage.h"

namespace samstig::server {

inline constexpr uint32_t kProtocolVersion = 1;
// A page is closed when it has reached this many bytes.
inline constexpr size_t kPageBytes = 64 << 10;

// VERSION_UNSUPPORTED unless the range holds kProtocolVersion.
Status CheckVersion(uint32_t min, uint32_t max);

// Not thread-safe; one page at a time.
class PullSession {
 public:
  // Desks of others of which something is to be sent, and which are to be noted first.
  struct Undisclosed {
    Scopes desks;
  };
  using Page = std::variant<v1::PullResponse, Undisclosed>;

  // MALFORMED for a scope name that is none, BAD_ID for an epoch or network that is not 16 bytes,
  // OUT_OF_RANGE for a leaf or lineage that cannot be.
  static Result<PullSession> Make(const Id& person, const v1::PullRequest& request);

  // The next page as of the snapshot. With `checkpoint` set, everything up to the snapshot has been
  // given. Rights are those of this moment. The first page says so when the device's history has
  // parted from the server's, and reading goes on from there. No page is built before all that lies
  // ahead of the reader is noted (Network::Disclose); then it is asked for anew. NO_SUCH_NETWORK
  // for another network's device, OUT_OF_RANGE for a cursor from the future.
  Result<Page> NextPage(const Store& store, Snapshot& snapshot, const Disclosures& disclosures,
                        TimeMs now);

  // The scopes to follow: what the last page's rights allowed, and the person's own.
  const Scopes& scopes() const { return scopes_; }
  // The seq of the last checkpoint given or claimed.
  Seq seen() const { return seen_; }
  const Id& person() const { return person_; }

  // At a checkpoint: what changed up to `seq` was given without a page (follow.h).
  void GivenUpTo(Seq seq) { seen_ = seq; }

 private:
  explicit PullSession(const Id& person) : person_(person) {}

  Status ReadPlaces(const v1::PullRequest& request);
  Status ReadDigests(const v1::PullRequest& request);
  // Before the first page: is this the device's network, and is its history this one's?
  Status Begin(const Store& store, const Snapshot& snapshot);
  // Of these desks, those of which something lies ahead of the reader.
  Result<Scopes> Ahead(Snapshot& snapshot, const std::vector<Grant>& grants, const Scopes& desks);
  // Where reading of the scope starts, and whether that is its very beginning.
  Seq StartOf(const Grant& grant) const;
  // Adds the scope's rows to the page. True when the scope is exhausted, false when the page is
  // full.
  Result<bool> AddRun(Snapshot& snapshot, const Grant& grant, v1::PullResponse& page,
                      size_t& page_bytes);
  // Adds leaves that are to be repaired, each whole. True when none is left.
  Result<bool> AddRepairs(Snapshot& snapshot, v1::PullResponse& page, size_t& page_bytes);
  // What goes with the first checkpoint only.
  Status AddProof(const Store& store, Snapshot& snapshot, v1::PullResponse& page);

  Id person_;
  Lineage lineage_;
  Id network_;  // As the device knows it; nil before its first checkpoint.
  bool begun_ = false;
  std::optional<Seq> fork_;  // To be said with the next page.
  bool proved_ = false;
  Seq seen_ = 0;
  // Scopes read past seen_ since the last checkpoint.
  std::map<Scope, Seq> positions_;
  Scopes scopes_;
  // The digests the device gave, and whether it gave any.
  std::map<Scope, rules::Digest> compare_;
  bool compares_ = false;
  // Leaves still to be sent anew.
  std::map<Scope, std::set<uint8_t>> repairs_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_PULL_H_
