// SPDX-License-Identifier: Apache-2.0
// What happens to people on the way: transfer and replace give a place on, correct-email changes
// the address that somebody signs in with.
#include <memory>

#include "cli/hats.h"
#include "cli/json.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

// ---- transfer

struct TransferOptions {
  std::string enrolment;
  std::string municipality;
  std::string position;
  std::string sector;
};

Result<Exit> Transfer(Session& s, const TransferOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.enrolment, "enrolment", Enrolments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kEnrolment, "enrolment"));
  ASSIGN_OR_RETURN(Id municipality, s.Find(options.municipality, "municipality", Municipalities));
  v1::Mutation mutation;
  v1::TransferEnrolment& transfer = *mutation.mutable_transfer_enrolment();
  transfer.set_id(id.ToBytes());
  transfer.set_municipality_id(municipality.ToBytes());
  transfer.set_membership_id(copy->client().NewId().ToBytes());
  transfer.set_position(options.position);
  transfer.set_sector(options.sector);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "The place of " + copy->PersonName(shown.entity.enrolment().person_id()) + " in " +
                    copy->CohortName(shown.entity.enrolment().cohort_id()) + " moved to " +
                    copy->MunicipalityName(municipality.ToBytes()),
                {{"enrolment_id", id.ToText()}, {"municipality_id", municipality.ToText()}});
}

// ---- replace

struct ReplaceOptions {
  std::string enrolment;
  std::string name;
  std::string email;
  std::string position;
  std::string sector;
  std::string language;
  std::string manager;
};

Result<Exit> Replace(Session& s, const ReplaceOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id replaced, s.Find(options.enrolment, "enrolment", Enrolments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(replaced, v1::Entity::kEnrolment, "enrolment"));
  const v1::Enrolment& before = shown.entity.enrolment();
  // An id of its own, not one made from the leader's name: it stands for this one step.
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::ReplaceLeader& replace = *mutation.mutable_replace_leader();
  replace.set_id(id.ToBytes());
  replace.set_replaced_id(replaced.ToBytes());
  replace.set_person_id(copy->client().NewId().ToBytes());
  replace.set_membership_id(copy->client().NewId().ToBytes());
  replace.set_name(options.name);
  replace.set_email(options.email);
  replace.set_position(options.position);
  replace.set_sector(options.sector);
  replace.set_manager_email(options.manager);
  replace.set_language(options.language.empty() ? LanguageAt(*copy, IdIn(before.municipality_id()))
                                                : options.language);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                options.name + " takes the place of " + copy->PersonName(before.person_id()) +
                    " in " + copy->CohortName(before.cohort_id()),
                {{"enrolment_id", id.ToText()}, {"replaced_id", replaced.ToText()}});
}

// ---- correct-email

struct EmailOptions {
  std::string person;
  std::string email;
};

Result<Exit> CorrectEmail(Session& s, const EmailOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id person, s.Find(options.person, "person", People));
  v1::Mutation mutation;
  mutation.mutable_correct_email()->set_id(person.ToBytes());
  mutation.mutable_correct_email()->set_email(options.email);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, copy->PersonName(person.ToBytes()) + " signs in with " + options.email,
                {{"person_id", person.ToText()}});
}

}  // namespace

void AddMoveVerbs(CLI::App& app, Verbs& verbs) {
  auto replace = std::make_shared<ReplaceOptions>();
  CLI::App* give =
      app.add_subcommand("replace", "Give a leader's place in a cohort to another leader")
          ->group(group::kMunicipality);
  give->add_option("ENROLMENT", replace->enrolment,
                   "Its number in samstig enrolments, or the leader's name")
      ->required();
  give->add_option("NAME", replace->name, "The other leader's name")->required();
  give->add_option("EMAIL", replace->email, "The other leader's e-mail address")->required();
  give->add_option("--position", replace->position, "What the leader does; peers see it");
  give->add_option("--sector", replace->sector, "Education, technology, ...; for mixing groups");
  give->add_option("--person-language", replace->language,
                   "Language tag; else the municipality's first");
  give->add_option("--manager", replace->manager,
                   "The address of the person whom the leader reports to");
  verbs.On(give, [replace](Session& s) { return Replace(s, *replace); });

  auto transfer = std::make_shared<TransferOptions>();
  CLI::App* move =
      app.add_subcommand("transfer", "Move a leader's place to the municipality of a new employer")
          ->group(group::kOrganiser);
  move->add_option("ENROLMENT", transfer->enrolment,
                   "Its number in samstig enrolments, or the leader's name")
      ->required();
  move->add_option("MUNICIPALITY", transfer->municipality, "Where the leader works now")
      ->required();
  move->add_option("--position", transfer->position, "What the leader does there; peers see it");
  move->add_option("--sector", transfer->sector, "Education, technology, ...");
  verbs.On(move, [transfer](Session& s) { return Transfer(s, *transfer); });

  auto email = std::make_shared<EmailOptions>();
  CLI::App* correct =
      app.add_subcommand("correct-email", "Change the address that a person signs in with")
          ->group(group::kOrganiser);
  correct->add_option("PERSON", email->person, "The name, or part of the id")->required();
  correct->add_option("EMAIL", email->email, "The new address")->required();
  verbs.On(correct, [email](Session& s) { return CorrectEmail(s, *email); });
}

}  // namespace samstig::cli
