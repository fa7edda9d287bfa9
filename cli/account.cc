// SPDX-License-Identifier: Apache-2.0
// Who works on this device: sign-in, whoami, devices, revoke.
#include <unistd.h>

#include <array>
#include <memory>

#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

constexpr std::chrono::milliseconds kFirstReading{60'000};

// ---- sign-in

struct SignInOptions {
  std::string network;
  std::string email;
  std::string code;
  std::string device;
  bool request_only = false;
};

std::string ThisMachine() {
  std::array<char, 65> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "samstig";
  return std::string("samstig on ") + name.data();
}

// Spaces and hyphens help people read codes out; the server wants the digits.
std::string DigitsOf(const std::string& typed) {
  std::string digits;
  for (const char c : typed) {
    if (c != ' ' && c != '-') digits.push_back(c);
  }
  return digits;
}

Result<Exit> SignIn(Session& s, const SignInOptions& options) {
  ASSIGN_OR_RETURN(client::Client * client, s.OpenForSignIn(options.network));
  std::string code = options.code;
  if (code.empty()) {
    RETURN_IF_ERROR(client->RequestCode(options.network, options.email));
    s.out().Say("A code of 8 digits is on its way to " + options.email +
                ", if the address is known.");
    if (options.request_only) {
      s.NoteServer();
      s.out().Document(
          {{"state", "CODE_SENT"}, {"network", options.network}, {"email", options.email}});
      s.out().Say("Then: samstig sign-in " + options.network + " " + options.email +
                  " --code CODE");
      return Exit::kOk;
    }
    ASSIGN_OR_RETURN(code, Ask(s, "Code:"));
  }
  const std::string device = options.device.empty() ? ThisMachine() : options.device;
  RETURN_IF_ERROR(client->RedeemCode(options.network, options.email, DigitsOf(code), device));
  s.NoteServer();
  s.out().Note("Reading what is there for you...");
  const Status read = client->SyncOnce({kFirstReading});
  const client::Account account = *client->GetAccount();
  Copy copy(*client, account.person, s.globals().language);
  s.out().Document({{"state", "SIGNED_IN"},
                    {"network", account.network},
                    {"person_id", account.person.ToText()},
                    {"name", copy.PersonName(account.person.ToBytes())},
                    {"device_id", account.device.ToText()},
                    {"up_to_date", read.ok()}});
  s.out().Say("Signed in to " + account.network + " as " +
              copy.PersonName(account.person.ToBytes()) + ".");
  if (!read.ok()) s.out().Note("(not all is read yet: " + Sentence(read) + ")");
  return Exit::kOk;
}

// ---- whoami

std::string PlaceOf(Copy& copy, const v1::Membership& hat) {
  if (hat.has_municipality_id()) return copy.MunicipalityName(hat.municipality_id());
  if (hat.has_cohort_id()) return copy.CohortName(hat.cohort_id());
  return "the network";
}

Result<Exit> WhoAmI(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  const client::Account account = *copy->client().GetAccount();
  Json document{{"network", account.network},
                {"person_id", account.person.ToText()},
                {"name", copy->PersonName(account.person.ToBytes())},
                {"device_id", account.device.ToText()},
                {"hats", Json::array()},
                {"places", Json::array()}};
  s.out().Heading(copy->PersonName(account.person.ToBytes()) + ", in " + account.network);
  ASSIGN_OR_RETURN(std::vector<Shown> hats,
                   copy->All(rules::KeyName::kMembershipsOfPerson, account.person));
  for (const Shown& hat : hats) {
    const v1::Membership& membership = hat.entity.membership();
    if (membership.ended()) continue;
    document["hats"].push_back(ToJson(*copy, hat));
    const std::string position = membership.position().empty() ? "" : ", " + membership.position();
    s.out().Print("  " + Word(membership.role()) + " in " + PlaceOf(*copy, membership) + position);
  }
  ASSIGN_OR_RETURN(std::vector<Shown> places,
                   copy->All(rules::KeyName::kEnrolmentsOfPerson, account.person));
  for (const Shown& place : places) {
    const v1::Enrolment& enrolment = place.entity.enrolment();
    document["places"].push_back(ToJson(*copy, place));
    s.out().Print("  " + Word(enrolment.state()) + " in " +
                  copy->CohortName(enrolment.cohort_id()));
  }
  s.out().Document(document);
  return Exit::kOk;
}

// ---- devices, revoke

Result<Exit> ListDevices(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open(Session::Freshness::kAsItIs));
  ASSIGN_OR_RETURN(std::vector<client::Device> devices, copy->client().ListDevices());
  Json document = Json::array();
  Table table({"", "device", "signed in", "last seen", ""});
  std::vector<Id> listing;
  for (const client::Device& device : devices) {
    listing.push_back(device.id);
    document.push_back({{"id", device.id.ToText()},
                        {"name", device.name},
                        {"signed_in", TimeJson(device.signed_in)},
                        {"last_seen", TimeJson(device.last_seen)},
                        {"current", device.current}});
    table.Add({std::to_string(listing.size()), device.name,
               device.signed_in == 0 ? "" : ToDay(device.signed_in, s.Now()),
               FromNow(device.last_seen, s.Now()), device.current ? "this one" : ""});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  table.PrintTo(s.out());
  return Exit::kOk;
}

struct RevokeOptions {
  std::string device;
};

Result<Exit> Revoke(Session& s, const RevokeOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open(Session::Freshness::kAsItIs));
  ASSIGN_OR_RETURN(std::vector<client::Device> devices, copy->client().ListDevices());
  std::vector<Candidate> candidates;
  for (const client::Device& device : devices) {
    candidates.push_back({device.id, device.name, {device.name}});
  }
  ASSIGN_OR_RETURN(Id id,
                   s.Find(options.device, "device", [&](Copy&) { return Candidates(candidates); }));
  RETURN_IF_ERROR(copy->client().RevokeDevice(id));
  s.out().Document({{"state", "REVOKED"}, {"device_id", id.ToText()}});
  s.out().Say("The device is signed out. What it has not sent stays on it.");
  return Exit::kOk;
}

}  // namespace

void AddAccountVerbs(CLI::App& app, Verbs& verbs) {
  auto sign_in = std::make_shared<SignInOptions>();
  CLI::App* enter =
      app.add_subcommand("sign-in", "Sign in on this device with a code sent by e-mail")
          ->group(group::kAccount);
  enter->add_option("NETWORK", sign_in->network, "The network's short name")->required();
  enter->add_option("EMAIL", sign_in->email, "Your address")->required();
  enter->add_option("--code", sign_in->code,
                    "The code, if you have one; else you are asked for it");
  enter->add_option("--device", sign_in->device,
                    "How this device is called in the list of devices");
  enter->add_flag("--request-only", sign_in->request_only, "Only have a code sent");
  verbs.On(enter, [sign_in](Session& s) { return SignIn(s, *sign_in); });

  verbs.On(
      app.add_subcommand("whoami", "Who you are here, and in which roles")->group(group::kAccount),
      WhoAmI);
  verbs.On(app.add_subcommand("devices", "Your devices")->group(group::kAccount), ListDevices);

  auto revoke = std::make_shared<RevokeOptions>();
  CLI::App* end =
      app.add_subcommand("revoke", "Sign a device of yours out")->group(group::kAccount);
  end->add_option("DEVICE", revoke->device,
                  "Its number in samstig devices, its name or part of its id")
      ->required();
  verbs.On(end, [revoke](Session& s) { return Revoke(s, *revoke); });
}

}  // namespace samstig::cli
