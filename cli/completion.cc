// SPDX-License-Identifier: Apache-2.0
#include "cli/completion.h"

#include <utility>
#include <vector>

namespace samstig::cli {
namespace {

// After these words ("cohort plan"), these can follow.
struct Place {
  std::string path;
  std::vector<std::string> verbs;
  std::vector<std::string> options;
};

std::vector<std::string> LongOptions(const CLI::App& app) {
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  }
  return options;
}

void AddPlaces(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  Place place{path, {}, LongOptions(app)};
  const std::vector<const CLI::App*> verbs =
      app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* verb : verbs) place.verbs.push_back(verb->get_name());
  places.push_back(std::move(place));
  for (const CLI::App* verb : verbs) {
    AddPlaces(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name(), places);
  }
}

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

// "case "$path" in ... esac" that sets `verbs` and `options`; the same in bash and zsh.
std::string Cases(const std::vector<Place>& places) {
  std::string text = "  case \"$path\" in\n";
  for (const Place& place : places) {
    text += "    \"" + place.path + "\") verbs=\"" + Joined(place.verbs) + "\" options=\"" +
            Joined(place.options) + "\" ;;\n";
  }
  return text + "  esac\n";
}

// Verbs are known by their place, so that an argument named like a verb changes nothing.
std::string Paths(const std::vector<Place>& places) {
  std::string text;
  for (const Place& place : places) {
    if (!place.path.empty()) text += (text.empty() ? "\"" : "|\"") + place.path + "\"";
  }
  return text;
}

constexpr const char* kBash =
    R"(# bash completion for samstig. Load it with: source <(samstig completion bash)
_samstig() {
  local word next path="" verbs="" options=""
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="${path:+$path }$word"
    case "$next" in @PATHS@) path="$next" ;; esac
  done
@CASES@  local current="${COMP_WORDS[COMP_CWORD]}"
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options @GLOBAL@" -- "$current")
  elif [[ -n $verbs ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _samstig samstig
)";

constexpr const char* kZsh = R"(#compdef samstig
# zsh completion for samstig. Put it as _samstig into a folder of $fpath, or: source <(samstig completion zsh)
_samstig() {
  local word next path="" verbs="" options=""
  for word in "${words[@]:1:CURRENT-2}"; do
    next="${path:+$path }$word"
    case "$next" in @PATHS@) path="$next" ;; esac
  done
@CASES@  if [[ ${words[CURRENT]} == -* ]]; then
    compadd -- ${=options} @GLOBAL@
  elif [[ -n $verbs ]]; then
    compadd -- ${=verbs}
  else
    _files
  fi
}
compdef _samstig samstig
)";

void Replace(std::string& text, const std::string& mark, const std::string& with) {
  for (size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + with.size())) {
    text.replace(at, mark.size(), with);
  }
}

std::string Fill(std::string script, const std::vector<Place>& places) {
  Replace(script, "@PATHS@", Paths(places));
  Replace(script, "@CASES@", Cases(places));
  Replace(script, "@GLOBAL@", Joined(places.front().options));
  return script;
}

std::string Fish(const std::vector<Place>& places) {
  std::string text =
      "# fish completion for samstig. Put it into ~/.config/fish/completions/samstig.fish\n"
      "function __samstig_path\n"
      "  set -l path\n"
      "  for word in (commandline -opc)[2..]\n"
      "    set -l next (string join ' ' $path $word)\n"
      "    switch $next\n"
      "      case";
  for (const Place& place : places) {
    if (!place.path.empty()) text += " '" + place.path + "'";
  }
  text +=
      "\n        set path $next\n"
      "    end\n"
      "  end\n"
      "  test \"$path\" = \"$argv[1]\"\n"
      "end\n";
  for (const Place& place : places) {
    const std::string when = "complete -c samstig -n '__samstig_path \"" + place.path + "\"'";
    if (!place.verbs.empty()) text += when + " -f -a '" + Joined(place.verbs) + "'\n";
    for (const std::string& option : place.options) text += when + " -l " + option.substr(2) + "\n";
  }
  return text;
}

}  // namespace

std::optional<std::string> CompletionScript(const CLI::App& app, const std::string& shell) {
  std::vector<Place> places;
  AddPlaces(app, "", places);
  if (shell == "bash") return Fill(kBash, places);
  if (shell == "zsh") return Fill(kZsh, places);
  if (shell == "fish") return Fish(places);
  return std::nullopt;
}

}  // namespace samstig::cli
