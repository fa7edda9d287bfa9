// SPDX-License-Identifier: Apache-2.0
// Where things are: the local copy on this machine, the server on the net.
#ifndef SAMSTIG_CLI_PLACE_H_
#define SAMSTIG_CLI_PLACE_H_

#include <functional>
#include <optional>
#include <string>

#include "cli/globals.h"
#include "cli/notebook.h"
#include "domain/base/result.h"
#include "samstig/client.h"

namespace samstig::cli {

// nullopt for a variable that is not set or empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// The folder of copies: $XDG_DATA_HOME/samstig, else ~/.local/share/samstig.
std::string DataFolder(const Environment& environment);

// The file of the copy to work on: --data, else that of the network named, else the only one there
// is. MALFORMED when there are several; NOT_SIGNED_IN when there is none. The folder is made when
// missing.
base::Result<std::string> FindCopy(const Globals& globals, const Environment& environment);

// Whether "host:port" is this machine.
bool IsLoopback(const std::string& server);

// How to reach the server: what was said, else what was noted at sign-in, else the default.
client::Options Reach(const Globals& globals, const Notes& notes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_PLACE_H_
