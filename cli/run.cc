// SPDX-License-Identifier: Apache-2.0
#include "cli/run.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "cli/text.h"
#include "client-lib/native/system.h"

namespace samstig::cli {

namespace {

constexpr const char* kVersion = "0.1.0";

struct TlsFlags {
  bool on = false;
  bool off = false;
};

// Help for people: an argument shows no type, an option only whether it wants words.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat() {
    column_width(30);
    label("SUBCOMMAND", "VERB");
    label("OPTIONS", "OPTIONS");
    label("TEXT", "WORDS");
    label("UINT", "NUMBER");
    label("Positionals", "Arguments");
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    std::string words;
    const bool named = !option->get_positional();
    if (named && option->get_type_size() != 0) words += " " + get_label(option->get_type_name());
    if (!option->get_default_str().empty()) words += "=" + option->get_default_str();
    if (named && option->get_required()) words += " (needed)";
    return words;
  }
};

void AddGlobals(CLI::App& app, Globals& globals, const std::shared_ptr<TlsFlags>& tls) {
  app.add_option("--server", globals.server,
                 "HOST:PORT; else the one you signed in with, else 127.0.0.1:50051")
      ->envname("SAMSTIG_SERVER");
  CLI::Option* on =
      app.add_flag("--tls", tls->on, "With TLS: the default, but for a server on this machine");
  app.add_flag("--no-tls", tls->off, "Without TLS")->excludes(on);
  app.add_option("--ca", globals.ca_file, "PEM file with the certificate authorities to trust");
  app.add_option("--data", globals.data, "The local copy; else in ~/.local/share/samstig")
      ->envname("SAMSTIG_DATA");
  app.add_option("--network", globals.network, "Which network, when you are in several")
      ->envname("SAMSTIG_NETWORK");
  app.add_option("--lang", globals.language, "The language of texts: sv-FI, fi, en");
  app.add_flag("--json", globals.json, "One JSON document instead of words");
  app.add_flag("-q,--quiet", globals.quiet, "Only what was asked for");
  app.add_flag("--offline", globals.offline, "Do not try to reach the server");
  app.add_flag("--wait{30}", globals.wait_s,
               "Stay for the server's word on what you wrote: 30 s, or --wait=SECONDS");
}

std::optional<std::string> FromEnvironment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

size_t TerminalWidth() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::clamp<size_t>(size.ws_col, 60, 140) : 100;
}

Output::Mode ModeFor(const Globals& globals) {
  Output::Mode mode;
  mode.style = globals.json ? Output::Style::kJson : Output::Style::kPeople;
  mode.quiet = globals.quiet;
  mode.out_is_terminal = isatty(STDOUT_FILENO) != 0 && !FromEnvironment("NO_COLOR");
  mode.err_is_terminal = isatty(STDERR_FILENO) != 0;
  mode.width = TerminalWidth();
  return mode;
}

Exit Carry(const Verb& verb, Globals globals) {
  Output output(std::cout, std::cerr, ModeFor(globals));
  const client::SystemClock clock;
  Session session(std::move(globals), output, clock, FromEnvironment);
  const Result<Exit> ended = verb(session);
  output.EndProgress();
  if (!ended.ok()) output.Error(ended.status());
  for (const std::string& path : session.unsafe_files()) {
    if (ended.ok()) {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
    } else {
      output.Complain("What you wrote is in " + path);
    }
  }
  return ended.ok() ? *ended : ExitFor(ended.status().reason());
}

bool WantsJson(int argc, char** argv) {
  return std::any_of(argv, argv + argc,
                     [](const char* word) { return std::string_view(word) == "--json"; });
}

// "; did you mean reply?"
std::string Suggestion(const CLI::App& app, const std::string& word) {
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (Distance(word, verb->get_name(), 2) <= 2) return "; did you mean " + verb->get_name() + "?";
  }
  return "";
}

// What is wrong with the command line, and where to read on.
std::string UsageProblem(const CLI::App& app, const CLI::ParseError& error) {
  std::string verb = "samstig";
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    verb += " " + at->get_name();
  }
  const std::vector<std::string> rest = at->remaining();
  std::string problem = error.what();
  if (at->get_require_subcommand_min() > 0) {
    const bool unknown = !rest.empty() && rest.front().rfind('-', 0) != 0;
    problem = unknown
                  ? "there is no verb “" + rest.front() + "” here" + Suggestion(*at, rest.front())
                  : "a verb is missing";
  }
  return problem + ". Try: " + verb + " --help";
}

}  // namespace

void Build(CLI::App& app, Globals& globals, Verbs& verbs) {
  app.fallthrough();
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("samstig ") + kVersion);
  app.formatter(std::make_shared<HelpFormat>());
  auto tls = std::make_shared<TlsFlags>();
  AddGlobals(app, globals, tls);
  app.parse_complete_callback([&globals, tls] {
    if (tls->on) globals.tls = true;
    if (tls->off) globals.tls = false;
  });
  // In the order of the help.
  AddTodayVerb(app, verbs);
  AddNoticesVerb(app, verbs);
  AddReadVerb(app, verbs);
  AddVersionsVerb(app, verbs);
  AddSearchVerb(app, verbs);
  AddAttachVerbs(app, verbs);
  AddOutboxVerb(app, verbs);
  AddSyncVerbs(app, verbs);
  AddRetentionVerbs(app, verbs);
  AddThreadVerbs(app, verbs);
  AddReactVerb(app, verbs);
  AddLevelVerb(app, verbs);
  AddModerationVerbs(app, verbs);
  AddWorkVerbs(app, verbs);
  AddShareVerb(app, verbs);
  AddWhoReadVerb(app, verbs);
  AddAnnounceVerbs(app, verbs);
  AddNoteVerbs(app, verbs);
  AddCoachVerbs(app, verbs);
  AddAssignVerbs(app, verbs);
  AddProgressVerbs(app, verbs);
  AddReviewVerbs(app, verbs);
  AddGroupsVerb(app, verbs);
  AddGroupVerbs(app, verbs);
  AddReportVerb(app, verbs);
  AddEnrolVerbs(app, verbs);
  AddGuestVerbs(app, verbs);
  AddManagerVerb(app, verbs);
  AddSeatVerbs(app, verbs);
  AddTermsVerbs(app, verbs);
  AddMoveVerbs(app, verbs);
  AddCohortVerbs(app, verbs);
  AddImportVerb(app, verbs);
  AddAccountVerbs(app, verbs);
  AddMyDataVerb(app, verbs);
  AddLeaveVerbs(app, verbs);
  AddEraseVerbs(app, verbs);
  AddHelpVerbs(app, verbs);
  AddOperatorVerbs(app, verbs);
  AddKeepingVerbs(app, verbs);
}

Exit Run(int argc, char** argv) {
  CLI::App app("Samstig: learning together across municipalities", "samstig");
  Globals globals;
  Verbs verbs;
  Build(app, globals, verbs);
  // CLI11 speaks in exceptions; here they end.
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    app.exit(success, std::cout, std::cerr);
    return Exit::kOk;
  } catch (const CLI::ParseError& error) {
    globals.json = WantsJson(argc, argv);
    Output output(std::cout, std::cerr, ModeFor(globals));
    if (argc == 1) {
      output.Print(app.help());
      return Exit::kUsage;
    }
    output.Error({v1::REASON_MALFORMED, UsageProblem(app, error)});
    return Exit::kUsage;
  }
  return Carry(verbs.chosen(), std::move(globals));
}

}  // namespace samstig::cli
