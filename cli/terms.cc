// SPDX-License-Identifier: Apache-2.0
// terms show|publish|accept|status: what municipalities agree to before their people take part.
#include <algorithm>
#include <memory>

#include "cli/dates.h"
#include "cli/hats.h"
#include "cli/json.h"
#include "cli/programme_file.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

constexpr size_t kTextWidth = 88;

Result<v1::DataTerms> PresentTerms(Copy& copy) {
  const Result<Shown> shown = copy.Get(rules::DataTermsId());
  if (!shown.ok()) {
    return Status(v1::REASON_NOT_FOUND, "No terms are published; nothing needs to be accepted.");
  }
  return shown->entity.data_terms();
}

// The latest acceptance as far as this person may see it; an empty one when there is none.
v1::Acceptance LatestOf(Copy& copy, const Id& municipality) {
  const Result<Shown> shown = copy.Get(rules::TermsAcceptanceId(municipality));
  if (!shown.ok()) return {};
  const auto& all = shown->entity.terms_acceptance().acceptances();
  return all.empty() ? v1::Acceptance() : *all.rbegin();
}

// ---- terms show

Result<Exit> Show(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(v1::DataTerms terms, PresentTerms(*copy));
  s.out().Heading("Terms, version " + std::to_string(terms.version()));
  s.out().Print("");
  s.out().Print(Wrap(copy->Text(terms.text()), kTextWidth, ""));
  s.out().Document(ToJson(*copy, *copy->Get(rules::DataTermsId())));
  return Exit::kOk;
}

// ---- terms publish

struct PublishOptions {
  std::vector<std::string> files;
  std::vector<std::string> languages;
};

Result<Exit> Publish(Session& s, const PublishOptions& options) {
  if (options.files.size() != options.languages.size()) {
    return Status(v1::REASON_MALFORMED,
                  "Each FILE needs its --language, in the same order: samstig terms publish "
                  "villkor.md ehdot.md --language sv-FI --language fi");
  }
  v1::Mutation mutation;
  v1::PublishTerms& publish = *mutation.mutable_publish_terms();
  publish.set_id(rules::DataTermsId().ToBytes());
  for (size_t i = 0; i < options.files.size(); ++i) {
    ASSIGN_OR_RETURN(std::string text, ReadFile(options.files[i], rules::kMaxTermsBytes));
    auto [entry, fresh] = publish.mutable_text()->mutable_by_language()->insert(
        {options.languages[i], std::move(text)});
    if (!fresh) return Status(v1::REASON_MALFORMED, options.languages[i] + " is there twice.");
  }
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const Result<v1::DataTerms> terms = PresentTerms(*copy);
  const uint32_t version = terms.ok() ? terms->version() : 0;
  return s.Tell(sent, "Terms published, version " + std::to_string(version),
                {{"version", version}});
}

// ---- terms accept

struct AcceptOptions {
  std::string municipality;
  std::optional<uint32_t> version;
};

Result<Exit> Accept(Session& s, const AcceptOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id municipality, OwnMunicipality(s, options.municipality));
  ASSIGN_OR_RETURN(v1::DataTerms terms, PresentTerms(*copy));
  // What is accepted is what this copy shows; newer terms, not yet seen here, are refused.
  const uint32_t version = options.version.value_or(terms.version());
  v1::Mutation mutation;
  v1::AcceptTerms& accept = *mutation.mutable_accept_terms();
  accept.set_id(rules::TermsAcceptanceId(municipality).ToBytes());
  accept.set_municipality_id(municipality.ToBytes());
  accept.set_version(version);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                copy->MunicipalityName(municipality.ToBytes()) + " accepts version " +
                    std::to_string(version) + " of the terms",
                {{"municipality_id", municipality.ToText()}, {"version", version}});
}

// ---- terms status

Json AcceptanceJson(Copy& copy, const v1::Acceptance& acceptance) {
  return {{"version", acceptance.version()},
          {"by", copy.PersonName(acceptance.by())},
          {"at", TimeJson(acceptance.at_ms())}};
}

// Organisers see every municipality, an admin the own one.
Result<Exit> ShowStatus(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(v1::DataTerms terms, PresentTerms(*copy));
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy->Hats());
  bool organiser = false;
  std::vector<std::string> own;
  for (const v1::Membership& hat : hats) {
    organiser = organiser || hat.role() == v1::ROLE_ORGANISER;
    if (hat.role() == v1::ROLE_MUNICIPALITY_ADMIN) own.push_back(hat.municipality_id());
  }
  if (!organiser && own.empty()) {
    return Status(v1::REASON_NOT_ALLOWED, "it takes an organiser or an admin of a municipality");
  }
  Json document{{"version", terms.version()}, {"municipalities", Json::array()}};
  Table table({"municipality", "accepted", "when", "by"});
  ASSIGN_OR_RETURN(std::vector<Shown> municipalities, copy->All(KeyName::kMunicipalities));
  for (const Shown& municipality : municipalities) {
    const std::string& id = municipality.entity.id();
    if (!organiser && std::find(own.begin(), own.end(), id) == own.end()) continue;
    const v1::Acceptance latest = LatestOf(*copy, IdIn(id));
    const bool present = latest.version() == terms.version();
    Json json{{"id", IdJson(id)}, {"name", copy->MunicipalityName(id)}, {"accepted", present}};
    json["latest"] = latest.version() == 0 ? Json(nullptr) : AcceptanceJson(*copy, latest);
    document["municipalities"].push_back(std::move(json));
    table.Add({copy->MunicipalityName(id),
               latest.version() == 0 ? "no"
                                     : "version " + std::to_string(latest.version()) +
                                           (present ? "" : ", not this one"),
               latest.version() == 0 ? "" : ToText(latest.at_ms()),
               latest.version() == 0 ? "" : copy->PersonName(latest.by())});
  }
  s.out().Heading("Terms, version " + std::to_string(terms.version()));
  table.PrintTo(s.out());
  s.out().Document(document);
  return Exit::kOk;
}

}  // namespace

void AddTermsVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* terms =
      app.add_subcommand("terms", "What municipalities agree to before they enrol people")
          ->group(group::kMunicipality);
  terms->require_subcommand(1);
  verbs.On(terms->add_subcommand("show", "The terms that stand now"), Show);

  auto publish = std::make_shared<PublishOptions>();
  CLI::App* make = terms->add_subcommand(
      "publish", "Publish terms, or newer ones, as an organiser; they are accepted anew");
  make->add_option("FILE", publish->files, "Markdown, one file for each language")->required();
  make->add_option("--language", publish->languages,
                   "Language tag of each FILE, in their order; once for each")
      ->required()
      ->allow_extra_args(false);
  verbs.On(make, [publish](Session& s) { return Publish(s, *publish); });

  auto accept = std::make_shared<AcceptOptions>();
  CLI::App* agree =
      terms->add_subcommand("accept", "Accept the terms, as an admin of the municipality");
  agree->add_option("--municipality", accept->municipality,
                    "For which; needed when you are admin of several");
  agree->add_option("--version", accept->version, "Only if it is this version that stands");
  verbs.On(agree, [accept](Session& s) { return Accept(s, *accept); });

  verbs.On(terms->add_subcommand("status", "Who has accepted what, and when"), ShowStatus);
}

}  // namespace samstig::cli
