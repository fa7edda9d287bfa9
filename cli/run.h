// SPDX-License-Identifier: Apache-2.0
// One run of samstig from its command line to its exit code.
#ifndef SAMSTIG_CLI_RUN_H_
#define SAMSTIG_CLI_RUN_H_

#include "cli/exit.h"
#include "cli/verbs.h"

namespace samstig::cli {

// The whole command line: global options into `globals`, what was asked for into `verbs`. Both must
// outlive it.
void Build(CLI::App& app, Globals& globals, Verbs& verbs);

// Does what the command line says, with the terminal and the machine as they are.
Exit Run(int argc, char** argv);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_RUN_H_
