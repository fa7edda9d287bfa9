// SPDX-License-Identifier: Apache-2.0
#include "server/sync/clockwork.h"

#include <vector>

#include "server/decide/guests.h"
#include "server/decide/publication.h"

namespace samstig::server {

void Clockwork::Tick() {
  for (Network* network : networks_.All()) {
    Looked& looked = looked_[network->slug()];
    if (looked.network != network) {
      looked = Looked();
      looked.network = network;
    }
    const TimeMs now = clock_.Now();
    EndGuestsIn(*network, looked, now);
    PublishIn(*network, looked, now);
    RetireIn(*network, looked, now);
  }
}

void Clockwork::Complain(const Network& network, const Status& why) {
  // A network that is being restored is back soon.
  if (why.reason() == v1::REASON_UNAVAILABLE) return;
  log_.Warn("what is due could not be done; it is tried again",
            {{"network", Public(network.slug())}, {"why", why}});
}

void Clockwork::PublishIn(Network& network, Looked& looked, TimeMs now) {
  const Result<size_t> published = PublishDue(network, looked.until, now);
  if (!published.ok()) return Complain(network, published.status());
  looked.until = now;
  if (*published > 0) {
    log_.Info("assignments published",
              {{"network", Public(network.slug())}, {"count", *published}});
  }
}

void Clockwork::EndGuestsIn(Network& network, Looked& looked, TimeMs now) {
  const Result<size_t> ended = EndDueGuests(network, looked.guests_until, now);
  if (!ended.ok()) return Complain(network, ended.status());
  looked.guests_until = now;
  if (*ended > 0) {
    log_.Info("the time of guests is over",
              {{"network", Public(network.slug())}, {"count", *ended}});
  }
}

void Clockwork::RetireIn(Network& network, Looked& looked, TimeMs now) {
  const Result<RetiredCounts> retired = looked.retention.Step(network, now, erase_people_);
  if (!retired.ok()) return Complain(network, retired.status());
  for (const auto& [of, count] : *retired) {
    metrics_.CountRetired(of, count);
    looked.retired[of] += count;
  }
  if (!looked.retention.IsDone() || looked.retired.empty()) return;
  log_.Info("retention carried out", {{"network", Public(network.slug())},
                                      {"work", looked.retired[v1::RETENTION_CLASS_WORK]},
                                      {"talk", looked.retired[v1::RETENTION_CLASS_TALK]},
                                      {"traces", looked.retired[v1::RETENTION_CLASS_TRACES]},
                                      {"people", looked.retired[v1::RETENTION_CLASS_PEOPLE]}});
  looked.retired.clear();
}

Result<size_t> Clockwork::PublishDue(Network& network, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<Id> due;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(due, DuePublications(snapshot, looked, now));
    return {};
  }));
  for (const Id& id : due) {
    RETURN_IF_ERROR(
        network.WriteNow([id, now](Transaction& txn) { return Publish(txn, id, now); }));
  }
  return due.size();
}

Result<size_t> Clockwork::EndDueGuests(Network& network, std::optional<TimeMs> looked, TimeMs now) {
  std::vector<Id> due;
  RETURN_IF_ERROR(network.ReadNow([&](Snapshot& snapshot) -> Status {
    ASSIGN_OR_RETURN(due, DueGuests(snapshot, looked, now));
    return {};
  }));
  for (const Id& id : due) {
    RETURN_IF_ERROR(
        network.WriteNow([id, now](Transaction& txn) { return EndGuest(txn, id, now); }));
  }
  return due.size();
}

}  // namespace samstig::server
