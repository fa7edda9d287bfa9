// SPDX-License-Identifier: Apache-2.0
#include "server/decide/kinds.h"
#include "server/decide/notices.h"

namespace samstig::server {

Status StartNotices(Transaction& txn, const Id& person, TimeMs now) {
  NoticeMark mark;
  mark.person = person;
  mark.told_seq = mark.soon_seq = txn.LastSeq();
  ASSIGN_OR_RETURN(mark.told_nth, txn.LastNth());
  mark.soon_nth = mark.told_nth;
  mark.told_ms = now;
  return txn.PutNoticeMark(mark);
}

Status ReviewNotices(Transaction& txn, const Id& person, TimeMs now) {
  ASSIGN_OR_RETURN(std::optional<NoticeMark> mark, txn.NoticeMarkOf(person));
  if (!mark || mark->due == kNeverDue) return StartNotices(txn, person, now);
  mark->digest_due = 0;
  mark->due = 0;
  return txn.PutNoticeMark(*mark);
}

// Everybody for themselves: the id is made from the maker's, so no other's can be named.
Result<Decision> Decide(Case& c, const v1::SetNotices& intent) {
  ASSIGN_OR_RETURN(Decision decision, c.Carry(intent));
  RETURN_IF_ERROR(ReviewNotices(c.txn(), c.person(), c.now()));
  return decision;
}

Result<Scopes> ScopesOf(Case&, const v1::Entity& entity, const v1::NoticeSettings&) {
  return Scopes{Scope::OfPerson(IdIn(entity.author()))};
}

}  // namespace samstig::server
