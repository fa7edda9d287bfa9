// SPDX-License-Identifier: Apache-2.0
// PageStage: pages of a Pull that wait for their checkpoint. What comes slowly or is large goes to
// disk, page by page, so that a first sync that breaks off goes on where it was, also after a
// crash. What comes fast and is small stays in memory: writing it twice would cost more than asking
// for it again. Not thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_CORE_PAGE_STAGE_H_
#define SAMSTIG_CLIENT_LIB_CORE_PAGE_STAGE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/local_store.h"
#include "domain/base/clock.h"
#include "domain/base/result.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::client {

class PageStage {
 public:
  static constexpr size_t kMaxInMemory = 8 << 20;
  // Beyond this size, nothing stays in memory alone for longer than this.
  static constexpr size_t kWorthKeeping = 256 << 10;
  static constexpr base::TimeMs kMaxAge = 2 * base::kSecondMs;

  // With what an earlier run of the program left on disk.
  static Result<PageStage> Open(LocalStore& store);

  // Keeps a page that has no checkpoint: its bytes as they came, and what they say.
  Status Add(std::string frame, const v1::PullResponse& page, base::TimeMs now);

  // How far each scope is held, for the next PullRequest. Of the last seq in a scope more may have
  // been to come, so what is claimed is everything before it.
  std::vector<v1::ScopePosition> Positions() const;
  bool empty() const { return disk_pages_ == 0 && memory_.empty(); }

  // In the transaction that makes the pages visible: all of them in their order, until `visit`
  // fails. They are gone from disk then; Clear follows when that is committed.
  Status TakeEach(const std::function<Status(std::string_view frame)>& visit);
  // In a transaction: forgets what is on disk. The same applies.
  Status ClearOnDisk();
  void Clear();

 private:
  explicit PageStage(LocalStore& store) : store_(&store) {}
  Status Spill();

  LocalStore* store_;
  uint64_t disk_pages_ = 0;
  std::vector<std::string> memory_;
  size_t memory_bytes_ = 0;
  base::TimeMs oldest_ = 0;  // When the first page in memory came.
  std::map<std::string, uint64_t> last_in_scope_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_PAGE_STAGE_H_
