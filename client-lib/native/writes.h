// SPDX-License-Identifier: Apache-2.0
// Writes: what callers of Client::Do hold in their hands, told when the server has judged.
// Thread-safe.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_WRITES_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_WRITES_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "client-lib/include/samstig/client.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::client {

class JudgedWrite;

class Writes {
 public:
  Writes();
  ~Writes();  // Those that nobody has judged then are told CANCELLED; they stay in the outbox.

  std::shared_ptr<Write> Add(uint64_t number);
  // Nobody is going to judge those that wait.
  void EndAll(const Status& why);
  void Judged(const v1::Outcome& outcome);

 private:
  std::mutex mutex_;
  // Those not judged. A caller that let go of its Write leaves an entry until the verdict.
  std::unordered_map<uint64_t, std::weak_ptr<JudgedWrite>> waiting_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_WRITES_H_
