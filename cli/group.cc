// SPDX-License-Identifier: Apache-2.0
// group form|change|dissolve: peer groups by hand.
#include <algorithm>
#include <memory>

#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// Those who take part in the cohort, as its coaches see them.
Candidates PeopleOf(Copy& copy, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<Shown> enrolments, copy.All(KeyName::kEnrolmentsOfCohort, cohort));
  std::vector<Candidate> people;
  for (const Shown& shown : enrolments) {
    const v1::Enrolment& enrolment = shown.entity.enrolment();
    if (enrolment.state() == v1::ENROLMENT_STATE_WITHDRAWN ||
        enrolment.state() == v1::ENROLMENT_STATE_WAITLISTED) {
      continue;
    }
    const std::string name = copy.PersonName(enrolment.person_id());
    people.push_back({IdIn(enrolment.person_id()),
                      name + ", " + copy.MunicipalityName(enrolment.municipality_id()),
                      {name}});
  }
  return people;
}

Result<std::vector<std::string>> FindPeople(Session& s, const std::vector<std::string>& given,
                                            const Id& cohort) {
  std::vector<std::string> people;
  for (const std::string& name : given) {
    ASSIGN_OR_RETURN(Id person, s.Find(name, "person who takes part",
                                       [&](Copy& copy) { return PeopleOf(copy, cohort); }));
    people.push_back(person.ToBytes());
  }
  return people;
}

// ---- form

struct FormOptions {
  std::string name;
  std::vector<std::string> people;
  std::string cohort;
  bool across_command = false;
};

Result<Exit> Form(Session& s, const FormOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, s.FindOrOnly(options.cohort, "cohort", "--cohort", Cohorts));
  ASSIGN_OR_RETURN(std::vector<std::string> people, FindPeople(s, options.people, cohort));
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::FormGroup& form = *mutation.mutable_form_group();
  form.set_id(id.ToBytes());
  form.set_cohort_id(cohort.ToBytes());
  form.set_name(options.name);
  for (const std::string& person : people) form.add_person_ids(person);
  form.set_across_command(options.across_command);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Group “" + options.name + "” formed", {{"group_id", id.ToText()}});
}

// ---- change

struct ChangeOptions {
  std::string group;
  std::string name;
  std::vector<std::string> add;
  std::vector<std::string> remove;
  bool across_command = false;
};

// Whoever is in the group, also those who do not take part any more: they can be taken out.
Candidates Members(Copy& copy, const v1::Group& group) {
  std::vector<Candidate> members;
  for (const std::string& person : group.person_ids()) {
    const std::string name = copy.PersonName(person);
    members.push_back({IdIn(person), name, {name}});
  }
  return members;
}

Result<Exit> Change(Session& s, const ChangeOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.group, "group", Groups));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kGroup, "group"));
  const v1::Group& group = shown.entity.group();
  std::vector<std::string> people(group.person_ids().begin(), group.person_ids().end());
  for (const std::string& name : options.remove) {
    ASSIGN_OR_RETURN(
        Id gone, s.Find(name, "member of the group", [&](Copy& c) { return Members(c, group); }));
    std::erase(people, gone.ToBytes());
  }
  ASSIGN_OR_RETURN(std::vector<std::string> added,
                   FindPeople(s, options.add, IdIn(group.cohort_id())));
  for (std::string& person : added) {
    if (std::find(people.begin(), people.end(), person) == people.end()) {
      people.push_back(std::move(person));
    }
  }
  v1::Mutation mutation;
  v1::ChangeGroup& change = *mutation.mutable_change_group();
  change.set_id(id.ToBytes());
  change.set_name(options.name.empty() ? group.name() : options.name);
  for (const std::string& person : people) change.add_person_ids(person);
  change.set_across_command(options.across_command);
  const std::string name = change.name();
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Group “" + name + "” with " + Count(people.size(), "person", "people"),
                {{"group_id", id.ToText()}});
}

// ---- dissolve

struct DissolveOptions {
  std::string group;
};

Result<Exit> Dissolve(Session& s, const DissolveOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.group, "group", Groups));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kGroup, "group"));
  v1::Mutation mutation;
  mutation.mutable_dissolve_group()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Group “" + shown.entity.group().name() + "” dissolved; its members keep reading",
                {{"group_id", id.ToText()}});
}

constexpr const char* kAcross = "Also when two of them are in one line of command";

}  // namespace

void AddGroupVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* verb = app.add_subcommand("group", "Form, change or dissolve a peer group")
                       ->group(group::kCoach)
                       ->require_subcommand(1);

  auto form = std::make_shared<FormOptions>();
  CLI::App* make = verb->add_subcommand("form", "Form a group of people who take part");
  make->add_option("NAME", form->name, "What it is called")->required();
  make->add_option("PERSON", form->people, "Who is in it, by name")->required();
  make->add_option("--cohort", form->cohort, "In which cohort; needed when there are several");
  make->add_flag("--across-command", form->across_command, kAcross);
  verbs.On(make, [form](Session& s) { return Form(s, *form); });

  auto change = std::make_shared<ChangeOptions>();
  CLI::App* edit = verb->add_subcommand("change", "Change who is in it, or its name");
  edit->add_option("GROUP", change->group, "The group")->required();
  edit->add_option("--name", change->name, "Its new name");
  edit->add_option("--add", change->add, "Who joins; reads what was written before")
      ->allow_extra_args(false);
  edit->add_option("--remove", change->remove, "Who leaves; keeps the own words")
      ->allow_extra_args(false);
  edit->add_flag("--across-command", change->across_command, kAcross);
  verbs.On(edit, [change](Session& s) { return Change(s, *change); });

  auto dissolve = std::make_shared<DissolveOptions>();
  CLI::App* end = verb->add_subcommand("dissolve", "End a group; its members keep reading");
  end->add_option("GROUP", dissolve->group, "The group")->required();
  verbs.On(end, [dissolve](Session& s) { return Dissolve(s, *dissolve); });
}

}  // namespace samstig::cli
