// SPDX-License-Identifier: Apache-2.0
// Erasing people: erase-me, and the operator's erase-person.
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "cli/candidates.h"
#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/operator.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

struct ChoiceOptions {
  std::string posts;
  std::string work;
  // "THREAD=choice"
  std::vector<std::string> threads;
};

struct EraseMeOptions {
  ChoiceOptions choices;
  std::string email;
  std::vector<std::string> networks;
  std::string code;
};

struct ErasePersonOptions {
  std::shared_ptr<TokenOptions> token = std::make_shared<TokenOptions>();
  ChoiceOptions choices;
  std::string network;
  std::string email;
};

Result<v1::ErasureChoice> ChoiceFrom(const std::string& given, const std::string& option) {
  if (given == "delete") return v1::ERASURE_CHOICE_DELETE;
  if (given == "anonymise") return v1::ERASURE_CHOICE_ANONYMISE;
  if (given == "keep-role") return v1::ERASURE_CHOICE_KEEP_WITH_ROLE;
  return Status(v1::REASON_MALFORMED, option + ": “" + given +
                                          "” will not do. There are delete, anonymise and "
                                          "keep-role.");
}

// But for the threads.
Result<v1::ErasureChoices> ChoicesFrom(const ChoiceOptions& options) {
  v1::ErasureChoices choices;
  ASSIGN_OR_RETURN(const v1::ErasureChoice posts, ChoiceFrom(options.posts, "--posts"));
  ASSIGN_OR_RETURN(const v1::ErasureChoice work, ChoiceFrom(options.work, "--work"));
  if (work == v1::ERASURE_CHOICE_KEEP_WITH_ROLE) {
    return Status(v1::REASON_MALFORMED,
                  "--work: the coaches know whose desk it is. There are delete and anonymise.");
  }
  choices.set_posts(posts);
  choices.set_work(work);
  return choices;
}

struct ThreadChoice {
  std::string thread;
  v1::ErasureChoice choice;
};

Result<std::vector<ThreadChoice>> ThreadChoicesFrom(const ChoiceOptions& options) {
  std::vector<ThreadChoice> all;
  for (const std::string& given : options.threads) {
    const size_t equals = given.rfind('=');
    if (equals == std::string::npos) {
      return Status(v1::REASON_MALFORMED, "--thread: “" + given + "” is no THREAD=choice.");
    }
    ASSIGN_OR_RETURN(const v1::ErasureChoice choice,
                     ChoiceFrom(given.substr(equals + 1), "--thread"));
    all.push_back({given.substr(0, equals), choice});
  }
  return all;
}

std::string BackupLine(uint32_t backups, int64_t until, base::TimeMs now) {
  if (backups == 0) return "No backup holds it.";
  return Count(backups, "backup holds", "backups hold") + " it " +
         (until == 0 ? "for as long as the operator keeps them: no term is set."
                     : "until " + ToDay(until, now) + " at the latest.");
}

// ---- What there is

Json TraceJson(const v1::NetworkTrace& network) {
  Json json{{"network", network.network()},
            {"name", network.name()},
            {"submissions", network.submissions()},
            {"own_notes", network.own_notes()},
            {"last_organiser", network.last_organiser()},
            {"backups", network.backups()},
            {"backups_until", TimeJson(network.backups_until_ms())},
            {"threads", Json::array()}};
  for (const v1::ThreadTrace& thread : network.threads()) {
    json["threads"].push_back({{"id", IdJson(thread.thread_id())},
                               {"title", thread.title()},
                               {"posts", thread.posts()},
                               {"mentions", thread.mentions()}});
  }
  return json;
}

void ShowNetwork(Session& s, const v1::NetworkTrace& network, std::vector<Id>& listing) {
  s.out().Heading(network.name() + " (" + network.network() + ")");
  s.out().Print("  " + Count(network.submissions(), "report", "reports") + " handed in, " +
                Count(network.own_notes(), "note", "notes") + " that only you can read");
  Table table({"", "thread", "your posts", "mention you"});
  for (const v1::ThreadTrace& thread : network.threads()) {
    listing.push_back(IdIn(thread.thread_id()));
    table.Add({std::to_string(listing.size()), thread.title(), std::to_string(thread.posts()),
               std::to_string(thread.mentions())});
  }
  if (!table.empty()) table.PrintTo(s.out());
  if (network.last_organiser()) {
    s.out().Print("  You are the only organiser. First make somebody else one: samstig invite");
  }
  s.out().Print("  " + BackupLine(network.backups(), network.backups_until_ms(), s.Now()));
}

Result<Exit> Preview(Session& s, const v1::PreviewErasureResponse& preview) {
  Json document{{"state", "PREVIEW"}, {"networks", Json::array()}};
  std::vector<Id> listing;
  for (const v1::NetworkTrace& network : preview.networks()) {
    document["networks"].push_back(TraceJson(network));
    ShowNetwork(s, network, listing);
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  s.out().Print("");
  s.out().Print("Nothing was erased. To erase all of it, for good:");
  s.out().Print("  samstig erase-me YOUR-ADDRESS --posts CHOICE --work CHOICE");
  s.out().Print(
      "where CHOICE is delete; anonymise: it stays, by nobody; or, for posts, keep-role:");
  s.out().Print("it stays, by “a leader” or “a coach”. Save it first: samstig my-data FILE");
  return Exit::kOk;
}

// ---- Erasing

Json ErasedJson(const v1::ErasedIn& erased) {
  return {{"network", erased.network()},
          {"deleted", erased.erasure().deleted()},
          {"anonymised", erased.erasure().anonymised()},
          {"kept_with_role", erased.erasure().kept_with_role()},
          {"backups", erased.backups()},
          {"backups_until", TimeJson(erased.backups_until_ms())}};
}

void TellErased(Session& s, const v1::ErasedIn& erased) {
  s.out().Say(erased.network() + ": erased. " + std::to_string(erased.erasure().deleted()) +
              " deleted, " + std::to_string(erased.erasure().anonymised()) + " anonymised, " +
              std::to_string(erased.erasure().kept_with_role()) + " kept with a role. " +
              BackupLine(erased.backups(), erased.backups_until_ms(), s.Now()) +
              (erased.backups() > 0 ? " Taken back to one, it is erased again." : ""));
}

bool IsNamed(const std::vector<std::string>& networks, const std::string& network) {
  return networks.empty() || std::find(networks.begin(), networks.end(), network) != networks.end();
}

// The threads of all networks, by title or by part of the id.
Result<Id> FindThread(Session& s, const std::string& given,
                      const v1::PreviewErasureResponse& preview) {
  std::vector<Candidate> candidates;
  for (const v1::NetworkTrace& network : preview.networks()) {
    for (const v1::ThreadTrace& thread : network.threads()) {
      candidates.push_back(
          {IdIn(thread.thread_id()), "“" + thread.title() + "”", {thread.title()}});
    }
  }
  return s.Find(given, "thread", [&](Copy&) { return Candidates(candidates); });
}

bool HasThread(const v1::NetworkTrace& network, const Id& thread) {
  return std::any_of(network.threads().begin(), network.threads().end(),
                     [&](const v1::ThreadTrace& one) { return one.thread_id() == thread.bytes(); });
}

Result<v1::EraseRequest> RequestFor(Session& s, const EraseMeOptions& options,
                                    const v1::PreviewErasureResponse& preview) {
  ASSIGN_OR_RETURN(const v1::ErasureChoices choices, ChoicesFrom(options.choices));
  ASSIGN_OR_RETURN(const std::vector<ThreadChoice> threads, ThreadChoicesFrom(options.choices));
  v1::EraseRequest request;
  for (const v1::NetworkTrace& network : preview.networks()) {
    if (!IsNamed(options.networks, network.network())) continue;
    v1::NetworkErasure& asked = *request.add_networks();
    asked.set_network(network.network());
    *asked.mutable_choices() = choices;
    for (const ThreadChoice& one : threads) {
      ASSIGN_OR_RETURN(const Id thread, FindThread(s, one.thread, preview));
      if (!HasThread(network, thread)) continue;
      v1::ThreadErasure& erasure = *asked.mutable_choices()->add_threads();
      erasure.set_thread_id(thread.ToBytes());
      erasure.set_choice(one.choice);
    }
  }
  if (!request.networks().empty()) return request;
  return Status(v1::REASON_NO_SUCH_NETWORK, "none of the networks named knows you");
}

// Empty when a code is on its way and nobody is there to type it.
Result<std::string> CodeFor(Session& s, Copy& copy, const EraseMeOptions& options) {
  if (!options.code.empty()) return options.code;
  if (options.email.empty()) {
    return Status(v1::REASON_MISSING_FIELD, "your address, for the code");
  }
  const std::string network = copy.client().GetAccount()->network;
  RETURN_IF_ERROR(copy.client().RequestCode(network, options.email));
  s.out().Say("A code of 8 digits is on its way to " + options.email + ".");
  if (!IsInteractive()) return std::string();
  return Ask(s, "This cannot be undone. Code:");
}

Result<Exit> EraseMe(Session& s, const EraseMeOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const v1::PreviewErasureResponse preview, copy->client().PreviewErasure());
  if (options.choices.posts.empty() && options.choices.work.empty()) return Preview(s, preview);
  ASSIGN_OR_RETURN(v1::EraseRequest request, RequestFor(s, options, preview));
  ASSIGN_OR_RETURN(const std::string code, CodeFor(s, *copy, options));
  if (code.empty()) {
    s.out().Document({{"state", "CODE_SENT"}});
    s.out().Say("Nothing was erased yet. Then: the same again with --code CODE");
    return Exit::kOk;
  }
  for (const char c : code) {
    if (c != ' ' && c != '-') request.mutable_code()->push_back(c);
  }
  ASSIGN_OR_RETURN(const v1::EraseResponse response, copy->client().Erase(request));
  Json document{{"state", "ERASED"}, {"networks", Json::array()}};
  for (const v1::ErasedIn& erased : response.networks()) {
    document["networks"].push_back(ErasedJson(erased));
    TellErased(s, erased);
  }
  s.out().Document(document);
  s.out().Say("Your copy on this device stays until: samstig sign-out");
  return Exit::kOk;
}

Result<Exit> ErasePerson(Session& s, const ErasePersonOptions& options) {
  v1::ErasePersonRequest request;
  request.set_network(options.network);
  request.set_email(options.email);
  ASSIGN_OR_RETURN(*request.mutable_choices(), ChoicesFrom(options.choices));
  ASSIGN_OR_RETURN(const std::vector<ThreadChoice> threads, ThreadChoicesFrom(options.choices));
  for (const ThreadChoice& one : threads) {
    // The operator reads no content, so a thread has no name here.
    const std::optional<Id> thread = Id::FromText(one.thread);
    if (!thread) {
      return Status(v1::REASON_MALFORMED,
                    "--thread: “" + one.thread + "” is no thread's whole id.");
    }
    v1::ThreadErasure& erasure = *request.mutable_choices()->add_threads();
    erasure.set_thread_id(thread->ToBytes());
    erasure.set_choice(one.choice);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<client::Operator> op, OpenOperator(s, *options.token));
  ASSIGN_OR_RETURN(const v1::ErasePersonResponse response, op->ErasePerson(request));
  Json document = ErasedJson(response.erased());
  document["state"] = "ERASED";
  s.out().Document(document);
  TellErased(s, response.erased());
  return Exit::kOk;
}

void AddChoices(CLI::App* verb, ChoiceOptions& options) {
  verb->add_option("--posts", options.posts,
                   "What becomes of posts and reactions: delete, anonymise, keep-role");
  verb->add_option("--work", options.work,
                   "What becomes of reports and the dialogue on them: delete, anonymise");
  verb->add_option("--thread", options.threads,
                   "Another choice for one thread: THREAD=choice; as often as you like");
}

}  // namespace

void AddEraseVerbs(CLI::App& app, Verbs& verbs) {
  auto me = std::make_shared<EraseMeOptions>();
  CLI::App* verb = app.add_subcommand("erase-me", "See what there is of you, and erase it for good")
                       ->group(group::kAccount);
  verb->add_option("EMAIL", me->email, "Your address: a code is sent there");
  AddChoices(verb, me->choices);
  verb->add_option("--in", me->networks, "Only in these networks of the server");
  verb->add_option("--code", me->code, "The code, if you have one");
  verbs.On(verb, [me](Session& s) { return EraseMe(s, *me); });

  auto person = std::make_shared<ErasePersonOptions>();
  CLI::App* erase =
      app.add_subcommand("erase-person", "Erase somebody who asked for it on paper, for good")
          ->group(group::kOperator);
  erase->add_option("NETWORK", person->network, "The network's short name")->required();
  erase->add_option("EMAIL", person->email, "The address the person signs in with")->required();
  AddChoices(erase, person->choices);
  erase->get_option("--posts")->required();
  erase->get_option("--work")->required();
  AddToken(erase, person->token);
  verbs.On(erase, [person](Session& s) { return ErasePerson(s, *person); });
}

}  // namespace samstig::cli
