// SPDX-License-Identifier: Apache-2.0
// How the operator keeps what people write: backup, backups, restore, verify.
#include <memory>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/operator.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

namespace {

struct KeepingOptions {
  std::shared_ptr<TokenOptions> token = std::make_shared<TokenOptions>();
  std::string network;
  std::string backup;
};

Json BackupJson(const v1::Backup& backup) {
  return {{"name", backup.name()},
          {"network", backup.network()},
          {"made", TimeJson(backup.made_ms())},
          {"last_seq", backup.last_seq()},
          {"bytes", backup.bytes()}};
}

Result<Exit> BackUp(Session& s, const KeepingOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  s.out().Note("Copying and checking " + options.network + "; it goes on working …");
  ASSIGN_OR_RETURN(const v1::Backup backup, op->BackUpNetwork(options.network));
  s.out().Document({{"state", "BACKED_UP"}, {"backup", BackupJson(backup)}});
  s.out().Say(backup.name() + " holds " + options.network + " up to change " +
              std::to_string(backup.last_seq()) + ", " + SizeText(backup.bytes()) + ".");
  return Exit::kOk;
}

Result<Exit> Backups(Session& s, const KeepingOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  ASSIGN_OR_RETURN(const v1::ListBackupsResponse list, op->ListBackups(options.network));
  Json document{{"backups", Json::array()}};
  Table table({"network", "made", "changes", "size", "name"});
  for (const v1::Backup& backup : list.backups()) {
    document["backups"].push_back(BackupJson(backup));
    table.Add({backup.network(), FromNow(backup.made_ms(), s.Now()),
               std::to_string(backup.last_seq()), SizeText(backup.bytes()), backup.name()});
  }
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No backups" + (options.network.empty() ? "" : " of " + options.network) +
                  " yet: samstig backup NETWORK");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

Result<Exit> Restore(Session& s, const KeepingOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  s.out().Note("Checking " + options.backup + " and putting it in place …");
  ASSIGN_OR_RETURN(const v1::RestoreNetworkResponse restored,
                   op->RestoreNetwork(options.network, options.backup));
  s.out().Document({{"state", "RESTORED"},
                    {"network", options.network},
                    {"last_seq", restored.last_seq()},
                    {"kept_as", restored.kept_as()}});
  s.out().Say(options.network + " is back at change " + std::to_string(restored.last_seq()) +
              ". What was there is kept as " + restored.kept_as() +
              ". Devices find out by themselves.");
  return Exit::kOk;
}

Result<Exit> Verify(Session& s, const KeepingOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  const std::string what = options.backup.empty() ? options.network : options.backup;
  s.out().Note("Reading all of " + what + " …");
  ASSIGN_OR_RETURN(const v1::VerifyNetworkResponse verdict,
                   op->VerifyNetwork(options.network, options.backup));
  Json findings = Json::array();
  for (const std::string& finding : verdict.findings()) {
    findings.push_back(finding);
    s.out().Print(finding);
  }
  const bool well = verdict.findings().empty();
  s.out().Document({{"state", well ? "WELL" : "DAMAGED"},
                    {"entities", verdict.entities()},
                    {"log_rows", verdict.log_rows()},
                    {"blobs", verdict.blobs()},
                    {"findings", findings}});
  const std::string read = std::to_string(verdict.entities()) + " entities, " +
                           std::to_string(verdict.log_rows()) + " log rows, " +
                           std::to_string(verdict.blobs()) + " attachments";
  if (well) {
    s.out().Print(what + " is well: " + read + ".");
    return Exit::kOk;
  }
  s.out().Complain(what + " is damaged: " + std::to_string(verdict.findings_size()) +
                   " findings in " + read + ". Go back to a backup: samstig backups " +
                   options.network);
  return Exit::kRefused;
}

}  // namespace

void AddKeepingVerbs(CLI::App& app, Verbs& verbs) {
  const auto add = [&](const char* name, const char* help, bool needs_network,
                       Result<Exit> (*run)(Session&, const KeepingOptions&)) {
    auto options = std::make_shared<KeepingOptions>();
    CLI::App* verb = app.add_subcommand(name, help)->group(group::kOperator);
    CLI::Option* network =
        verb->add_option("NETWORK", options->network, "The network's short name");
    if (needs_network) network->required();
    AddToken(verb, options->token);
    verbs.On(verb, [options, run](Session& s) { return run(s, *options); });
    return std::pair(verb, options);
  };
  add("backup", "Copy a network into the server's backup folder while it works", true, &BackUp);
  add("backups", "The backups there are", false, &Backups);
  const auto [restore, to] =
      add("restore", "Take a network back to a backup; what was there is kept", true, &Restore);
  restore->add_option("BACKUP", to->backup, "Its name, as “samstig backups” tells it")->required();
  const auto [verify, of] =
      add("verify", "Read all of a network or a backup and look for damage", true, &Verify);
  verify->add_option("BACKUP", of->backup, "A backup of it; else the network as it is");
}

}  // namespace samstig::cli
