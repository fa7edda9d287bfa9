// SPDX-License-Identifier: Apache-2.0
#include "cli/place.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "cli/text.h"

namespace samstig::cli {

using base::Result;
using base::Status;

namespace fs = std::filesystem;

namespace {

constexpr const char* kExtension = ".samstig";

std::vector<std::string> CopiesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == kExtension) names.push_back(it->path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string HostOf(const std::string& server) {
  if (server.rfind('[', 0) == 0) return server.substr(1, server.find(']') - 1);
  return server.substr(0, server.rfind(':'));
}

}  // namespace

std::string DataFolder(const Environment& environment) {
  if (const auto data = environment("XDG_DATA_HOME")) return *data + "/samstig";
  return environment("HOME").value_or(".") + "/.local/share/samstig";
}

Result<std::string> FindCopy(const Globals& globals, const Environment& environment) {
  if (!globals.data.empty()) return globals.data;
  const std::string folder = DataFolder(environment);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Status(v1::REASON_READ_ONLY, folder + ": " + error.message());
  if (!globals.network.empty()) return folder + "/" + globals.network + kExtension;
  const std::vector<std::string> copies = CopiesIn(folder);
  if (copies.size() == 1) return folder + "/" + copies.front() + kExtension;
  if (copies.empty()) return Status(v1::REASON_NOT_SIGNED_IN, "");
  return Status(v1::REASON_MALFORMED,
                "there are copies of " + Listed(copies) + "; say which with --network.");
}

bool IsLoopback(const std::string& server) {
  const std::string host = Lower(HostOf(server));
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

client::Options Reach(const Globals& globals, const Notes& notes) {
  client::Options options;
  const bool noted = globals.server.empty() && !notes.server.empty();
  options.server = noted ? notes.server : globals.server.empty() ? kDefaultServer : globals.server;
  options.tls = globals.tls.value_or(noted ? notes.tls : !IsLoopback(options.server));
  options.ca_file = globals.ca_file.empty() && noted ? notes.ca_file : globals.ca_file;
  return options;
}

}  // namespace samstig::cli
