// SPDX-License-Identifier: Apache-2.0
#include "server/decide/audience.h"

#include <set>
#include <string>

#include "domain/rules/keys.h"
#include "server/decide/threads.h"

namespace samstig::server {

using rules::KeyName;

namespace {

Result<bool> IsKnown(Case& c, const v1::AudienceSeen& seen) {
  ASSIGN_OR_RETURN(std::optional<Seq> end, c.txn().EndOfEpoch(IdIn(seen.epoch())));
  return end && seen.seq() <= *end && seen.seq() <= c.txn().LastSeq();
}

// The scope was given to somebody else since.
Result<bool> WasGivenSince(Case& c, const Scope& scope, Seq seq) {
  ASSIGN_OR_RETURN(std::vector<Holder> holders, c.txn().HoldersOf(scope));
  for (const Holder& holder : holders) {
    if (holder.since > seq && holder.person != c.person()) return true;
  }
  return false;
}

// The thread is in the log of the coaches' scope since; a pin moves it there, too, and then the
// author is asked once more than needed.
Result<bool> CoachesMayBeNew(Case& c, const v1::Entity& thread, Seq seq) {
  if (!thread.thread().coaches_invited()) return false;
  bool found = false;
  constexpr size_t kAllThereIs = SIZE_MAX >> 1;
  RETURN_IF_ERROR(c.txn().ReadLog(Scope::Staff(IdIn(thread.thread().cohort_id())), seq, kAllThereIs,
                                  [&](const LogRow& row) {
                                    found = row.id == IdIn(thread.id());
                                    return !found;
                                  }));
  return found;
}

Result<bool> IsWider(Case& c, const v1::Entity& thread, const v1::AudienceSeen& seen) {
  ASSIGN_OR_RETURN(bool known, IsKnown(c, seen));
  if (!known) return true;
  for (const Scope& scope : SpaceOf(thread.thread())) {
    ASSIGN_OR_RETURN(bool given, WasGivenSince(c, scope, seen.seq()));
    if (given) return true;
  }
  return CoachesMayBeNew(c, thread, seen.seq());
}

}  // namespace

Result<rules::Audience> AudienceOfThread(Case& c, const v1::Thread& thread) {
  std::set<Id> readers;
  for (const Scope& scope : SpaceOf(thread)) {
    ASSIGN_OR_RETURN(std::vector<Holder> holders, c.txn().HoldersOf(scope));
    for (const Holder& holder : holders) readers.insert(holder.person);
  }
  std::set<Id> all = readers;
  all.insert(c.person());
  std::vector<v1::Membership> hats;
  for (const Id& person : all) {
    ASSIGN_OR_RETURN(std::vector<v1::Entity> worn,
                     c.LoadAll({KeyName::kMembershipsOfPerson, person}));
    for (const v1::Entity& hat : worn) hats.push_back(hat.membership());
  }
  return rules::AudienceOf(c.person(), readers, hats);
}

Status RequireNobodyNew(Case& c, const v1::Entity& thread, const v1::AudienceSeen& seen) {
  ASSIGN_OR_RETURN(bool wider, IsWider(c, thread, seen));
  if (!wider) return {};
  ASSIGN_OR_RETURN(rules::Audience now, AudienceOfThread(c, thread.thread()));
  return {v1::REASON_AUDIENCE_WIDENED, "now " + std::to_string(now.people.size()) + " others of " +
                                           std::to_string(now.municipalities.size()) +
                                           " municipalities can read it"};
}

}  // namespace samstig::server
