// SPDX-License-Identifier: Apache-2.0
// Erasures over all networks of a server: what there is of a person, and the end of it, one network
// after the other.
#ifndef SAMSTIG_SERVER_SYNC_ERASURES_H_
#define SAMSTIG_SERVER_SYNC_ERASURES_H_

#include <functional>
#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "samstig/v1/account_service.pb.h"
#include "server/observe/log.h"
#include "server/sync/erasure_book.h"
#include "server/sync/keeping.h"
#include "server/sync/networks.h"

namespace samstig::server {

// Thread-safe. Everything here blocks for as long as reading, or writing anew, all of a network
// takes: on a thread of its own, never a gRPC reaction or a network's.
class Erasures {
 public:
  // `device_ended`: the device's token is of no use any more, and that is committed.
  Erasures(Networks& networks, Keeping& keeping, ErasureBook& book, const base::Clock& clock,
           base::Random& random, Log& log, std::function<void(const Id& device)> device_ended)
      : networks_(networks),
        keeping_(keeping),
        book_(book),
        clock_(clock),
        random_(random),
        log_(log),
        device_ended_(std::move(device_ended)) {}

  // Somebody who is signed in.
  struct Caller {
    std::string network;
    Id person;
    Id device;
  };

  // Whether the caller has signed in by a code to the present address. Who has not is told nothing
  // of what other networks know of it: an organiser can give oneself any address.
  Result<bool> HasProvedAddress(const Caller& caller);

  // In each network that knows the caller's address; in the caller's own alone if it is not proved.
  Result<v1::PreviewErasureResponse> Preview(const Caller& caller);

  // What is to be done in one network.
  struct Step {
    std::string network;
    Id person;
    v1::ErasureChoices choices;
    // Done when this was asked before.
    bool done = false;
  };
  // The steps, the caller's own network last, so that who is cut off in between can ask again. All
  // that can be refused is refused here: MISSING_FIELD, MALFORMED, NO_SUCH_NETWORK for one that
  // does not know the caller's address, and the reasons of CheckErasure. Only for a
  // proved address.
  Result<std::vector<Step>> Check(const Caller& caller, const v1::EraseRequest& request);
  // Takes the steps. What was done before something failed stays done.
  Result<v1::EraseResponse> Take(const Caller& caller, const std::vector<Step>& steps);

  // Whoever signs in with the address there. NO_SUCH_NETWORK, NOT_FOUND, and as Check.
  Result<v1::ErasedIn> EraseByAddress(const std::string& network, const std::string& email,
                                      const v1::ErasureChoices& choices);

  // Those of them whose time is over by the network's rule of retention, as by DELETE: how many.
  Result<size_t> EraseByRule(Network& network, const std::vector<Id>& people);

 private:
  Result<Network*> Find(const std::string& network);
  // Nil when the network does not know it.
  Result<Id> PersonWith(Network& network, const std::string& address);
  Result<std::string> AddressOf(const Caller& caller);
  Result<Step> StepFor(const Caller& caller, const std::string& address,
                       const v1::NetworkErasure& asked);
  // Nil: by the operator.
  Result<v1::ErasedIn> TakeOne(const Caller& caller, const Step& step);
  Status Carry(const Caller& caller, const Step& step, v1::Erasure& erasure);
  Status CarryByRule(Network& network, const std::vector<Id>& people, size_t& erased);
  // Nothing of what was erased is left in the file.
  Status Scrub(Network& network);
  // How many backups hold what was there until now, and when the last of them is removed; 0: nobody
  // has said that any is.
  template <typename Message>
  Status FillBackups(const std::string& network, Message& message);

  Networks& networks_;
  Keeping& keeping_;
  ErasureBook& book_;
  const base::Clock& clock_;
  base::Random& random_;
  Log& log_;
  const std::function<void(const Id&)> device_ended_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_ERASURES_H_
