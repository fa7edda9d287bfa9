// SPDX-License-Identifier: Apache-2.0
// manager: whom a leader reports to.
#include <map>
#include <memory>

#include "cli/hats.h"
#include "cli/json.h"
#include "cli/verbs.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

struct ManagerOptions {
  std::string leader;
  std::string manager;
  bool nobody = false;
  std::string municipality;
};

// The hats that are worn in a municipality: named by their person, meant as hats or as persons.
enum class Meant { kLeadersHats, kPersons };

Candidates PeopleAt(Copy& copy, const Id& municipality, Meant meant) {
  ASSIGN_OR_RETURN(std::vector<Shown> hats, copy.All(KeyName::kMembershipsAt, municipality));
  std::map<Id, Candidate> candidates;  // A person with two hats is one person.
  for (const Shown& shown : hats) {
    const v1::Membership& hat = shown.entity.membership();
    if (hat.ended() || (meant == Meant::kLeadersHats && hat.role() != v1::ROLE_LEADER)) continue;
    const Id id = IdIn(meant == Meant::kLeadersHats ? shown.entity.id() : hat.person_id());
    const std::string name = copy.PersonName(hat.person_id());
    const std::string label = hat.position().empty() ? name : name + ", " + hat.position();
    candidates.emplace(id, Candidate{id, label, {name}});
  }
  std::vector<Candidate> all;
  for (auto& [id, candidate] : candidates) all.push_back(std::move(candidate));
  return all;
}

Result<Exit> SetManager(Session& s, const ManagerOptions& options) {
  if (options.manager.empty() != options.nobody) {
    return Status(v1::REASON_MALFORMED, "Give the manager's name, or --nobody.");
  }
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id place, OwnMunicipality(s, options.municipality));
  const auto people = [&](Meant meant) {
    return [place, meant](Copy& c) { return PeopleAt(c, place, meant); };
  };
  ASSIGN_OR_RETURN(Id hat, s.Find(options.leader, "leader", people(Meant::kLeadersHats)));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(hat, v1::Entity::kMembership, "hat"));
  const std::string leader = copy->PersonName(shown.entity.membership().person_id());
  v1::Mutation mutation;
  mutation.mutable_set_manager()->set_id(hat.ToBytes());
  std::string done = leader + " reports to nobody of the network";
  if (!options.nobody) {
    ASSIGN_OR_RETURN(Id manager, s.Find(options.manager, "person", people(Meant::kPersons)));
    mutation.mutable_set_manager()->set_manager_id(manager.ToBytes());
    done = leader + " reports to " + copy->PersonName(manager.ToBytes());
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, done, {{"membership_id", hat.ToText()}});
}

}  // namespace

void AddManagerVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<ManagerOptions>();
  CLI::App* manager =
      app.add_subcommand("manager", "Say whom a leader of your municipality reports to")
          ->group(group::kMunicipality);
  manager->add_option("LEADER", options->leader, "The leader, by name")->required();
  manager->add_option("MANAGER", options->manager, "Whom the leader reports to, by name");
  manager->add_flag("--nobody", options->nobody, "Nobody of the network");
  manager->add_option("--municipality", options->municipality,
                      "Which; needed when you are admin of several, or an organiser");
  verbs.On(manager, [options](Session& s) { return SetManager(s, *options); });
}

}  // namespace samstig::cli
