// SPDX-License-Identifier: Apache-2.0
// What becomes of the words of somebody who is erased: one version of one entity at a time, the
// present one or a kept one. A new kind says in erased_words.cc what becomes of it; the linker
// asks.
#ifndef SAMSTIG_SERVER_DECIDE_ERASED_WORDS_H_
#define SAMSTIG_SERVER_DECIDE_ERASED_WORDS_H_

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/erasure.pb.h"
#include "samstig/v1/kinds.inc"
#include "server/store/store.h"

namespace samstig::server {

// What the person's words in one thread become.
struct Talk {
  v1::ErasureChoice choice = v1::ERASURE_CHOICE_DELETE;
  // Whose they are from now on; the person's own id, which tells nothing any more, for what is
  // empty.
  std::string author;
};

class ErasedWords {
 public:
  enum class Fate { kStays, kChanges, kGoes };

  explicit ErasedWords(const Id& person) : person_(person.ToBytes()) {}

  // What has to be known before the first Apply. All by their ids.
  std::map<std::string, Talk> talk;  // By thread.
  std::map<std::string, std::string>
      thread_of;                      // Of the posts that the person reacted to or flagged.
  std::set<std::string> taken_back;   // The person's posts, whose text nobody else has.
  std::set<std::string> submissions;  // The person's own.
  std::set<std::string> coached;      // The cohorts in which the person was a coach.

  // Changes the present version to what stands from now on.
  Fate Apply(v1::Entity& entity) const;
  // The same of a version that was kept. What is empty now, or gone, has none.
  Fate ApplyToKept(v1::Entity& version) const;

  // What the thread's words become. Nothing of the person's is in a thread that is not known.
  const Talk& TalkIn(const std::string& thread) const;
  bool IsPerson(std::string_view id) const { return id == person_; }

 private:
#define SAMSTIG_DECLARE(Type, field) Fate Of(v1::Entity& entity, const v1::Type& body) const;
  SAMSTIG_KINDS(SAMSTIG_DECLARE)
#undef SAMSTIG_DECLARE

  bool IsBy(const v1::Entity& entity) const { return entity.author() == person_; }
  // A note to oneself.
  Fate OwnNote(const v1::Entity& entity) const { return IsBy(entity) ? Fate::kGoes : Fate::kStays; }
  // What a coach wrote for others is a coach's.
  Fate ByACoach(v1::Entity& entity) const;

  const std::string person_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ERASED_WORDS_H_
