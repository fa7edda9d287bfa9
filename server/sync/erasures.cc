// SPDX-License-Identifier: Apache-2.0
#include "server/sync/erasures.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "domain/base/text.h"
#include "server/decide/erasing.h"
#include "server/decide/people.h"
#include "server/decide/retiring.h"
#include "server/decide/traces.h"

namespace samstig::server {
namespace {

Status NoSuchNetwork() {
  return {v1::REASON_NO_SUCH_NETWORK, "there is no such network, or none that knows the address"};
}

}  // namespace

Result<Network*> Erasures::Find(const std::string& name) {
  Network* network = networks_.Find(name);
  return network != nullptr ? Result<Network*>(network) : NoSuchNetwork();
}

Result<Id> Erasures::PersonWith(Network& network, const std::string& address) {
  Id person;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(const std::optional<Account> account, snapshot.AccountByEmail(address));
    if (account) person = account->person;
    return {};
  }));
  return person;
}

Result<std::string> Erasures::AddressOf(const Caller& caller) {
  ASSIGN_OR_RETURN(Network * home, Find(caller.network));
  std::string address;
  RETURN_IF_ERROR(home->ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> known, snapshot.EmailOf(caller.person));
    if (!known) return {v1::REASON_NOT_SIGNED_IN, "the network does not know the caller"};
    address = *known;
    return {};
  }));
  return address;
}

// Also those that cannot be read count: nobody goes back to them, but they hold it. The newest is
// the last to go.
template <typename Message>
Status Erasures::FillBackups(const std::string& network, Message& message) {
  ASSIGN_OR_RETURN(const std::vector<Backup> all, keeping_.Files(network));
  message.set_backups(static_cast<uint32_t>(all.size()));
  if (keeping_.HasTerm() && !all.empty()) {
    message.set_backups_until_ms(keeping_.GoesAt(all.front()));
  }
  return {};
}

Result<bool> Erasures::HasProvedAddress(const Caller& caller) {
  ASSIGN_OR_RETURN(Network * home, Find(caller.network));
  bool proved = false;
  RETURN_IF_ERROR(home->ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(const std::optional<DeviceRow> device, snapshot.Device(caller.device));
    proved = device && device->signed_in != kAddressNotProved;
    return {};
  }));
  return proved;
}

Result<v1::PreviewErasureResponse> Erasures::Preview(const Caller& caller) {
  ASSIGN_OR_RETURN(const std::string address, AddressOf(caller));
  ASSIGN_OR_RETURN(const bool proved, HasProvedAddress(caller));
  v1::PreviewErasureResponse response;
  for (Network* network : networks_.All()) {
    if (!proved && network->slug() != caller.network) continue;
    ASSIGN_OR_RETURN(const Id person, PersonWith(*network, address));
    if (person.IsNil()) continue;
    v1::NetworkTrace& trace = *response.add_networks();
    RETURN_IF_ERROR(network->ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(trace, CountTraces(snapshot, person));
      return {};
    }));
    trace.set_network(network->slug());
    trace.set_name(network->store().Name());
    RETURN_IF_ERROR(FillBackups(network->slug(), trace));
  }
  return response;
}

Result<Erasures::Step> Erasures::StepFor(const Caller& caller, const std::string& address,
                                         const v1::NetworkErasure& asked) {
  ASSIGN_OR_RETURN(Network * network, Find(asked.network()));
  Step step{asked.network(), {}, asked.choices()};
  ASSIGN_OR_RETURN(step.person, PersonWith(*network, address));
  if (!step.person.IsNil()) {
    RETURN_IF_ERROR(network->ReadNow(
        [&](Snapshot& snapshot) { return CheckErasure(snapshot, step.person, asked.choices()); }));
    return step;
  }
  ASSIGN_OR_RETURN(const std::vector<ErasureBook::Entry> entries, book_.Read(asked.network()));
  for (const ErasureBook::Entry& entry : entries) {
    const bool same = entry.asked_in == caller.network && entry.asked_by == caller.person;
    if (!same) continue;
    step.person = Id::FromBytes(entry.erasure.person_id());
    step.done = true;
    return step;
  }
  return NoSuchNetwork();
}

Result<std::vector<Erasures::Step>> Erasures::Check(const Caller& caller,
                                                    const v1::EraseRequest& request) {
  if (request.networks().empty()) {
    return Status(v1::REASON_MISSING_FIELD, "no network is named");
  }
  ASSIGN_OR_RETURN(const std::string address, AddressOf(caller));
  std::vector<Step> steps;
  std::set<std::string> seen;
  for (const v1::NetworkErasure& asked : request.networks()) {
    if (!seen.insert(asked.network()).second) {
      return Status(v1::REASON_MALFORMED, "a network is named twice");
    }
    ASSIGN_OR_RETURN(Step step, StepFor(caller, address, asked));
    steps.push_back(std::move(step));
  }
  std::stable_partition(steps.begin(), steps.end(),
                        [&](const Step& step) { return step.network != caller.network; });
  return steps;
}

Result<v1::EraseResponse> Erasures::Take(const Caller& caller, const std::vector<Step>& steps) {
  v1::EraseResponse response;
  for (const Step& step : steps) {
    ASSIGN_OR_RETURN(*response.add_networks(), TakeOne(caller, step));
  }
  return response;
}

Result<v1::ErasedIn> Erasures::EraseByAddress(const std::string& name, const std::string& email,
                                              const v1::ErasureChoices& choices) {
  RETURN_IF_ERROR(base::CheckEmail(email));
  Network* network = networks_.Find(name);
  if (network == nullptr) {
    return Status(v1::REASON_NO_SUCH_NETWORK, "there is no such network");
  }
  Step step{name, {}, choices};
  ASSIGN_OR_RETURN(step.person, PersonWith(*network, base::NormalEmail(email)));
  if (step.person.IsNil()) {
    return Status(v1::REASON_NOT_FOUND, "nobody in the network has this address");
  }
  RETURN_IF_ERROR(network->ReadNow(
      [&](Snapshot& snapshot) { return CheckErasure(snapshot, step.person, choices); }));
  return TakeOne({}, step);
}

Result<v1::ErasedIn> Erasures::TakeOne(const Caller& caller, const Step& step) {
  v1::ErasedIn erased;
  erased.set_network(step.network);
  // Alone with the network's file: no copy of it is being made that would hold what goes, and it is
  // not exchanged between the commit and the line in the book.
  RETURN_IF_ERROR(keeping_.Alone([&] { return Carry(caller, step, *erased.mutable_erasure()); }));
  RETURN_IF_ERROR(FillBackups(step.network, erased));
  return erased;
}

Status Erasures::Carry(const Caller& caller, const Step& step, v1::Erasure& erasure) {
  ASSIGN_OR_RETURN(Network * network, Find(step.network));
  if (!step.done) RETURN_IF_ERROR(book_.BeginScrub(step.network));
  Erased erased;
  RETURN_IF_ERROR(network->WriteNow([&](Transaction& txn) -> Status {
    ASSIGN_OR_RETURN(erased, ErasePerson(txn, step.person, step.choices, clock_.Now(), random_));
    return {};
  }));
  for (const Id& device : erased.devices) device_ended_(device);
  erasure = erased.erasure;
  RETURN_IF_ERROR(book_.Add(
      step.network, {network->store().FirstEpoch(), erasure, caller.network, caller.person}));
  log_.Info("somebody was erased", {{"network", Public(step.network)},
                                    {"deleted", erasure.deleted()},
                                    {"anonymised", erasure.anonymised()},
                                    {"kept_with_role", erasure.kept_with_role()}});
  return Scrub(*network);
}

Status Erasures::Scrub(Network& network) {
  if (!book_.IsScrubDue(network.slug())) return {};
  const Status scrubbed = network.ScrubNow();
  if (scrubbed.ok()) return book_.EndScrub(network.slug());
  // Whoever it is is gone for everybody; what the disk still holds goes when the network is opened.
  log_.Error("what was erased is still in the file; it goes at the next start",
             {{"network", Public(network.slug())}, {"why", scrubbed}});
  return {};
}

Result<size_t> Erasures::EraseByRule(Network& network, const std::vector<Id>& people) {
  size_t erased = 0;
  RETURN_IF_ERROR(keeping_.Alone([&] { return CarryByRule(network, people, erased); }));
  return erased;
}

Status Erasures::CarryByRule(Network& network, const std::vector<Id>& people, size_t& erased) {
  v1::ErasureChoices choices;
  choices.set_posts(v1::ERASURE_CHOICE_DELETE);
  choices.set_work(v1::ERASURE_CHOICE_DELETE);
  const bool was_due = book_.IsScrubDue(network.slug());
  RETURN_IF_ERROR(book_.BeginScrub(network.slug()));
  for (const Id& person : people) {
    std::optional<Erased> done;
    RETURN_IF_ERROR(network.WriteNow([&](Transaction& txn) -> Status {
      done.reset();
      // Somebody may have come back since it was looked.
      ASSIGN_OR_RETURN(const bool over, IsOver(txn, person, clock_.Now()));
      if (!over) return {};
      ASSIGN_OR_RETURN(done, ErasePerson(txn, person, choices, clock_.Now(), random_));
      return {};
    }));
    if (!done) continue;
    ++erased;
    for (const Id& device : done->devices) device_ended_(device);
    RETURN_IF_ERROR(
        book_.Add(network.slug(), {network.store().FirstEpoch(), done->erasure, {}, {}}));
  }
  if (erased == 0 && !was_due) return book_.EndScrub(network.slug());
  return Scrub(network);
}

}  // namespace samstig::server
