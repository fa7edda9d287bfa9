// SPDX-License-Identifier: Apache-2.0
// What organisers do with cohorts and people: cohort plan|move|list|show, invite.
#include <memory>

#include "cli/dates.h"
#include "cli/hats.h"
#include "cli/json.h"
#include "cli/money.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/limits.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// ---- cohort plan

struct PlanOptions {
  std::string programme;
  uint32_t round = 0;
  std::vector<std::string> names;
  std::string enrolment_opens = "now";
  std::string enrolment_closes;
  std::string starts;
  std::string ends;
  std::string grace = "7d";
  std::optional<std::string> price;
  std::optional<std::string> currency;
  std::optional<std::string> vat;
  std::optional<uint32_t> seats;
};

// The figures that planning and changing have in common. A price without a currency is in that of
// what it replaces.
template <typename Options>
Status SetFigures(const Options& options, const std::string& usual_currency, v1::Cohort& cohort) {
  if (options.price) {
    ASSIGN_OR_RETURN(const int64_t cents, ParseCents(*options.price));
    cohort.set_price_cents(cents);
    cohort.set_currency(options.currency.value_or(usual_currency));
  } else if (options.currency) {
    return {v1::REASON_MALFORMED, "--currency needs a --price."};
  }
  if (options.vat) {
    ASSIGN_OR_RETURN(const uint32_t permille, ParsePermille(*options.vat));
    cohort.set_vat_permille(permille);
  }
  if (options.seats) cohort.set_seats(*options.seats);
  return {};
}

// "sv-FI=Omgång 3"; without a tag in the programme's first language.
void AddName(const std::string& given, const v1::Programme& programme, v1::LocalText& text) {
  const size_t equals = given.find('=');
  const bool tagged =
      equals != std::string::npos && rules::CheckLanguage(given.substr(0, equals), "name").ok();
  const std::string first = programme.languages_size() > 0 ? programme.languages(0) : "en";
  (*text.mutable_by_language())[tagged ? given.substr(0, equals) : first] =
      tagged ? given.substr(equals + 1) : given;
}

// The programme's name with the round, in each of its languages.
v1::LocalText UsualName(const v1::Programme& programme, uint32_t round) {
  v1::LocalText text;
  for (const auto& [language, name] : programme.name().by_language()) {
    const std::string primary = language.substr(0, language.find('-'));
    const std::string word = primary == "sv" ? "omgång" : primary == "fi" ? "kierros" : "round";
    (*text.mutable_by_language())[language] = name + ", " + word + " " + std::to_string(round);
  }
  return text;
}

Status SetDates(const PlanOptions& options, base::TimeMs now, v1::Cohort& cohort) {
  ASSIGN_OR_RETURN(base::TimeMs opens, ParseDate(options.enrolment_opens, DayEdge::kStart, now));
  ASSIGN_OR_RETURN(base::TimeMs closes, ParseDate(options.enrolment_closes, DayEdge::kEnd, now));
  ASSIGN_OR_RETURN(base::TimeMs starts, ParseDate(options.starts, DayEdge::kStart, now));
  ASSIGN_OR_RETURN(base::TimeMs ends, ParseDate(options.ends, DayEdge::kEnd, now));
  ASSIGN_OR_RETURN(base::TimeMs grace, ParseDuration(options.grace));
  cohort.set_enrolment_opens_ms(opens);
  cohort.set_enrolment_closes_ms(closes);
  cohort.set_starts_ms(starts);
  cohort.set_ends_ms(ends);
  cohort.set_grace_ms(grace);
  return {};
}

Result<Exit> Plan(Session& s, const PlanOptions& options) {
  v1::Cohort cohort;
  RETURN_IF_ERROR(SetDates(options, s.Now(), cohort));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id programme,
                   s.FindOrOnly(options.programme, "programme", "PROGRAMME", Programmes));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(programme, v1::Entity::kProgramme, "programme"));
  cohort.set_programme_id(programme.ToBytes());
  cohort.set_round(options.round);
  RETURN_IF_ERROR(SetFigures(options, shown.entity.programme().currency(), cohort));
  *cohort.mutable_name() = UsualName(shown.entity.programme(), options.round);
  for (const std::string& name : options.names) {
    AddName(name, shown.entity.programme(), *cohort.mutable_name());
  }
  const std::string name = copy->Text(cohort.name());
  const std::string code = copy->CohortCode(cohort);
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  mutation.mutable_plan_cohort()->set_id(id.ToBytes());
  *mutation.mutable_plan_cohort()->mutable_cohort() = std::move(cohort);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Cohort “" + name + "” (" + code + ") planned, as a draft",
                {{"cohort_id", id.ToText()}, {"code", code}});
}

// ---- cohort edit

struct EditOptions {
  std::string cohort;
  std::vector<std::string> names;
  std::optional<std::string> enrolment_opens;
  std::optional<std::string> enrolment_closes;
  std::optional<std::string> starts;
  std::optional<std::string> ends;
  std::optional<std::string> grace;
  std::optional<std::string> price;
  std::optional<std::string> currency;
  std::optional<std::string> vat;
  std::optional<uint32_t> seats;
};

Result<base::TimeMs> DateOr(const std::optional<std::string>& given, DayEdge edge, base::TimeMs now,
                            base::TimeMs otherwise) {
  return given ? ParseDate(*given, edge, now) : Result<base::TimeMs>(otherwise);
}

Status ChangeDates(const EditOptions& options, base::TimeMs now, v1::Cohort& c) {
  using E = DayEdge;
  ASSIGN_OR_RETURN(base::TimeMs opens,
                   DateOr(options.enrolment_opens, E::kStart, now, c.enrolment_opens_ms()));
  ASSIGN_OR_RETURN(base::TimeMs closes,
                   DateOr(options.enrolment_closes, E::kEnd, now, c.enrolment_closes_ms()));
  ASSIGN_OR_RETURN(base::TimeMs starts, DateOr(options.starts, E::kStart, now, c.starts_ms()));
  ASSIGN_OR_RETURN(base::TimeMs ends, DateOr(options.ends, E::kEnd, now, c.ends_ms()));
  c.set_enrolment_opens_ms(opens);
  c.set_enrolment_closes_ms(closes);
  c.set_starts_ms(starts);
  c.set_ends_ms(ends);
  if (!options.grace) return {};
  ASSIGN_OR_RETURN(base::TimeMs grace, ParseDuration(*options.grace));
  c.set_grace_ms(grace);
  return {};
}

v1::Programme ProgrammeOf(Copy& copy, const v1::Cohort& cohort) {
  const Result<Shown> shown = copy.Get(IdIn(cohort.programme_id()));
  return shown.ok() ? shown->entity.programme() : v1::Programme();
}

// What is not named stays as this copy has it.
Result<Exit> Edit(Session& s, const EditOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.cohort, "cohort", Cohorts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kCohort, "cohort"));
  v1::Mutation mutation;
  v1::Cohort& cohort = *mutation.mutable_edit_cohort()->mutable_cohort();
  cohort = shown.entity.cohort();
  const v1::Programme programme = ProgrammeOf(*copy, cohort);
  RETURN_IF_ERROR(ChangeDates(options, s.Now(), cohort));
  RETURN_IF_ERROR(SetFigures(options, PriceOf(cohort, programme).currency, cohort));
  for (const std::string& name : options.names) AddName(name, programme, *cohort.mutable_name());
  mutation.mutable_edit_cohort()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, copy->CohortName(id.ToBytes()) + " changed", {{"cohort_id", id.ToText()}});
}

// ---- cohort move

struct MoveOptions {
  std::string cohort;
  std::string to;
};

// "resume" goes back to where the cohort was before the pause.
std::optional<v1::CohortState> StateTo(const std::string& word, const v1::Cohort& cohort) {
  if (WordOf(word) == "resume") return cohort.paused_from();
  return ValueOf(word, v1::COHORT_STATE_DRAFT, v1::COHORT_STATE_PAUSED);
}

Result<Exit> Move(Session& s, const MoveOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.cohort, "cohort", Cohorts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kCohort, "cohort"));
  const std::optional<v1::CohortState> to = StateTo(options.to, shown.entity.cohort());
  if (!to) {
    return Status(v1::REASON_MALFORMED,
                  "“" + options.to +
                      "” is not a state. States: announced, enrolling, confirmed, running, "
                      "wrapping-up, alumni, archived; cancelled; paused, resume.");
  }
  v1::Mutation mutation;
  mutation.mutable_move_cohort()->set_id(id.ToBytes());
  mutation.mutable_move_cohort()->set_to(*to);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, copy->CohortName(id.ToBytes()) + " is now " + Word(*to),
                {{"cohort_id", id.ToText()}, {"to", Name(*to)}});
}

// ---- cohort list, show

Result<Exit> ListCohorts(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy->All(KeyName::kCohorts));
  Json document = Json::array();
  Table table({"", "code", "state", "starts", "ends", "name"});
  std::vector<Id> listing;
  for (const Shown& shown : cohorts) {
    const v1::Cohort& cohort = shown.entity.cohort();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), copy->CohortCode(cohort),
               Word(cohort.state()) + (shown.pending ? "; will be sent" : ""),
               ToDay(cohort.starts_ms(), s.Now()), ToDay(cohort.ends_ms(), s.Now()),
               copy->Text(cohort.name())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("There is no cohort that you can see.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

struct ShowOptions {
  std::string cohort;
};

// Leaders see no enrolments but their own, but who is with them: people with a position, as long as
// there is only this one cohort that they can be known from.
Status AddPeers(Copy& copy, Json& document, Table& table) {
  document["peers"] = Json::array();
  ASSIGN_OR_RETURN(std::vector<v1::Enrolment> places, copy.Places());
  if (places.size() != 1) return {};
  ASSIGN_OR_RETURN(std::vector<Shown> people, copy.All(KeyName::kPersons));
  for (const Shown& person : people) {
    const std::string home = copy.HomeOf(person.entity.id());
    if (home.empty() || copy.IsMe(person.entity.id())) continue;
    document["peers"].push_back(ToJson(copy, person));
    table.Add({" ", person.entity.person().name(), home, "leader"});
  }
  return {};
}

Status ShowPeople(Session& s, Copy& copy, const Id& cohort, Json& document) {
  Table table({"", "name", "from", "role"});
  document["staff"] = Json::array();
  document["enrolments"] = Json::array();
  ASSIGN_OR_RETURN(std::vector<Shown> staff, copy.All(KeyName::kMembershipsAt, cohort));
  for (const Shown& hat : staff) {
    const v1::Membership& membership = hat.entity.membership();
    if (membership.ended()) continue;
    document["staff"].push_back(ToJson(copy, hat));
    table.Add({" ", copy.PersonName(membership.person_id()), "", Word(membership.role())});
  }
  ASSIGN_OR_RETURN(std::vector<Shown> enrolments, copy.All(KeyName::kEnrolmentsOfCohort, cohort));
  for (const Shown& shown : enrolments) {
    const v1::Enrolment& enrolment = shown.entity.enrolment();
    document["enrolments"].push_back(ToJson(copy, shown));
    table.Add({" ", copy.PersonName(enrolment.person_id()),
               copy.MunicipalityName(enrolment.municipality_id()),
               "leader, " + Word(enrolment.state())});
  }
  RETURN_IF_ERROR(AddPeers(copy, document, table));
  if (table.empty()) return {};
  s.out().Heading("\nPeople, as far as you may see");
  table.PrintTo(s.out());
  return {};
}

Result<Exit> ShowCohort(Session& s, const ShowOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.FindOrOnly(options.cohort, "cohort", "COHORT", Cohorts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kCohort, "cohort"));
  const v1::Cohort& cohort = shown.entity.cohort();
  Output& out = s.out();
  out.Heading(copy->Text(cohort.name()));
  out.Print("code        " + copy->CohortCode(cohort));
  out.Print("state       " + Word(cohort.state()));
  out.Print("enrolment   " + ToText(cohort.enrolment_opens_ms()) + " to " +
            ToText(cohort.enrolment_closes_ms()));
  out.Print("runs        " + ToText(cohort.starts_ms()) + " to " + ToText(cohort.ends_ms()));
  out.Print("grace       " +
            Count(static_cast<uint64_t>(cohort.grace_ms() / base::kDayMs), "day", "days") +
            " after a due date");
  const v1::Programme programme = ProgrammeOf(*copy, cohort);
  out.Print("price       " + PriceText(PriceOf(cohort, programme)));
  out.Print("seats       " + (cohort.seats() == 0 ? "no limit" : std::to_string(cohort.seats())));
  if (cohort.programme_version() > 0) {
    out.Print("programme   " + programme.code() + ", version " +
              std::to_string(cohort.programme_version()));
  }
  Json document = ToJson(*copy, shown);
  RETURN_IF_ERROR(ShowPeople(s, *copy, id, document));
  out.Document(document);
  return Exit::kOk;
}

// ---- invite

struct InviteOptions {
  std::string email;
  std::string name;
  std::string role;
  std::string place;
  std::string language;
  std::string position;
  std::string sector;
};

Result<v1::Role> RoleOf(const std::string& word) {
  if (WordOf(word) == "admin") return v1::ROLE_MUNICIPALITY_ADMIN;
  if (const auto role = ValueOf(word, v1::ROLE_LEADER, v1::ROLE_ORGANISER)) return *role;
  return Status(v1::REASON_MALFORMED,
                "“" + word +
                    "” is not a role. Roles: leader, admin, coach, organiser; for guests: "
                    "samstig guest invite.");
}

// Sets the hat's place; the place's id, or nil for the network.
Result<Id> SetPlace(Session& s, const InviteOptions& options, v1::Membership& hat) {
  switch (hat.role()) {
    case v1::ROLE_ORGANISER:
      hat.set_network(true);
      return Id();
    case v1::ROLE_COACH: {
      ASSIGN_OR_RETURN(Id cohort, s.FindOrOnly(options.place, "cohort", "--at", Cohorts));
      hat.set_cohort_id(cohort.ToBytes());
      return cohort;
    }
    default: {
      ASSIGN_OR_RETURN(Id municipality, OwnMunicipality(s, options.place));
      hat.set_municipality_id(municipality.ToBytes());
      return municipality;
    }
  }
}

std::string PlaceName(Copy& copy, const v1::Membership& hat) {
  if (hat.has_municipality_id()) return copy.MunicipalityName(hat.municipality_id());
  if (hat.has_cohort_id()) return copy.CohortName(hat.cohort_id());
  return "the network";
}

Result<Exit> Invite(Session& s, const InviteOptions& options) {
  v1::Membership hat;
  ASSIGN_OR_RETURN(v1::Role role, RoleOf(options.role));
  hat.set_role(role);
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id place, SetPlace(s, options, hat));
  hat.set_position(options.position);
  hat.set_sector(options.sector);
  const Id membership = copy->client().NewId();
  v1::Mutation mutation;
  v1::InvitePerson& invite = *mutation.mutable_invite_person();
  invite.set_id(copy->client().NewId().ToBytes());
  invite.set_membership_id(membership.ToBytes());
  invite.set_email(options.email);
  invite.mutable_person()->set_name(options.name);
  invite.mutable_person()->set_language(options.language.empty() ? LanguageAt(*copy, place)
                                                                 : options.language);
  *invite.mutable_hat() = hat;
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                options.name + " invited as " + Word(role) + " of " + PlaceName(*copy, hat) +
                    "; signs in with " + options.email,
                {{"membership_id", membership.ToText()}, {"role", Name(role)}});
}

template <typename Options>
void AddFigures(CLI::App* verb, Options& options) {
  verb->add_option("--price", options.price,
                   "For a person, net of VAT, such as 150; else the programme's");
  verb->add_option("--currency", options.currency, "EUR, SEK, ...; of the --price");
  verb->add_option("--vat", options.vat, "In per cent of the net price, such as 25.5");
  verb->add_option("--seats", options.seats,
                   "How many in all municipalities together; 0 for no limit");
}

}  // namespace

void AddCohortVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* cohort = app.add_subcommand("cohort", "Plan cohorts and move them on; look at them")
                         ->group(group::kOrganiser);
  cohort->require_subcommand(1);

  auto plan = std::make_shared<PlanOptions>();
  CLI::App* make =
      cohort->add_subcommand("plan", "Plan a round of a programme; it starts as a draft");
  make->add_option("PROGRAMME", plan->programme, "The programme's code")->required();
  make->add_option("--round", plan->round, "1, 2, 3, ...")->required();
  make->add_option("--name", plan->names,
                   "LANGUAGE=NAME, once for each language; else made from the programme's");
  make->add_option("--enrolment-opens", plan->enrolment_opens, "2026-09-01, +3d, now")
      ->capture_default_str();
  make->add_option("--enrolment-closes", plan->enrolment_closes, "That day included")->required();
  make->add_option("--starts", plan->starts, "The first day")->required();
  make->add_option("--ends", plan->ends, "The last day, included")->required();
  make->add_option("--grace", plan->grace, "How long after a due date work is still taken")
      ->capture_default_str();
  AddFigures(make, *plan);
  verbs.On(make, [plan](Session& s) { return Plan(s, *plan); });

  auto edit = std::make_shared<EditOptions>();
  CLI::App* change = cohort->add_subcommand(
      "edit", "Change a cohort's name, dates, price or seats; what is not named stays");
  change->add_option("COHORT", edit->cohort, "The cohort: code, number or part of its id")
      ->required();
  change->add_option("--name", edit->names, "LANGUAGE=NAME, once for each language");
  change->add_option("--enrolment-opens", edit->enrolment_opens, "2026-09-01, +3d, now");
  change->add_option("--enrolment-closes", edit->enrolment_closes, "That day included");
  change->add_option("--starts", edit->starts, "The first day");
  change->add_option("--ends", edit->ends, "The last day, included");
  change->add_option("--grace", edit->grace, "How long after a due date work is still taken");
  AddFigures(change, *edit);
  verbs.On(change, [edit](Session& s) { return Edit(s, *edit); });

  auto move = std::make_shared<MoveOptions>();
  CLI::App* step = cohort->add_subcommand("move", "Move a cohort to its next state");
  step->add_option("COHORT", move->cohort, "The cohort: code, number or part of its id")
      ->required();
  step->add_option("STATE", move->to,
                   "announced, enrolling, confirmed, running, wrapping-up, alumni, archived; "
                   "cancelled; paused, resume")
      ->required();
  verbs.On(step, [move](Session& s) { return Move(s, *move); });

  verbs.On(cohort->add_subcommand("list", "The cohorts you can see"), ListCohorts);

  auto show = std::make_shared<ShowOptions>();
  CLI::App* one = cohort->add_subcommand("show", "One cohort with its people");
  one->add_option("COHORT", show->cohort, "The cohort; needed when there are several");
  verbs.On(one, [show](Session& s) { return ShowCohort(s, *show); });

  auto invite = std::make_shared<InviteOptions>();
  CLI::App* person =
      app.add_subcommand("invite", "Bring a person into the network")->group(group::kOrganiser);
  person->add_option("EMAIL", invite->email, "The address that will sign in")->required();
  person->add_option("--name", invite->name, "The person's name")->required();
  person
      ->add_option("--role", invite->role, "leader, admin (of a municipality), coach or organiser")
      ->required();
  person->add_option("--at", invite->place, "The municipality, or a coach's cohort");
  person->add_option("--person-language", invite->language, "Language tag; else the place's first");
  person->add_option("--position", invite->position, "Leaders: what the person does");
  person->add_option("--sector", invite->sector, "Leaders: education, technology, ...");
  verbs.On(person, [invite](Session& s) { return Invite(s, *invite); });
}

}  // namespace samstig::cli
