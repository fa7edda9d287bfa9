// SPDX-License-Identifier: Apache-2.0
// Erasing a person from a network: everything of it in one transaction.
#ifndef SAMSTIG_SERVER_DECIDE_ERASING_H_
#define SAMSTIG_SERVER_DECIDE_ERASING_H_

#include <vector>

#include "domain/base/id.h"
#include "samstig/v1/erasure.pb.h"
#include "server/store/store.h"

namespace samstig::server {

struct Erased {
  v1::Erasure erasure;
  // They were the person's, and are unknown now.
  std::vector<Id> devices;
};

// Erases the person as docs/decisions/0048-erasure.md has it. Done before: says what was done then.
// The choices are good ones (CheckErasure); a thread that is not there is passed over, for it may
// be in another life of the network. `random` gives the ids of what must not be known again.
// LAST_ORGANISER, with nothing done. NOT_FOUND for nobody.
Result<Erased> ErasePerson(Transaction& txn, const Id& person, const v1::ErasureChoices& choices,
                           TimeMs now, base::Random& random);

// After the network was taken back to an earlier state: what was done to the person is done again.
// Somebody who came after that state, and may be sent again by others' devices, is noted as gone.
Status EraseAgain(Transaction& txn, const v1::Erasure& done, base::Random& random);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_ERASING_H_
