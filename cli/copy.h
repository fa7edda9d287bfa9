// SPDX-License-Identifier: Apache-2.0
// The local copy as the verbs read it: entities by key, and names for the ids in them. What this
// person may not see has no name; then a plain word stands in. Not thread-safe.
#ifndef SAMSTIG_CLI_COPY_H_
#define SAMSTIG_CLI_COPY_H_

#include <string>
#include <vector>

#include "cli/naming.h"
#include "domain/rules/keys.h"
#include "samstig/client.h"

namespace samstig::cli {

using base::Result;
using base::Status;
using client::Shown;

class Copy {
 public:
  Copy(client::Client& client, const Id& me, const std::string& language);

  client::Client& client() { return client_; }
  const Id& me() const { return me_; }
  bool IsMe(const std::string& person) const { return person == me_.bytes(); }
  // In which languages texts are wanted, the best first.
  const std::vector<std::string>& languages() const { return languages_; }

  Result<std::vector<Shown>> All(rules::KeyName name, const Id& owner = {});
  Result<Shown> Get(const Id& id) { return client_.Get(id); }
  // NOT_FOUND also when it is of another kind.
  Result<Shown> Get(const Id& id, v1::Entity::BodyCase kind, const char* what);

  // For every assignment of every cohort, in their order.
  Result<std::vector<Shown>> AllAssignments();
  Result<std::vector<Shown>> AllSubmissions();
  Result<std::vector<Shown>> AllThreads();
  // Own ones; a coach's, all of the cohort's.
  Result<std::vector<Shown>> AllFlags();

  // This person's hats that have not ended, and places in cohorts that have not.
  Result<std::vector<v1::Membership>> Hats();
  Result<std::vector<v1::Enrolment>> Places();

  std::string Text(const v1::LocalText& text) const;
  std::string PersonName(const std::string& id);
  // "Pargas"; the first hat as a leader tells where somebody is from. Empty when it is not known.
  std::string HomeOf(const std::string& person);
  std::string MunicipalityName(const std::string& id);
  std::string CohortName(const std::string& id);
  std::string ProgrammeCode(const std::string& id);
  // "kommunens-ledarstig/3"
  std::string CohortCode(const v1::Cohort& cohort);
  std::string AssignmentTitle(const std::string& id);
  std::string ThreadTitle(const std::string& id);

 private:
  template <typename NameOf>
  std::string NameOr(const std::string& id, v1::Entity::BodyCase kind, const char* otherwise,
                     const NameOf& name_of);

  client::Client& client_;
  const Id me_;
  std::vector<std::string> languages_;
};

// An id field: 16 bytes, or nil.
Id IdIn(const std::string& bytes);

// Its title, or a word in its place when its author was erased.
std::string TitleOf(const v1::Thread& thread);

// The texts of a post: several when it was changed on two devices at once.
std::string TextOf(const v1::Post& post);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_COPY_H_
