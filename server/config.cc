// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include "server/auth/mail.h"

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr int kMaxBackupDays = 36'500;
constexpr int kMinMessageBytes = 1'310'720;  // A full push and its envelope.
constexpr int kMaxMessageBytes = 64 << 20;

Status Bad(std::string_view detail) { return {v1::REASON_MALFORMED, std::string(detail)}; }

Status SetText(std::string& to, const std::string& value) {
  if (value.empty()) return Bad("it is empty");
  to = value;
  return {};
}

Status SetBool(bool& to, const std::string& value) {
  if (value != "true" && value != "false") return Bad("'" + value + "' is not true or false");
  to = value == "true";
  return {};
}

Status SetNumber(int& to, const std::string& value, int min, int max) {
  int number = 0;
  const char* end = value.data() + value.size();
  const auto parsed = std::from_chars(value.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return Bad("'" + value + "' is not a number");
  if (number < min || number > max) {
    return Bad(value + " is not between " + std::to_string(min) + " and " + std::to_string(max));
  }
  to = number;
  return {};
}

template <typename T, size_t N>
Status SetChoice(T& to, const std::string& value, const std::pair<const char*, T> (&choices)[N]) {
  std::string known;
  for (const auto& [name, choice] : choices) {
    if (value == name) {
      to = choice;
      return {};
    }
    known.append(known.empty() ? "" : ", ").append(name);
  }
  return Bad("'" + value + "' is none of " + known);
}

Status SetListen(std::string& to, const std::string& value) {
  const Result<ListenAddress> address = ParseListenAddress(value);
  if (!address.ok()) return address.status();
  to = value;
  return {};
}

Status SetMailMode(Config& config, const std::string& value) {
  return SetChoice(config.mail.mode, value,
                   {{"smtp", MailMode::kSmtp}, {"files", MailMode::kFiles}});
}

Status SetSmtpUrl(Config& config, const std::string& value) {
  const bool known = value.starts_with("smtp://") || value.starts_with("smtps://");
  // Empty is for a file that sets mode files. The URL may hold a password: no message repeats it.
  if (!value.empty() && !known) return Bad("it does not begin with smtp:// or smtps://");
  config.mail.smtp_url = value;
  return {};
}

Status SetMailFrom(Config& config, const std::string& value) {
  RETURN_IF_ERROR(CheckFrom(value));
  config.mail.from = value;
  return {};
}

Status SetMailDirectory(Config& config, const std::string& value) {
  config.mail.directory = value;
  return {};
}

// An address that links in mails begin with. Only to this very machine may they go in the clear.
Status SetUrl(std::string& to, const std::string& value) {
  const bool plain =
      value.starts_with("http://127.0.0.1:") || value.starts_with("http://localhost:");
  if (!value.empty() && !plain && !value.starts_with("https://")) {
    return Bad("'" + value + "' does not begin with https://");
  }
  if (value.size() > 200 || value.find_first_of(" <>\"?#\r\n\t") != std::string::npos) {
    return Bad("it is no plain address such as https://samstig.example.org");
  }
  to = value.ends_with('/') ? value.substr(0, value.size() - 1) : value;
  return {};
}

// As browsers say it: scheme, host and port, and nothing after them.
Status SetOrigins(Config& config, const std::string& value) {
  std::vector<std::string> origins;
  std::istringstream words(value);
  for (std::string word; words >> word;) {
    std::string origin;
    RETURN_IF_ERROR(SetUrl(origin, word));
    if (origin.find('/', origin.find("://") + 3) != std::string::npos) {
      return Bad("'" + word + "' has a path; an origin is https://app.example.org");
    }
    origins.push_back(std::move(origin));
  }
  config.http.allowed_origins = std::move(origins);
  return {};
}

Status SetBackupDir(Config& config, const std::string& value) {
  config.backup_dir = value;
  return {};
}

Status SetLogLevel(Config& config, const std::string& value) {
  return SetChoice(config.log.level, value,
                   {{"debug", LogLevel::kDebug},
                    {"info", LogLevel::kInfo},
                    {"warn", LogLevel::kWarn},
                    {"error", LogLevel::kError}});
}

Status SetLogFormat(Config& config, const std::string& value) {
  return SetChoice(config.log.format, value,
                   {{"json", LogFormat::kJson}, {"text", LogFormat::kText}});
}

// One setting in all its spellings. Every value arrives as text, whatever its source.
struct Setting {
  const char* key;
  const char* flag;  // nullptr: file and environment only.
  const char* environment;
  const char* help;
  Status (*set)(Config& config, const std::string& value);
};

constexpr Setting kSettings[] = {
    {"data_dir", "--data-dir", "SAMSTIG_DATA_DIR", "Folder of all data",
     [](Config& c, const std::string& v) { return SetText(c.data_dir, v); }},
    {"backup_dir", "--backup-dir", "SAMSTIG_BACKUP_DIR",
     "Folder of backups; else in the data folder", SetBackupDir},
    {"backup_days", "--backup-days", "SAMSTIG_BACKUP_DAYS",
     "Days that a backup is kept; 0: until somebody removes it",
     [](Config& c, const std::string& v) {
       return SetNumber(c.backup_days, v, 0, kMaxBackupDays);
     }},
    {"grpc.listen", "--grpc-listen", "SAMSTIG_GRPC_LISTEN", "Address for gRPC; port 0 chooses one",
     [](Config& c, const std::string& v) { return SetListen(c.grpc.listen, v); }},
    {"grpc.allow_public", nullptr, "SAMSTIG_GRPC_ALLOW_PUBLIC", nullptr,
     [](Config& c, const std::string& v) { return SetBool(c.grpc.allow_public, v); }},
    {"grpc.reflection", "--grpc-reflection", "SAMSTIG_GRPC_REFLECTION",
     "Let tools list the services: true or false",
     [](Config& c, const std::string& v) { return SetBool(c.grpc.reflection, v); }},
    {"grpc.max_message_bytes", nullptr, "SAMSTIG_GRPC_MAX_MESSAGE_BYTES", nullptr,
     [](Config& c, const std::string& v) {
       return SetNumber(c.grpc.max_message_bytes, v, kMinMessageBytes, kMaxMessageBytes);
     }},
    {"http.listen", "--http-listen", "SAMSTIG_HTTP_LISTEN", "Address for HTTP; port 0 chooses one",
     [](Config& c, const std::string& v) { return SetListen(c.http.listen, v); }},
    {"http.allow_public", nullptr, "SAMSTIG_HTTP_ALLOW_PUBLIC", nullptr,
     [](Config& c, const std::string& v) { return SetBool(c.http.allow_public, v); }},
    {"http.app_dir", "--http-app-dir", "SAMSTIG_HTTP_APP_DIR",
     "Folder of the companion app; without it there is none",
     [](Config& c, const std::string& v) {
       c.http.app_dir = v;
       return Status();
     }},
    {"http.public_url", "--http-public-url", "SAMSTIG_HTTP_PUBLIC_URL",
     "Where people open the app, https://...; mails with codes then have a link",
     [](Config& c, const std::string& v) { return SetUrl(c.http.public_url, v); }},
    {"http.allowed_origins", nullptr, "SAMSTIG_HTTP_ALLOWED_ORIGINS", nullptr, SetOrigins},
    {"mail.mode", "--mail-mode", "SAMSTIG_MAIL_MODE", "smtp, or files to try things out",
     SetMailMode},
    {"mail.smtp_url", "--mail-smtp-url", "SAMSTIG_MAIL_SMTP_URL",
     "smtp://host:port or smtps://user:password@host:port", SetSmtpUrl},
    {"mail.from", "--mail-from", "SAMSTIG_MAIL_FROM", "Sender: Name <name@domain.example>",
     SetMailFrom},
    {"mail.directory", "--mail-directory", "SAMSTIG_MAIL_DIRECTORY", "Folder of mail.mode files",
     SetMailDirectory},
    {"notices.url", "--notices-url", "SAMSTIG_NOTICES_URL",
     "Where people reach the HTTP port, https://...; without it nobody gets notices by mail",
     [](Config& c, const std::string& v) { return SetUrl(c.notices.url, v); }},
    {"log.level", "--log-level", "SAMSTIG_LOG_LEVEL", "debug, info, warn or error", SetLogLevel},
    {"log.format", "--log-format", "SAMSTIG_LOG_FORMAT", "json or text", SetLogFormat},
};
constexpr size_t kSettingCount = std::size(kSettings);

// The configuration as it grows, with the place each setting came from for the messages.
struct Draft {
  Config config;
  std::array<std::string, kSettingCount> places;

  Status Set(size_t index, const std::string& value, const std::string& place) {
    const Status set = kSettings[index].set(config, value);
    if (!set.ok()) return At(place, kSettings[index].key, set.detail());
    places[index] = place;
    return {};
  }

  static Status At(const std::string& place, const std::string& key, const std::string& what) {
    return Bad(place + ": " + key + ": " + what);
  }

  // The same for what is wrong about a setting that has been read.
  Status About(std::string_view key, const std::string& what) const {
    for (size_t i = 0; i < kSettingCount; ++i) {
      if (key == kSettings[i].key && !places[i].empty())
        return At(places[i], std::string(key), what);
    }
    return At("default", std::string(key), what);
  }
};

// A flag that may stand alone.
bool IsSwitch(const Setting& setting) { return std::string_view(setting.key) == "grpc.reflection"; }

std::optional<size_t> IndexOf(std::string_view key) {
  for (size_t i = 0; i < kSettingCount; ++i) {
    if (key == kSettings[i].key) return i;
  }
  return std::nullopt;
}

// Whether some setting's key is below: "grpc" for "grpc.listen".
bool IsSection(std::string_view key) {
  return std::any_of(std::begin(kSettings), std::end(kSettings), [&](const Setting& setting) {
    const std::string_view full = setting.key;
    return full.size() > key.size() && full.starts_with(key) && full[key.size()] == '.';
  });
}

Status ReadMap(const YAML::Node& map, const std::string& prefix, const std::string& file,
               Draft& draft) {
  std::set<std::string> seen;
  for (const auto& entry : map) {
    const std::string place = file + ":" + std::to_string(entry.first.Mark().line + 1);
    if (!entry.first.IsScalar()) return Bad(place + ": a key must be a plain word");
    const std::string key = prefix + entry.first.Scalar();
    if (!seen.insert(key).second) return Draft::At(place, key, "it stands here twice");
    const std::optional<size_t> index = IndexOf(key);
    if (index) {
      if (!entry.second.IsScalar()) return Draft::At(place, key, "it takes one plain value");
      RETURN_IF_ERROR(draft.Set(*index, entry.second.Scalar(), place));
    } else if (prefix.empty() && IsSection(key)) {
      if (!entry.second.IsMap())
        return Draft::At(place, key, "it takes settings of its own below it");
      RETURN_IF_ERROR(ReadMap(entry.second, key + ".", file, draft));
    } else {
      return Draft::At(place, key, "there is no such setting");
    }
  }
  return {};
}

Status ReadFile(const std::string& file, Draft& draft) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return Bad(file + ": there is no such file");
  // yaml-cpp throws; its exceptions end here.
  try {
    const YAML::Node root = YAML::LoadFile(file);
    if (root.IsNull()) return {};
    if (!root.IsMap()) return Bad(file + ":1: it must be a list of 'key: value' lines");
    return ReadMap(root, "", file, draft);
  } catch (const YAML::Exception& e) {
    return Bad(file + ":" + std::to_string(e.mark.line + 1) + ": not YAML: " + e.msg);
  }
}

Status CheckListen(const Draft& draft, std::string_view section, const std::string& listen,
                   bool allow_public) {
  ASSIGN_OR_RETURN(ListenAddress address, ParseListenAddress(listen));
  if (address.loopback || allow_public) return {};
  const std::string name(section);
  return draft.About(name + ".listen",
                     listen +
                         " can be reached from other machines; put a reverse proxy in front and "
                         "listen on 127.0.0.1, or set " +
                         name + ".allow_public: true");
}

// What only all settings together can show.
Status CheckWhole(const Draft& draft) {
  const Config& config = draft.config;
  RETURN_IF_ERROR(CheckListen(draft, "grpc", config.grpc.listen, config.grpc.allow_public));
  RETURN_IF_ERROR(CheckListen(draft, "http", config.http.listen, config.http.allow_public));
  const auto grpc = ParseListenAddress(config.grpc.listen);
  const auto http = ParseListenAddress(config.http.listen);
  if (grpc->port != 0 && grpc->port == http->port && grpc->host == http->host) {
    return draft.About("http.listen", config.http.listen + " is gRPC's address already");
  }
  if (config.mail.mode == MailMode::kSmtp && config.mail.smtp_url.empty()) {
    return draft.About("mail.mode", "smtp needs mail.smtp_url");
  }
  return {};
}

}  // namespace

const char* Version() { return SAMSTIG_VERSION; }

Result<ListenAddress> ParseListenAddress(const std::string& text) {
  const Status bad = Bad("'" + text + "' is not an address with a port, such as 127.0.0.1:50051");
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return bad;
  ListenAddress address;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, address.port);
  if (parsed.ec != std::errc() || parsed.ptr != end) return bad;

  std::string host = text.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  in_addr v4;
  in6_addr v6;
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    address.loopback = (ntohl(v4.s_addr) >> 24) == 127;
  } else if (host.size() > 2 && host.front() == '[' && host.back() == ']' &&
             inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) == 1) {
    host = host.substr(1, host.size() - 2);
    address.loopback = IN6_IS_ADDR_LOOPBACK(&v6);
  } else {
    return bad;
  }
  address.host = std::move(host);
  return address;
}

Status CheckDataDir(const std::string& data_dir) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path path = fs::absolute(data_dir, error);
  if (fs::exists(path, error) && !fs::is_directory(path, error)) {
    return {v1::REASON_READ_ONLY, data_dir + " is not a folder"};
  }
  // A folder that is not there yet is as writable as the one it will be made in.
  while (!fs::exists(path, error) && path.has_relative_path()) path = path.parent_path();
  if (access(path.c_str(), W_OK | X_OK) == 0) return {};
  return {v1::REASON_READ_ONLY,
          data_dir + " cannot be written: " + std::generic_category().message(errno)};
}

Result<CommandLine> ReadConfig(int argc, const char* const* argv, const Environment& environment) {
  CLI::App app("Samstig's server. A flag wins over the environment, that over the file.",
               "samstig-server");
  std::string file;
  bool check = false;
  bool version = false;
  std::array<std::string, kSettingCount> values;
  std::array<CLI::Option*, kSettingCount> options{};
  app.add_option("--config", file, "File of settings (YAML)");
  for (size_t i = 0; i < kSettingCount; ++i) {
    if (kSettings[i].flag == nullptr) continue;
    options[i] = app.add_option(kSettings[i].flag, values[i], kSettings[i].help);
    if (IsSwitch(kSettings[i])) options[i]->expected(0, 1);
  }
  app.add_flag("--check-config", check, "Read the settings, say whether they are right, and end");
  app.add_flag("--version", version, "Print the version and end");
  // CLI11 throws; its exceptions end here.
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return CommandLine{app.help(), {}};
  } catch (const CLI::ParseError& e) {
    return Bad(std::string("command line: ") + e.what());
  }
  if (version) return CommandLine{"samstig-server " + std::string(Version()) + "\n", {}};

  Draft draft;
  if (!file.empty()) RETURN_IF_ERROR(ReadFile(file, draft));
  for (size_t i = 0; i < kSettingCount; ++i) {
    const std::optional<std::string> value = environment(kSettings[i].environment);
    if (!value) continue;
    RETURN_IF_ERROR(draft.Set(i, *value, std::string("environment ") + kSettings[i].environment));
  }
  for (size_t i = 0; i < kSettingCount; ++i) {
    if (options[i] == nullptr || options[i]->empty()) continue;
    if (IsSwitch(kSettings[i]) && values[i].empty()) values[i] = "true";
    RETURN_IF_ERROR(draft.Set(i, values[i], std::string("flag ") + kSettings[i].flag));
  }
  RETURN_IF_ERROR(CheckWhole(draft));
  // A check may run as somebody else or before the folder is made, so it judges only what is there.
  std::error_code error;
  if (!check || std::filesystem::exists(draft.config.data_dir, error)) {
    const Status usable = CheckDataDir(draft.config.data_dir);
    if (!usable.ok()) return draft.About("data_dir", usable.detail());
  }

  CommandLine line{std::nullopt, std::move(draft.config)};
  if (line.config.mail.directory.empty())
    line.config.mail.directory = line.config.data_dir + "/mail";
  if (line.config.backup_dir.empty()) line.config.backup_dir = line.config.data_dir + "/backups";
  if (check) line.answer = "configuration ok\n";
  return line;
}

}  // namespace samstig::server
