// SPDX-License-Identifier: Apache-2.0
// Retiring: what the network's rules of retention say about what is there now, found in a snapshot
// and carried out in small transactions. Everything is looked at anew before it is changed, so a
// list that has become old does no harm, and one that was carried out in part is simply made again.
#ifndef SAMSTIG_SERVER_DECIDE_RETIRING_H_
#define SAMSTIG_SERVER_DECIDE_RETIRING_H_

#include <compare>
#include <set>
#include <vector>

#include "samstig/v1/retention.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// All of a class in a cohort.
struct Part {
  v1::RetentionClass of = v1::RETENTION_CLASS_UNSPECIFIED;
  Id cohort;
  auto operator<=>(const Part&) const = default;
};

// Something whose time is over, and of what it is a part.
struct Due {
  Part part;
  Id entity;
};

struct DueNow {
  // What hangs on something else comes before it.
  std::vector<Due> due;
  std::vector<Id> people;
  // Parts whose time is over and in which nothing is left: nothing comes into them any more.
  std::set<Part> done;
};

// What is over at `now`, leaving out the parts that are known to be done.
Result<DueNow> DueForRetention(Reader& reader, const std::set<Part>& done, TimeMs now);

// Whether the time of the person's name and address is over.
Result<bool> IsOver(Reader& reader, const Id& person, TimeMs now);

// Carries it out, if it is still so. Work and talk go from everybody but their author, and their
// words for good when there is no such person any more; traces go for good.
Status CarryOut(Transaction& txn, const std::vector<Due>& due, TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_RETIRING_H_
