// SPDX-License-Identifier: Apache-2.0
// help and completion: what the command line says of itself. Plain text also with --json.
#include <iostream>
#include <memory>

#include "cli/completion.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

namespace {

constexpr const char* kExitCodes = R"(Exit codes
  0  done
  1  refused: by the rules or the server; the reason is told
  2  usage: the command line, a name, a date or a file was not understood
  3  offline: the server could not be reached or could not answer
  4  not signed in here, or not any more
  5  local data: the copy on this machine could not be read or written
  6  kept but not judged yet; only with --wait, else that is 0
)";

constexpr const char* kNames = R"(Naming things
  A thing is named by
    its code or name   kommunens-ledarstig/3, 445, Pargas, prova-tjansten
    its number         in the list that this copy showed last: samstig threads; samstig read 2
    a part of its id   four digits or more of its start or its end: 8c1f03ab
  When several fit, all of them are listed and nothing is done.
  COHORT, MUNICIPALITY and the like can be left out when there is only one.
)";

constexpr const char* kDates = R"(Dates
  2026-09-15             that day here: its start for what opens, its end for what is due
  2026-09-15T12:00       noon here
  2026-09-15T12:00Z      noon in UTC; also +03:00
  now, +3h, +30m         from now
  +14d, +2w              a whole day from now, as above
)";

struct HelpOptions {
  std::vector<std::string> words;
};

const CLI::App* FindVerb(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* verb) { return verb->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

Result<Exit> Help(const CLI::App& app, const HelpOptions& options) {
  const std::string first = options.words.empty() ? "" : options.words.front();
  if (first == "exit-codes") {
    std::cout << kExitCodes;
  } else if (first == "names") {
    std::cout << kNames;
  } else if (first == "dates") {
    std::cout << kDates;
  } else {
    const CLI::App* at = &app;
    for (const std::string& word : options.words) {
      at = FindVerb(*at, word);
      if (at == nullptr) {
        return Status(v1::REASON_MALFORMED, "there is no verb or topic “" + word +
                                                "”. Topics: exit-codes, names, dates.");
      }
    }
    std::cout << at->help();
  }
  return Exit::kOk;
}

struct CompletionOptions {
  std::string shell;
};

Result<Exit> Completion(const CLI::App& app, const CompletionOptions& options) {
  const std::optional<std::string> script = CompletionScript(app, options.shell);
  if (!script) {
    return Status(v1::REASON_MALFORMED, "there is no completion for “" + options.shell +
                                            "”; for bash, zsh, fish there is.");
  }
  std::cout << *script;
  return Exit::kOk;
}

}  // namespace

void AddHelpVerbs(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<HelpOptions>();
  CLI::App* help = app.add_subcommand("help", "Help on a verb, or on exit-codes, names, dates")
                       ->group(group::kAccount);
  help->add_option("TOPIC", options->words, "A verb, or exit-codes, names, dates");
  verbs.On(help, [&app, options](Session&) { return Help(app, *options); });

  auto shell = std::make_shared<CompletionOptions>();
  CLI::App* completion =
      app.add_subcommand("completion", "A script that completes samstig in your shell")
          ->group(group::kAccount);
  completion->add_option("SHELL", shell->shell, "bash, zsh or fish")->required();
  verbs.On(completion, [&app, shell](Session&) { return Completion(app, *shell); });
}

}  // namespace samstig::cli
