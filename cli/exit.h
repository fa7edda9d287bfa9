// SPDX-License-Identifier: Apache-2.0
// How samstig ends. The numbers are a promise to scripts: docs/cli.md lists them.
#ifndef SAMSTIG_CLI_EXIT_H_
#define SAMSTIG_CLI_EXIT_H_

#include "samstig/v1/reason.pb.h"

namespace samstig::cli {

enum class Exit : int {
  kOk = 0,
  kRefused = 1,    // Somebody said no: the rules, the server. There is a reason.
  kUsage = 2,      // The command line, a name, a date or a file was not understood.
  kOffline = 3,    // The server could not be reached or could not answer.
  kSignedOut = 4,  // Sign in first, or again.
  kLocalData = 5,  // The copy on this machine could not be read or written.
  kKept = 6,       // Only with --wait: kept here, not judged in time.
};

// The number for something refused on this machine or in a call to the server.
Exit ExitFor(v1::Reason reason);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_EXIT_H_
