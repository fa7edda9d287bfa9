// SPDX-License-Identifier: Apache-2.0
#include "cli/audience.h"

#include <set>

#include "cli/copy_source.h"
#include "cli/text.h"
#include "domain/rules/local_copy.h"

namespace samstig::cli {

Candidates ReadersAsCandidates(Copy& copy, const v1::Thread& thread) {
  CopySource source(copy);
  ASSIGN_OR_RETURN(std::set<Id> readers, rules::ReadersOf(source, thread));
  std::vector<Candidate> candidates;
  for (const Id& reader : readers) {
    const std::string name = copy.PersonName(reader.ToBytes());
    candidates.push_back({reader, name, {name}});
  }
  return candidates;
}

Result<rules::Audience> AudienceOf(Copy& copy, const v1::Thread& thread) {
  CopySource source(copy);
  return rules::AudienceOf(source, copy.me(), thread);
}

std::string AudienceLine(const rules::Audience& audience) {
  const std::string hr = audience.own_hr.empty()
                             ? "no one from your HR"
                             : std::to_string(audience.own_hr.size()) + " from your HR";
  return Count(audience.people.size(), "person", "people") + ", " +
         Count(audience.municipalities.size(), "municipality", "municipalities") + ", " + hr;
}

}  // namespace samstig::cli
