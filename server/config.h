// SPDX-License-Identifier: Apache-2.0
// The server's settings. A flag wins over the environment, that over the file, that over the
// default.
//
// Whatever is wrong is said in one sentence that names its place: "server.yaml:7: grpc.listen:
// ...".
#ifndef SAMSTIG_SERVER_CONFIG_H_
#define SAMSTIG_SERVER_CONFIG_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/base/result.h"
#include "server/observe/log.h"

namespace samstig::server {

enum class MailMode { kSmtp, kFiles };

struct Config {
  std::string data_dir = "samstig-data";
  // Empty: "backups" in the data folder.
  std::string backup_dir;
  // How many days a backup is kept; 0: until somebody removes it.
  int backup_days = 0;

  struct Grpc {
    std::string listen = "127.0.0.1:50051";
    bool allow_public = false;
    bool reflection = false;
    int max_message_bytes = 4 << 20;
  } grpc;

  struct Http {
    std::string listen = "127.0.0.1:8080";
    bool allow_public = false;
    // Folder of the companion app. Empty: there is none on this server.
    std::string app_dir;
    // Where people open the app: "https://samstig.example.org". Empty: mails have no link to it.
    std::string public_url;
    // Pages from elsewhere that may call: "https://app.example.org".
    std::vector<std::string> allowed_origins;
  } http;

  struct Mail {
    MailMode mode = MailMode::kFiles;
    std::string smtp_url;
    std::string from = "Samstig <no-reply@localhost.localdomain>";
    // Empty: "mail" in the data folder.
    std::string directory;
  } mail;

  struct Notices {
    // Where people reach this server's HTTP port: "https://samstig.example.org". Empty: nobody is
    // told of anything by mail.
    std::string url;
  } notices;

  struct Logging {
    LogLevel level = LogLevel::kInfo;
    LogFormat format = LogFormat::kText;
  } log;
};

// What the command line asks for.
struct CommandLine {
  // Set by --help, --version and --check-config: print this and end well.
  std::optional<std::string> answer;
  Config config;
};

// nullptr-like for a variable that is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

// Reads all four sources. MALFORMED with the sentence for the person who started the server.
base::Result<CommandLine> ReadConfig(int argc, const char* const* argv,
                                     const Environment& environment);

// "127.0.0.1:50051" or "[::1]:0".
struct ListenAddress {
  std::string host;
  uint16_t port = 0;
  bool loopback = false;
};
base::Result<ListenAddress> ParseListenAddress(const std::string& text);

// The data folder can be made or written. READ_ONLY and such, in one sentence.
base::Status CheckDataDir(const std::string& data_dir);

// "0.1.0"
const char* Version();

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_CONFIG_H_
