// SPDX-License-Identifier: Apache-2.0
// What the operator of a server does: init (a new network) and status. Both need the operator's
// token.
#include "cli/operator.h"

#include <memory>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/programme_file.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

namespace {

constexpr const char* kTokenVariable = "SAMSTIG_OPERATOR_TOKEN_FILE";

}  // namespace

Result<std::unique_ptr<client::Operator>> OpenOperator(Session& s, const TokenOptions& options) {
  if (options.file.empty()) {
    return Status(v1::REASON_NOT_OPERATOR,
                  "The server wrote it to operator.token in its data folder.");
  }
  ASSIGN_OR_RETURN(std::string token, ReadFile(options.file));
  return client::Operator::Open(s.ServerOptions(), Trim(token));
}

void AddToken(CLI::App* verb, const std::shared_ptr<TokenOptions>& options) {
  verb->add_option("--token-file", options->file, "The file operator.token of the server")
      ->envname(kTokenVariable);
}

std::string SizeText(uint64_t bytes) {
  if (bytes < 10'000) return std::to_string(bytes) + " B";
  if (bytes < 10'000'000) return std::to_string(bytes / 1'000) + " kB";
  return std::to_string(bytes / 1'000'000) + " MB";
}

namespace {

// ---- init

struct InitOptions {
  std::shared_ptr<TokenOptions> token = std::make_shared<TokenOptions>();
  std::string network;
  std::string name;
  std::string organiser;
  std::string email;
  std::string language = "sv-FI";
};

Result<Exit> Init(Session& s, const InitOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  v1::CreateNetworkRequest request;
  request.set_network(options.network);
  request.set_name(options.name);
  request.set_organiser_name(options.organiser);
  request.set_organiser_email(options.email);
  request.set_organiser_language(options.language);
  ASSIGN_OR_RETURN(v1::CreateNetworkResponse response, op->CreateNetwork(request));
  s.out().Document({{"state", "CREATED"},
                    {"network", options.network},
                    {"organiser_person_id", IdJson(response.organiser_person_id())}});
  s.out().Say("Network " + options.network + " is made. " + options.organiser +
              " signs in with: samstig sign-in " + options.network + " " + options.email);
  return Exit::kOk;
}

// ---- status

Result<Exit> ServerStatus(Session& s, const TokenOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, options));
  ASSIGN_OR_RETURN(v1::GetStatusResponse status, op->GetStatus());
  Json document{{"version", status.version()},
                {"started", TimeJson(status.started_ms())},
                {"networks", Json::array()}};
  Table table({"network", "name", "entities", "devices", "live", "size", "changes"});
  for (const v1::NetworkStatus& network : status.networks()) {
    document["networks"].push_back({{"network", network.network()},
                                    {"name", network.name()},
                                    {"last_seq", network.last_seq()},
                                    {"entities", network.entities()},
                                    {"devices", network.devices()},
                                    {"bytes_on_disk", network.bytes_on_disk()},
                                    {"live_streams", network.live_streams()}});
    table.Add({network.network(), network.name(), std::to_string(network.entities()),
               std::to_string(network.devices()), std::to_string(network.live_streams()),
               SizeText(network.bytes_on_disk()), std::to_string(network.last_seq())});
  }
  s.out().Document(document);
  s.out().Print("samstig-server " + status.version() + ", started " +
                FromNow(status.started_ms(), s.Now()));
  if (table.empty()) {
    s.out().Print("No networks yet: samstig init");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

}  // namespace

void AddOperatorVerbs(CLI::App& app, Verbs& verbs) {
  auto init = std::make_shared<InitOptions>();
  CLI::App* make = app.add_subcommand("init", "Make a network with its first organiser")
                       ->group(group::kOperator);
  make->add_option("NETWORK", init->network, "Its short name: a-z, 0-9, hyphen")->required();
  make->add_option("--name", init->name, "Its name")->required();
  make->add_option("--organiser-name", init->organiser, "The first organiser's name")->required();
  make->add_option("--organiser-email", init->email, "The first organiser's address")->required();
  make->add_option("--organiser-language", init->language, "Language tag")->capture_default_str();
  AddToken(make, init->token);
  verbs.On(make, [init](Session& s) { return Init(s, *init); });

  auto token = std::make_shared<TokenOptions>();
  CLI::App* status = app.add_subcommand("status", "The server's networks, with sizes and counts")
                         ->group(group::kOperator);
  AddToken(status, token);
  verbs.On(status, [token](Session& s) { return ServerStatus(s, *token); });
}

}  // namespace samstig::cli
