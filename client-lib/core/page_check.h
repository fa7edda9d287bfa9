// SPDX-License-Identifier: Apache-2.0
// PageCheck: what a frame of a Pull must look like before anything is done with it. One for each
// stream. A frame that fails here means a broken server, proxy or line; the stream is not to be
// trusted further.
#ifndef SAMSTIG_CLIENT_LIB_CORE_PAGE_CHECK_H_
#define SAMSTIG_CLIENT_LIB_CORE_PAGE_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::client {

class PageCheck {
 public:
  // `cursor`: where the device stands as the stream begins.
  explicit PageCheck(v1::Cursor cursor) : cursor_(std::move(cursor)) {}

  // The frame as a message whose scopes, ids, order and checkpoint make sense. MALFORMED if not;
  // HISTORY_FORKED when the checkpoint is from before the cursor. The bytes of entities are not
  // looked at yet: CheckEntity.
  base::Result<v1::PullResponse> Check(std::string_view frame);

 private:
  base::Status CheckFork(const v1::Fork& fork);
  base::Status CheckProof(const v1::PullResponse& page);
  base::Status CheckRepair(const v1::ScopeRun& run);
  base::Status CheckRun(const v1::ScopeRun& run);
  base::Status CheckCheckpoint(const v1::Cursor& checkpoint);

  v1::Cursor cursor_;
  bool first_ = true;
  // In this stream, since its last checkpoint.
  std::map<std::string, uint64_t> last_in_scope_;
  uint64_t highest_ = 0;
};

// An entity as it came. MALFORMED unless it parses and its ids are ids.
base::Result<v1::Entity> CheckEntity(std::string_view bytes);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_PAGE_CHECK_H_
