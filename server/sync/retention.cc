// SPDX-License-Identifier: Apache-2.0
#include "server/sync/retention.h"

#include <algorithm>
#include <span>
#include <vector>

#include "server/decide/ends.h"

namespace samstig::server {
namespace {

Status NoteEnds(Transaction& txn, std::span<const Id> ends, TimeMs now) {
  for (const Id& id : ends) RETURN_IF_ERROR(NoteEnd(txn, id, now));
  return {};
}

// Takes the first `most` out of the queue.
template <typename T>
std::vector<T> TakeSome(std::deque<T>& queue, size_t most) {
  const auto size = static_cast<std::ptrdiff_t>(std::min(most, queue.size()));
  const std::vector<T> some(queue.begin(), queue.begin() + size);
  queue.erase(queue.begin(), queue.begin() + size);
  return some;
}

}  // namespace

Status Retention::Look(Network& network, TimeMs now) {
  std::vector<Id> ends;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(ends, UnnotedEnds(snapshot));
    return {};
  }));
  for (size_t at = 0; at < ends.size(); at += kStep) {
    const std::span<const Id> some =
        std::span<const Id>(ends).subspan(at, std::min(kStep, ends.size() - at));
    RETURN_IF_ERROR(
        network.WriteNow([some, now](Transaction& txn) { return NoteEnds(txn, some, now); }));
  }
  DueNow found;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(found, DueForRetention(snapshot, done_, now));
    return {};
  }));
  due_.assign(found.due.begin(), found.due.end());
  people_.assign(found.people.begin(), found.people.end());
  done_.merge(found.done);
  return {};
}

Result<RetiredCounts> Retention::Do(Network& network, TimeMs now) {
  const std::vector<Due> some = TakeSome(due_, kStep);
  RETURN_IF_ERROR(network.WriteNow([&](Transaction& txn) { return CarryOut(txn, some, now); }));
  RetiredCounts counts;
  for (const Due& one : some) ++counts[one.part.of];
  return counts;
}

Result<RetiredCounts> Retention::DoPeople(Network& network, const ErasePeople& erase_people) {
  const std::vector<Id> some = TakeSome(people_, kPeopleStep);
  ASSIGN_OR_RETURN(const size_t erased, erase_people(network, some));
  if (erased == 0) return RetiredCounts();
  return RetiredCounts{{v1::RETENTION_CLASS_PEOPLE, erased}};
}

Result<RetiredCounts> Retention::Step(Network& network, TimeMs now,
                                      const ErasePeople& erase_people) {
  if (IsDone()) {
    // Also when a clock was put back.
    const bool early = now < look_at_ && look_at_ - now <= kLookEvery;
    if (early) return RetiredCounts();
    look_at_ = now + base::kMinuteMs;  // If it fails.
    RETURN_IF_ERROR(Look(network, now));
    look_at_ = now + kLookEvery;
  }
  if (IsDone()) return RetiredCounts();
  Result<RetiredCounts> done = due_.empty() ? DoPeople(network, erase_people) : Do(network, now);
  if (!done.ok()) {
    due_.clear();
    people_.clear();
    look_at_ = now + base::kMinuteMs;
  }
  return done;
}

}  // namespace samstig::server
