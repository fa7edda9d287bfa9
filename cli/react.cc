// SPDX-License-Identifier: Apache-2.0
// react: to a post, without words; and how reactions are shown.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/reading.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using rules::KeyName;

Result<std::vector<Shown>> ReactionsTo(Copy& copy, const Id& post) {
  return copy.All(KeyName::kReactionsTo, post);
}

std::string ReactionLine(Copy& copy, const std::vector<Shown>& reactions) {
  std::map<int, std::string> who;
  for (const Shown& reaction : reactions) {
    for (const int symbol : reaction.entity.reaction().symbols()) {
      std::string& names = who[symbol];
      if (!names.empty()) names += ", ";
      names += Who(copy, reaction.entity.author());
    }
  }
  std::string line;
  for (const auto& [symbol, names] : who) {
    if (!line.empty()) line += "; ";
    line += Word(static_cast<v1::ReactionSymbol>(symbol)) + ": " + names;
  }
  return line;
}

namespace {

struct ReactOptions {
  std::string post;
  std::string symbol;
  bool take_back = false;
};

// "thanks, heart, idea, ...": the closed list.
std::string AllSymbols() {
  std::string all;
  for (int i = v1::REACTION_SYMBOL_UNSPECIFIED + 1; i <= v1::ReactionSymbol_MAX; ++i) {
    all += (all.empty() ? "" : ", ") + Word(static_cast<v1::ReactionSymbol>(i));
  }
  return all;
}

template <typename Intent>
void Fill(Intent& intent, Copy& copy, const Id& post, v1::ReactionSymbol symbol) {
  intent.set_id(rules::ReactionId(copy.me(), post).ToBytes());
  intent.set_post_id(post.ToBytes());
  intent.set_symbol(symbol);
}

Result<Exit> ReactTo(Session& s, const ReactOptions& options) {
  const auto symbol = ValueOf(options.symbol, v1::REACTION_SYMBOL_THANKS, v1::ReactionSymbol_MAX);
  if (!symbol) {
    return Status(v1::REASON_MALFORMED,
                  "“" + options.symbol + "” is no reaction. There are: " + AllSymbols() + ".");
  }
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id post, s.Find(options.post, "post", Posts));
  v1::Mutation mutation;
  if (options.take_back) {
    Fill(*mutation.mutable_take_back_reaction(), *copy, post, *symbol);
  } else {
    Fill(*mutation.mutable_react(), *copy, post, *symbol);
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, options.take_back ? "Reaction taken back" : "Reaction added",
                {{"post_id", post.ToText()}, {"symbol", Name(*symbol)}});
}

}  // namespace

void AddReactVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<ReactOptions>();
  CLI::App* react =
      app.add_subcommand("react", "React to a post without words")->group(group::kTalk);
  react->add_option("POST", options->post, "The post")->required();
  react->add_option("SYMBOL", options->symbol, AllSymbols())->required();
  react->add_flag("--take-back", options->take_back, "Take this reaction of yours back");
  verbs.On(react, [options](Session& s) { return ReactTo(s, *options); });
}

}  // namespace samstig::cli
