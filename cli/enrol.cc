// SPDX-License-Identifier: Apache-2.0
// What municipality admins do: enrol, enrolments, withdraw; and catalogue, which anybody may look
// at.
#include <memory>
#include <optional>

#include "cli/dates.h"
#include "cli/enrol_file.h"
#include "cli/enrolling.h"
#include "cli/json.h"
#include "cli/money.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/price.h"
#include "samstig/operator.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// ---- catalogue

struct CatalogueOptions {
  std::string network;
};

Json OpenCohortJson(const v1::OpenCohort& open) {
  Json json;
  json["kind"] = "cohort";
  json["id"] = IdJson(open.cohort_id());
  json["code"] = open.programme().code() + "/" + std::to_string(open.cohort().round());
  json.update(ToJson(open.cohort()));
  const Price price = PriceOf(open.cohort(), open.programme());
  json["total_cents"] = price.net_cents + rules::VatOf(price.net_cents, price.vat_permille);
  json["seats_left"] = open.has_seats_left() ? Json(open.seats_left()) : Json(nullptr);
  json["programme"] = ToJson(open.programme());
  json["themes"] = Json::array();
  for (const v1::LocalText& theme : open.themes()) json["themes"].push_back(ToJson(theme));
  return json;
}

void PrintOpenCohort(Session& s, const v1::OpenCohort& open,
                     const std::vector<std::string>& languages) {
  const v1::Cohort& cohort = open.cohort();
  s.out().Heading(Pick(cohort.name(), languages));
  s.out().Print(Wrap(Pick(open.programme().summary(), languages), 88, "  "));
  for (const v1::LocalText& theme : open.themes()) s.out().Print("  - " + Pick(theme, languages));
  s.out().Print("  enrolment  " + ToText(cohort.enrolment_opens_ms()) + " to " +
                ToText(cohort.enrolment_closes_ms()) + ", now " + Word(cohort.state()));
  s.out().Print("  runs       " + ToText(cohort.starts_ms()) + " to " + ToText(cohort.ends_ms()));
  s.out().Print("  price      " + PriceText(PriceOf(cohort, open.programme())));
  if (open.has_seats_left()) {
    s.out().Print("  seats      " + std::to_string(open.seats_left()) + " of " +
                  std::to_string(cohort.seats()) + " left");
  }
  const auto& tongues = open.programme().languages();
  s.out().Print("  languages  " + Listed({tongues.begin(), tongues.end()}));
}

Result<Exit> Catalogue(Session& s, const CatalogueOptions& options) {
  std::string network = options.network.empty() ? s.globals().network : options.network;
  if (network.empty()) {
    ASSIGN_OR_RETURN(Copy * copy, s.Open(Session::Freshness::kAsItIs));
    network = copy->client().GetAccount()->network;
  }
  ASSIGN_OR_RETURN(v1::ListOpenCohortsResponse response,
                   client::ListOpenCohorts(s.ServerOptions(), network));
  std::vector<std::string> languages;
  if (!s.globals().language.empty()) languages.push_back(s.globals().language);
  Json document = Json::array();
  for (const v1::OpenCohort& open : response.cohorts()) {
    document.push_back(OpenCohortJson(open));
    PrintOpenCohort(s, open, languages);
  }
  if (response.cohorts().empty()) s.out().Print("No cohort is announced or takes enrolments now.");
  s.out().Document(document);
  return Exit::kOk;
}

// ---- enrol

struct EnrolOptions {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::string position;
  std::string sector;
  std::string manager;
  EnrolFileOptions of_file;
};

Result<Exit> EnrolOne(Session& s, const EnrolFileOptions& common, const Leader& leader) {
  ASSIGN_OR_RETURN(Enrolling enrolling, Enrolling::In(s, common.cohort, common.municipality));
  ASSIGN_OR_RETURN(Plan plan, enrolling.PlanFor(leader));
  if (IsThere(plan.standing)) return Status(v1::REASON_ALREADY_ENROLLED, "");
  ASSIGN_OR_RETURN(Sent sent, s.Send(enrolling.Carry(plan, leader)));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  // Whether there was a seat is the server's to say.
  Json document{{"enrolment_id", plan.id.ToText()}, {"enrolment_state", nullptr}};
  const std::string cohort_name = copy->CohortName(enrolling.cohort().ToBytes());
  std::string done = leader.name + " enrolled in " + cohort_name;
  const Result<Shown> enrolled = copy->Get(plan.id);
  if (sent.fate == Fate::kConfirmed && enrolled.ok()) {
    const v1::EnrolmentState state = enrolled->entity.enrolment().state();
    document["enrolment_state"] = Name(state);
    if (state == v1::ENROLMENT_STATE_WAITLISTED) {
      done = leader.name + " is on the waiting list of " + cohort_name +
             "; all agreed seats are taken";
    }
  }
  return s.Tell(sent, done, std::move(document));
}

Result<Exit> Enrol(Session& s, const EnrolOptions& options) {
  if (!options.of_file.file.empty()) return EnrolFromFile(s, options.of_file);
  if (!options.name || !options.email) {
    return Status(v1::REASON_MALFORMED,
                  "NAME and EMAIL are needed, or --file. Try: samstig enrol --help");
  }
  const Leader leader{*options.name,  *options.email,           options.position,
                      options.sector, options.of_file.language, "",
                      options.manager};
  return EnrolOne(s, options.of_file, leader);
}

// ---- enrolments

struct ListOptions {
  std::string cohort;
};

Result<Exit> ListEnrolments(Session& s, const ListOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  Json document = Json::array();
  Table table({"", "leader", "municipality", "state", "cohort"});
  std::vector<Id> listing;
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy->All(KeyName::kCohorts));
  Id only;
  if (!options.cohort.empty()) {
    ASSIGN_OR_RETURN(only, s.Find(options.cohort, "cohort", Cohorts));
  }
  for (const Shown& cohort : cohorts) {
    const Id id = IdIn(cohort.entity.id());
    if (!only.IsNil() && id != only) continue;
    ASSIGN_OR_RETURN(std::vector<Shown> enrolments, copy->All(KeyName::kEnrolmentsOfCohort, id));
    for (const Shown& shown : enrolments) {
      const v1::Enrolment& enrolment = shown.entity.enrolment();
      listing.push_back(IdIn(shown.entity.id()));
      document.push_back(ToJson(*copy, shown));
      table.Add({std::to_string(listing.size()), copy->PersonName(enrolment.person_id()),
                 copy->MunicipalityName(enrolment.municipality_id()),
                 Word(enrolment.state()) + (enrolment.returning() ? ", returning" : "") +
                     (shown.pending ? "; will be sent" : ""),
                 copy->Text(cohort.entity.cohort().name())});
    }
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("Nobody is enrolled, as far as you can see.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// ---- withdraw

struct WithdrawOptions {
  std::string enrolment;
};

Result<Exit> GiveBack(Session& s, const WithdrawOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.FindOrOnly(options.enrolment, "enrolment", "ENROLMENT", Enrolments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kEnrolment, "enrolment"));
  v1::Mutation mutation;
  mutation.mutable_withdraw()->set_id(id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(
      sent,
      "The place of " + copy->PersonName(shown.entity.enrolment().person_id()) + " given back",
      {{"enrolment_id", id.ToText()}});
}

}  // namespace

void AddEnrolVerbs(CLI::App& app, Verbs& verbs) {
  auto catalogue = std::make_shared<CatalogueOptions>();
  CLI::App* open =
      app.add_subcommand("catalogue",
                         "Cohorts that are announced or take enrolments; no sign-in needed")
          ->group(group::kMunicipality);
  open->add_option("NETWORK", catalogue->network, "The network; yours, when you are signed in");
  verbs.On(open, [catalogue](Session& s) { return Catalogue(s, *catalogue); });

  auto enrol = std::make_shared<EnrolOptions>();
  CLI::App* add = app.add_subcommand("enrol", "Enrol a leader of your municipality")
                      ->group(group::kMunicipality);
  CLI::Option* name = add->add_option("NAME", enrol->name, "The leader's name");
  CLI::Option* email = add->add_option("EMAIL", enrol->email, "The leader's e-mail address");
  CLI::Option* position =
      add->add_option("--position", enrol->position, "What the leader does; peers see it");
  CLI::Option* sector =
      add->add_option("--sector", enrol->sector, "Education, technology, ...; for mixing groups");
  CLI::Option* manager = add->add_option("--manager", enrol->manager,
                                         "The e-mail address of whom the leader reports to");
  CLI::Option* file =
      add->add_option("--file", enrol->of_file.file,
                      "All leaders of a CSV file instead: columns name and email; position, "
                      "sector, language, id and manager if you have them")
          ->excludes(name)
          ->excludes(email)
          ->excludes(position)
          ->excludes(sector)
          ->excludes(manager);
  add->add_flag("--check", enrol->of_file.check, "Only show what the file would do")->needs(file);
  add->add_option("--person-language", enrol->of_file.language,
                  "Language tag; else the municipality's first");
  add->add_option("--cohort", enrol->of_file.cohort,
                  "In which cohort; needed when several take enrolments");
  add->add_option("--municipality", enrol->of_file.municipality,
                  "For which; needed when you are admin of several");
  verbs.On(add, [enrol](Session& s) { return Enrol(s, *enrol); });

  auto list = std::make_shared<ListOptions>();
  CLI::App* all = app.add_subcommand("enrolments", "Who is enrolled, as far as you may see")
                      ->group(group::kMunicipality);
  all->add_option("--cohort", list->cohort, "Only those of this cohort");
  verbs.On(all, [list](Session& s) { return ListEnrolments(s, *list); });

  auto withdraw = std::make_shared<WithdrawOptions>();
  CLI::App* back = app.add_subcommand("withdraw", "Give a place back; leaders: your own")
                       ->group(group::kMunicipality);
  back->add_option("ENROLMENT", withdraw->enrolment,
                   "Its number in samstig enrolments, or the leader's name");
  verbs.On(back, [withdraw](Session& s) { return GiveBack(s, *withdraw); });
}

}  // namespace samstig::cli
