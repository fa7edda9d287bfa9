// SPDX-License-Identifier: Apache-2.0
// Scripts for shell completion, made from the command line itself, so that they never fall behind
// it.
#ifndef SAMSTIG_CLI_COMPLETION_H_
#define SAMSTIG_CLI_COMPLETION_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace samstig::cli {

// For "bash", "zsh" or "fish"; nullopt for another shell.
std::optional<std::string> CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_COMPLETION_H_
