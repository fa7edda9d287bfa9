// SPDX-License-Identifier: Apache-2.0
// seats: a municipality asks for places in a cohort, the organiser answers.
#include <memory>

#include "cli/hats.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

struct ListOptions {
  std::string cohort;
};

Result<Exit> ListSeats(Session& s, const ListOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  std::vector<Shown> cohorts;
  if (options.cohort.empty()) {
    ASSIGN_OR_RETURN(cohorts, copy->All(KeyName::kCohorts));
  } else {
    ASSIGN_OR_RETURN(Id id, s.Find(options.cohort, "cohort", Cohorts));
    ASSIGN_OR_RETURN(Shown cohort, copy->Get(id, v1::Entity::kCohort, "cohort"));
    cohorts.push_back(std::move(cohort));
  }
  Json document = Json::array();
  Table table({"", "municipality", "asked", "agreed", "state", "cohort"});
  std::vector<Id> listing;
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> seats,
                     copy->All(KeyName::kSeatsOfCohort, IdIn(cohort.entity.id())));
    for (const Shown& shown : seats) {
      const v1::CohortSeat& seat = shown.entity.cohort_seat();
      listing.push_back(IdIn(shown.entity.id()));
      document.push_back(ToJson(*copy, shown));
      table.Add({std::to_string(listing.size()), copy->MunicipalityName(seat.municipality_id()),
                 std::to_string(seat.requested()), std::to_string(seat.agreed()),
                 Word(seat.state()) + (shown.pending ? "; will be sent" : ""),
                 copy->Text(cohort.entity.cohort().name())});
    }
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No seats are asked for.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

struct RequestOptions {
  uint32_t seats = 0;
  std::string cohort;
  std::string municipality;
};

Result<Exit> Request(Session& s, const RequestOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort,
                   s.FindOrOnly(options.cohort, "cohort", "--cohort", CohortsTakingEnrolments));
  ASSIGN_OR_RETURN(Id municipality, OwnMunicipality(s, options.municipality));
  const Id id = rules::SeatId(cohort, municipality);
  v1::Mutation mutation;
  v1::RequestSeats& request = *mutation.mutable_request_seats();
  request.set_id(id.ToBytes());
  request.set_cohort_id(cohort.ToBytes());
  request.set_municipality_id(municipality.ToBytes());
  request.set_seats(options.seats);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Request of " + copy->MunicipalityName(municipality.ToBytes()) + " for " +
                    Count(options.seats, "seat", "seats") + " in " +
                    copy->CohortName(cohort.ToBytes()),
                {{"seat_id", id.ToText()}, {"seats", options.seats}});
}

struct AnswerOptions {
  std::string seat;
  std::optional<uint32_t> agree;
  bool decline = false;
  std::string words;
};

Result<Exit> Answer(Session& s, const AnswerOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.seat, "request for seats", Seats));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kCohortSeat, "request for seats"));
  const v1::CohortSeat& seat = shown.entity.cohort_seat();
  v1::Mutation mutation;
  v1::AnswerSeats& answer = *mutation.mutable_answer_seats();
  answer.set_id(id.ToBytes());
  answer.set_agreed(options.decline ? 0 : options.agree.value_or(seat.requested()));
  answer.set_answer(options.words);
  const uint32_t agreed = answer.agreed();
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const std::string municipality = copy->MunicipalityName(seat.municipality_id());
  return s.Tell(sent,
                agreed == 0 ? "Declined the request of " + municipality
                            : municipality + " gets " + std::to_string(agreed) + " of " +
                                  Count(seat.requested(), "seat", "seats"),
                {{"seat_id", id.ToText()}, {"agreed", agreed}});
}

}  // namespace

void AddSeatVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* seats = app.add_subcommand("seats", "Ask for seats in a cohort; answer requests")
                        ->group(group::kMunicipality);
  seats->require_subcommand(1);

  auto list = std::make_shared<ListOptions>();
  CLI::App* all = seats->add_subcommand("list", "Requests and what became of them");
  all->add_option("--cohort", list->cohort, "Only those of this cohort");
  verbs.On(all, [list](Session& s) { return ListSeats(s, *list); });

  auto request = std::make_shared<RequestOptions>();
  CLI::App* ask =
      seats->add_subcommand("request", "Ask for seats, as an admin of the municipality");
  ask->add_option("SEATS", request->seats, "How many")->required();
  ask->add_option("--cohort", request->cohort,
                  "In which cohort; needed when several take enrolments");
  ask->add_option("--municipality", request->municipality,
                  "For which; needed when you are admin of several");
  verbs.On(ask, [request](Session& s) { return Request(s, *request); });

  auto answer = std::make_shared<AnswerOptions>();
  CLI::App* reply =
      seats->add_subcommand("answer", "Agree to a request or decline it, as an organiser");
  reply->add_option("SEAT", answer->seat, "The request: its number, or the municipality")
      ->required();
  CLI::Option* agree =
      reply->add_option("--agree", answer->agree, "How many; all, when it is left out");
  reply->add_flag("--decline", answer->decline, "None")->excludes(agree);
  reply->add_option("--say", answer->words, "Your words to the municipality");
  verbs.On(reply, [answer](Session& s) { return Answer(s, *answer); });
}

}  // namespace samstig::cli
