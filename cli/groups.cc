// SPDX-License-Identifier: Apache-2.0
// groups: the peer groups there are, and with --propose those that the fair builder would form.
#include <memory>
#include <set>

#include "cli/group_words.h"
#include "cli/hats.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "domain/rules/limits.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

struct GroupsOptions {
  std::string cohort;
  bool propose = false;
  uint32_t size = 5;
  uint64_t seed = 1;
  bool keep = false;
  bool form = false;
  bool yes = false;
};

// ---- What there is

// Who takes part, as far as this copy knows: coaches do, leaders see no enrolments.
Result<std::set<std::string>> WithdrawnFrom(Copy& copy, const Id& cohort) {
  ASSIGN_OR_RETURN(std::vector<Shown> enrolments, copy.All(KeyName::kEnrolmentsOfCohort, cohort));
  std::set<std::string> withdrawn;
  std::set<std::string> here;
  for (const Shown& shown : enrolments) {
    const v1::Enrolment& enrolment = shown.entity.enrolment();
    const bool gone = enrolment.state() == v1::ENROLMENT_STATE_WITHDRAWN;
    (gone ? withdrawn : here).insert(enrolment.person_id());
  }
  for (const std::string& person : here) withdrawn.erase(person);
  return withdrawn;
}

std::string Members(Copy& copy, const v1::Group& group, const std::set<std::string>& withdrawn) {
  std::vector<std::string> names;
  for (const std::string& person : group.person_ids()) {
    names.push_back(copy.PersonName(person) + (withdrawn.contains(person) ? " (has left)" : ""));
  }
  return Listed(names);
}

Result<Exit> List(Session& s, const GroupsOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  Id only;
  if (!options.cohort.empty()) {
    ASSIGN_OR_RETURN(only, s.Find(options.cohort, "cohort", Cohorts));
  }
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy->All(KeyName::kCohorts));
  Json document = Json::array();
  Table table({"", "group", "state", "people"});
  std::vector<Id> listing;
  for (const Shown& cohort : cohorts) {
    const Id id = IdIn(cohort.entity.id());
    if (!only.IsNil() && id != only) continue;
    ASSIGN_OR_RETURN(const std::set<std::string> withdrawn, WithdrawnFrom(*copy, id));
    ASSIGN_OR_RETURN(std::vector<Shown> groups, copy->All(KeyName::kGroupsOfCohort, id));
    for (const Shown& shown : groups) {
      const v1::Group& group = shown.entity.group();
      listing.push_back(IdIn(shown.entity.id()));
      document.push_back(ToJson(*copy, shown));
      table.Add({std::to_string(listing.size()), group.name(),
                 shown.pending       ? "will be sent"
                 : group.dissolved() ? "dissolved"
                                     : "",
                 Members(*copy, group, withdrawn)});
    }
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("There are no groups yet.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// ---- What could be

// A proposal with the names its groups would have.
class Proposal {
 public:
  Proposal(Copy& copy, const Id& cohort, v1::ProposeGroupsResponse answer)
      : copy_(copy), cohort_(cohort), answer_(std::move(answer)) {
    naming_.person = [this](const std::string& id) { return copy_.PersonName(id); };
    naming_.municipality = [this](const std::string& id) { return copy_.MunicipalityName(id); };
  }

  // After the groups there are, so that no name is given twice.
  Status NameGroups() {
    ASSIGN_OR_RETURN(std::vector<Shown> there, copy_.All(KeyName::kGroupsOfCohort, cohort_));
    const std::string language = LanguageAt(copy_, cohort_);
    for (int i = 0; i < answer_.groups_size(); ++i) {
      names_.push_back(GroupName(language, there.size() + static_cast<size_t>(i) + 1));
    }
    return {};
  }

  size_t size() const { return names_.size(); }

  void PrintTo(Output& out) const {
    for (int i = 0; i < answer_.groups_size(); ++i) {
      if (i > 0) out.Print("");
      out.Heading(names_[static_cast<size_t>(i)]);
      for (const v1::Placement& placement : answer_.groups(i).placements()) {
        const std::string home = copy_.HomeOf(placement.person_id());
        out.Print("  " + copy_.PersonName(placement.person_id()) +
                  (home.empty() ? "" : ", " + home));
        const std::string why = Sentence(placement, naming_);
        if (!why.empty()) out.Print(Wrap(why, kTextWidth, "    "));
      }
      for (const v1::UnmetWish& unmet : answer_.groups(i).unmet()) {
        out.Print(Wrap("But: " + Sentence(unmet, naming_), kTextWidth, "  "));
      }
    }
    out.Print("");
    std::string end = "Seed " + std::to_string(answer_.seed()) + ".";
    if (answer_.kept_people() > 0) {
      end += " " + Count(answer_.kept_people(), "person stays", "people stay") +
             " in the group that is there.";
    }
    out.Print(end);
  }

  Json ToDocument() const {
    Json document{{"cohort_id", cohort_.ToText()},
                  {"seed", answer_.seed()},
                  {"kept_people", answer_.kept_people()},
                  {"groups", Json::array()}};
    for (int i = 0; i < answer_.groups_size(); ++i) {
      Json group{{"name", names_[static_cast<size_t>(i)]},
                 {"people", Json::array()},
                 {"unmet", Json::array()}};
      for (const v1::Placement& placement : answer_.groups(i).placements()) {
        Json person = PersonJson(placement.person_id());
        person["reasons"] = Json::array();
        for (const v1::PlacementReason& reason : placement.reasons()) {
          person["reasons"].push_back(FactJson(reason));
        }
        group["people"].push_back(std::move(person));
      }
      for (const v1::UnmetWish& unmet : answer_.groups(i).unmet()) {
        Json fact = FactJson(unmet);
        fact["unavoidable"] = unmet.unavoidable();
        group["unmet"].push_back(std::move(fact));
      }
      document["groups"].push_back(std::move(group));
    }
    return document;
  }

  std::vector<v1::Mutation> Intents() const {
    std::vector<v1::Mutation> mutations;
    for (int i = 0; i < answer_.groups_size(); ++i) {
      v1::FormGroup& form = *mutations.emplace_back().mutable_form_group();
      form.set_id(copy_.client().NewId().ToBytes());
      form.set_cohort_id(cohort_.ToBytes());
      form.set_name(names_[static_cast<size_t>(i)]);
      for (const v1::Placement& placement : answer_.groups(i).placements()) {
        form.add_person_ids(placement.person_id());
      }
    }
    return mutations;
  }

 private:
  static constexpr size_t kTextWidth = 78;

  Json PersonJson(const std::string& id) const {
    return {{"id", IdJson(id)}, {"name", copy_.PersonName(id)}};
  }

  // Only what the kind has.
  template <typename Fact>
  Json FactJson(const Fact& fact) const {
    Json json{{"kind", Name(fact.kind())}};
    if (!fact.municipality_id().empty()) {
      json["municipality"] = {{"id", IdJson(fact.municipality_id())},
                              {"name", copy_.MunicipalityName(fact.municipality_id())}};
    }
    if (fact.person_ids_size() > 0) {
      json["people"] = Json::array();
      for (const std::string& id : fact.person_ids()) json["people"].push_back(PersonJson(id));
    }
    if (fact.count() > 0) json["count"] = fact.count();
    if (!fact.sector().empty()) json["sector"] = fact.sector();
    return json;
  }

  Copy& copy_;
  const Id cohort_;
  const v1::ProposeGroupsResponse answer_;
  Naming naming_;
  std::vector<std::string> names_;
};

Result<bool> IsWanted(Session& s, const GroupsOptions& options, size_t groups) {
  if (options.yes) return true;
  ASSIGN_OR_RETURN(const std::string answer,
                   Ask(s, "Form " + Count(groups, "this group", "these groups") + "? [y/N]"));
  return answer == "y" || answer == "Y" || answer == "yes";
}

Result<Exit> Propose(Session& s, const GroupsOptions& options) {
  if (s.globals().offline) {
    return Status(v1::REASON_UNAVAILABLE, "groups are proposed by the server, not offline");
  }
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, s.FindOrOnly(options.cohort, "cohort", "COHORT", Cohorts));
  v1::ProposeGroupsRequest request;
  request.set_cohort_id(cohort.ToBytes());
  request.set_size(options.size);
  request.set_seed(options.seed);
  request.set_keep_live_groups(options.keep);
  ASSIGN_OR_RETURN(v1::ProposeGroupsResponse answer, copy->client().ProposeGroups(request));
  Proposal proposal(*copy, cohort, std::move(answer));
  RETURN_IF_ERROR(proposal.NameGroups());
  proposal.PrintTo(s.out());
  if (options.form) {
    ASSIGN_OR_RETURN(const bool wanted, IsWanted(s, options, proposal.size()));
    if (wanted) {
      ASSIGN_OR_RETURN(Sent sent, s.Send(proposal.Intents(), Session::Ties::kNone));
      return s.Tell(sent, Count(proposal.size(), "group", "groups") + " formed",
                    proposal.ToDocument());
    }
    s.out().Say("Nothing was formed.");
  }
  s.out().Document(proposal.ToDocument());
  return Exit::kOk;
}

}  // namespace

void AddGroupsVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<GroupsOptions>();
  CLI::App* groups =
      app.add_subcommand("groups", "The peer groups of a cohort; coaches: propose fair ones")
          ->group(group::kCoach);
  groups->add_option("COHORT", options->cohort, "Which cohort; else all you can see");
  CLI::Option* propose = groups->add_flag(
      "--propose", options->propose, "Divide who takes part into fair groups; changes nothing");
  groups->add_option("--size", options->size, "How many in a group, 2 to 40")
      ->needs(propose)
      ->capture_default_str();
  groups->add_option("--seed", options->seed, "Another number gives another proposal")
      ->needs(propose)
      ->capture_default_str();
  groups->add_flag("--keep", options->keep, "Who is in a group now stays in it")->needs(propose);
  CLI::Option* form =
      groups->add_flag("--form", options->form, "Form the proposed groups")->needs(propose);
  groups->add_flag("--yes", options->yes, "Without asking")->needs(form);
  verbs.On(groups, [options](Session& s) {
    return options->propose ? Propose(s, *options) : List(s, *options);
  });
}

}  // namespace samstig::cli
