// SPDX-License-Identifier: Apache-2.0
// Retention at work in one network: a look each hour at what is over, and what was found carried
// out a little at each step, so that nobody waits for it. Nothing of it is kept but in memory:
// after a restart or a restore it is found again.
#ifndef SAMSTIG_SERVER_SYNC_RETENTION_H_
#define SAMSTIG_SERVER_SYNC_RETENTION_H_

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/decide/retiring.h"
#include "server/sync/network.h"

namespace samstig::server {

// Erases people from the network as by DELETE, those whose time is still over when it comes to it:
// how many. Theirs is a way of its own, since it reaches further than the network's file.
using ErasePeople = std::function<Result<size_t>(Network& network, const std::vector<Id>& people)>;

// How many of each class were dealt with.
using RetiredCounts = std::map<v1::RetentionClass, size_t>;

// For one thread at a time.
class Retention {
 public:
  static constexpr TimeMs kLookEvery = base::kHourMs;
  static constexpr size_t kStep = 200;
  static constexpr size_t kPeopleStep = 20;

  // Looks, if it is time; then carries out at most kStep of what is due, or kPeopleStep of people,
  // on disk when this returns.
  // What fails is found again at the next look. Not on a thread of the Network's.
  Result<RetiredCounts> Step(Network& network, TimeMs now, const ErasePeople& erase_people);
  // Nothing of the last look is left to do.
  bool IsDone() const { return due_.empty() && people_.empty(); }

 private:
  Status Look(Network& network, TimeMs now);
  Result<RetiredCounts> Do(Network& network, TimeMs now);
  Result<RetiredCounts> DoPeople(Network& network, const ErasePeople& erase_people);

  TimeMs look_at_ = 0;
  std::deque<Due> due_;
  std::deque<Id> people_;
  std::set<Part> done_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_RETENTION_H_
