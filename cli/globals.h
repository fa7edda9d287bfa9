// SPDX-License-Identifier: Apache-2.0
// What every verb can be told: where the server is, which copy to work on, how to speak.
#ifndef SAMSTIG_CLI_GLOBALS_H_
#define SAMSTIG_CLI_GLOBALS_H_

#include <optional>
#include <string>

namespace samstig::cli {

struct Globals {
  // "host:port". Empty: the one this copy was signed in with, else kDefaultServer.
  std::string server;
  // Unset: TLS unless the host is this machine.
  std::optional<bool> tls;
  std::string ca_file;
  // The local copy. Empty: found by the network's name.
  std::string data;
  // Which network, where there are several copies in the usual folder.
  std::string network;
  std::string language;
  bool json = false;
  bool quiet = false;
  // Do not try to reach the server.
  bool offline = false;
  // Stay so many seconds for the server's word on what was written; 0: as long as a moment allows.
  int wait_s = 0;
};

inline constexpr const char* kDefaultServer = "127.0.0.1:50051";

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_GLOBALS_H_
