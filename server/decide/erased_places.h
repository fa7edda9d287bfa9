// SPDX-License-Identifier: Apache-2.0
// Which of the places in threads go when their texts are deleted, and what goes with them. A place
// stays where somebody answered in it, or flagged it.
#ifndef SAMSTIG_SERVER_DECIDE_ERASED_PLACES_H_
#define SAMSTIG_SERVER_DECIDE_ERASED_PLACES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/decide/case.h"
#include "server/decide/erased_words.h"

namespace samstig::server {

class ErasedPlaces {
 public:
  ErasedPlaces(Case& c, const ErasedWords& words) : c_(c), words_(words) {}

  // In all threads whose words are deleted.
  Status Find();

  // Posts, what others said to them without words, threads with nothing in them any more, and
  // others' levels and marks in these.
  const std::set<Id>& goes() const { return goes_; }
  // Threads that stay, as they are but for pins of what is deleted. By id.
  const std::map<std::string, v1::Entity>& unpinned() const { return unpinned_; }

 private:
  Status FindIn(const std::string& thread);
  // The posts of the thread that stay, by id.
  Result<std::set<std::string>> Staying(const std::vector<v1::Entity>& posts);
  Status GoesWithReactions(const Id& post);
  void Unpin(v1::Entity thread, const std::vector<v1::Entity>& posts);
  // What others noted about threads that go.
  Status FindNotes();

  Case& c_;
  const ErasedWords& words_;
  std::set<Id> goes_;
  std::set<std::string> threads_;  // Those among them.
  std::map<std::string, v1::Entity> unpinned_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ERASED_PLACES_H_
