// SPDX-License-Identifier: Apache-2.0
// What there is of a person in a network: what an erasure is about, and what its preview counts.
#ifndef SAMSTIG_SERVER_DECIDE_TRACES_H_
#define SAMSTIG_SERVER_DECIDE_TRACES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "samstig/v1/account_service.pb.h"
#include "samstig/v1/entity.pb.h"
#include "server/store/store.h"

namespace samstig::server {

struct Traces {
  // Every entity that names the person anywhere, in the order of their making.
  std::vector<v1::Entity> entities;
  // The rest by ids. The cohorts in which the person was ever a coach.
  std::set<std::string> coached;
  // Those in which the person was a guest.
  std::set<std::string> visited;
  std::set<std::string> submissions;
  // In which threads the person wrote, reacted or flagged, or which the person began.
  std::set<std::string> threads;
  // In which threads others mention the person.
  std::set<std::string> mentioned_in;
  // Of the posts that the person reacted to or flagged.
  std::map<std::string, std::string> thread_of;
};

// Walks over the whole network.
Result<Traces> FindTraces(Reader& reader, const Id& person);

// Somebody else runs the network as well.
Result<bool> IsLastOrganiser(Reader& reader, const Id& person);

// As PreviewErasure gives it, but for the network's names and its backups.
Result<v1::NetworkTrace> CountTraces(Reader& reader, const Id& person);

// Whether these choices can be carried out for the person: OUT_OF_RANGE, MALFORMED and BAD_ID for
// what makes no sense anywhere, NOT_FOUND for a thread with nothing of the person's,
// LAST_ORGANISER.
Status CheckErasure(Reader& reader, const Id& person, const v1::ErasureChoices& choices);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_TRACES_H_
