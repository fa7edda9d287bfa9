// SPDX-License-Identifier: Apache-2.0
// guest: those who are invited to one thing in a cohort, and read little more.
#include <memory>

#include "cli/dates.h"
#include "cli/hats.h"
#include "cli/json.h"
#include "cli/verbs.h"
#include "domain/rules/membership.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// ---- guest invite

struct InviteOptions {
  std::string email;
  std::string name;
  std::string to;
  std::string ends;
  std::string cohort;
  std::string language;
};

Result<Exit> Invite(Session& s, const InviteOptions& options) {
  ASSIGN_OR_RETURN(const base::TimeMs ends, ParseDate(options.ends, DayEdge::kEnd, s.Now()));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const Id cohort, s.FindOrOnly(options.cohort, "cohort", "--at", Cohorts));
  const Id membership = copy->client().NewId();
  v1::Mutation mutation;
  v1::InvitePerson& invite = *mutation.mutable_invite_person();
  invite.set_id(copy->client().NewId().ToBytes());
  invite.set_membership_id(membership.ToBytes());
  invite.set_email(options.email);
  invite.mutable_person()->set_name(options.name);
  invite.mutable_person()->set_language(options.language.empty() ? LanguageAt(*copy, cohort)
                                                                 : options.language);
  v1::Membership& hat = *invite.mutable_hat();
  hat.set_role(v1::ROLE_GUEST);
  hat.set_cohort_id(cohort.ToBytes());
  hat.set_subject(options.to);
  hat.set_ends_ms(ends);
  const std::string done = options.name + " invited to “" + options.to + "” as a guest of " +
                           copy->CohortName(cohort.ToBytes()) + "; signs in with " + options.email +
                           " and reads until " + ToText(rules::GuestUntil(hat));
  const Json document{{"membership_id", membership.ToText()},
                      {"role", "GUEST"},
                      {"ends", TimeJson(ends)},
                      {"reads_until", TimeJson(rules::GuestUntil(hat))}};
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, done, document);
}

// ---- guest list

Result<std::vector<Shown>> GuestsNow(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Shown> hats, copy.All(KeyName::kGuests));
  std::erase_if(hats, [](const Shown& hat) { return hat.entity.membership().ended(); });
  return hats;
}

Result<Exit> List(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const std::vector<Shown> guests, GuestsNow(*copy));
  Json document = Json::array();
  Table table({"", "guest", "of", "to", "ends", "reads until"});
  std::vector<Id> listing;
  for (const Shown& shown : guests) {
    const v1::Membership& hat = shown.entity.membership();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), copy->PersonName(hat.person_id()),
               copy->CohortName(hat.cohort_id()), hat.subject(), ToDay(hat.ends_ms(), s.Now()),
               ToDay(rules::GuestUntil(hat), s.Now())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No guests, as far as you may see.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// ---- guest end

struct EndOptions {
  std::string guest;
};

// Named by the guest, or by what it is that they are invited to.
Candidates Guests(Copy& copy) {
  ASSIGN_OR_RETURN(const std::vector<Shown> guests, GuestsNow(copy));
  std::vector<Candidate> candidates;
  for (const Shown& shown : guests) {
    const v1::Membership& hat = shown.entity.membership();
    const std::string name = copy.PersonName(hat.person_id());
    candidates.push_back(
        {IdIn(shown.entity.id()), name + ", " + hat.subject(), {name, hat.subject()}});
  }
  return candidates;
}

Result<Exit> End(Session& s, const EndOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const Id membership, s.Find(options.guest, "guest", Guests));
  ASSIGN_OR_RETURN(const Shown shown, copy->Get(membership, v1::Entity::kMembership, "guest"));
  const std::string name = copy->PersonName(shown.entity.membership().person_id());
  v1::Mutation mutation;
  mutation.mutable_end_hat()->set_id(membership.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, name + " is no guest any more", {{"membership_id", membership.ToText()}});
}

}  // namespace

void AddGuestVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* guest = app.add_subcommand("guest", "Invite guests to a cohort for a time; see them")
                        ->group(group::kCoach);
  guest->require_subcommand(1);

  auto invite = std::make_shared<InviteOptions>();
  CLI::App* bring = guest->add_subcommand(
      "invite", "Invite somebody to one thing; 14 days after it, it is over by itself");
  bring->add_option("EMAIL", invite->email, "The address that will sign in")->required();
  bring->add_option("--name", invite->name, "The guest's name")->required();
  bring->add_option("--to", invite->to, "To what: the title of a lecture")->required();
  bring->add_option("--ends", invite->ends, "When that is over: 2026-10-15, that day included")
      ->required();
  bring->add_option("--at", invite->cohort, "The cohort; needed when there are several");
  bring->add_option("--person-language", invite->language, "Language tag; else the programme's");
  verbs.On(bring, [invite](Session& s) { return Invite(s, *invite); });

  verbs.On(guest->add_subcommand("list", "The guests of your cohorts, and until when they read"),
           List);

  auto end = std::make_shared<EndOptions>();
  CLI::App* take = guest->add_subcommand("end", "Take an invitation back before its time");
  take->add_option("GUEST", end->guest, "The guest: name, number or part of the id")->required();
  verbs.On(take, [end](Session& s) { return End(s, *end); });
}

}  // namespace samstig::cli
