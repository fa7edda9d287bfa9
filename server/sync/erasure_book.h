// SPDX-License-Identifier: Apache-2.0
// The book of erasures: who was erased from which network, kept beside the networks' files and not
// in them, so that a network taken back to an earlier state brings nobody back. It holds ids,
// choices and times, never a name or an address.
//
// One file for each network, one line for each person:
//   first epoch of the network, person, who asked ("byn/<person>" or "-"), v1.Erasure; in
//   hexadecimal
#ifndef SAMSTIG_SERVER_SYNC_ERASURE_BOOK_H_
#define SAMSTIG_SERVER_SYNC_ERASURE_BOOK_H_

#include <mutex>
#include <string>
#include <vector>

#include "samstig/v1/erasure.pb.h"
#include "server/store/store.h"

namespace samstig::server {

// Thread-safe. Blocks for small files.
class ErasureBook {
 public:
  struct Entry {
    // Tells networks of one name apart.
    Id first_epoch;
    v1::Erasure erasure;
    // Where and as whom the person was signed in; empty and nil when the operator did it.
    std::string asked_in;
    Id asked_by;
  };

  // The folder need not be there.
  explicit ErasureBook(std::string folder) : folder_(std::move(folder)) {}

  // DATA_DAMAGED when a line cannot be read: then nobody can say who must not come back.
  Result<std::vector<Entry>> Read(const std::string& network);
  // On disk when this returns. Somebody who is in it already stays as noted.
  Status Add(const std::string& network, const Entry& entry);

  // From the first to the second of these the network's file may still hold what was erased.
  Status BeginScrub(const std::string& network);
  Status EndScrub(const std::string& network);
  bool IsScrubDue(const std::string& network) const;

 private:
  std::string File(const std::string& network) const { return folder_ + "/" + network; }
  std::string ScrubFile(const std::string& network) const { return File(network) + ".scrub"; }

  const std::string folder_;
  std::mutex mutex_;
};

// Before anybody can read a network that was opened: whoever was erased is erased from it, whatever
// state it is in, and nothing of that is left in its file.
Status KeepErased(Store& store, ErasureBook& book, base::Random& random);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_ERASURE_BOOK_H_
