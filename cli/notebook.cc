// SPDX-License-Identifier: Apache-2.0
#include "cli/notebook.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

namespace samstig::cli {
namespace {

std::string PathOf(const std::string& data_path) { return data_path + ".cli.json"; }

template <typename T>
T Get(const nlohmann::json& from, const char* key, T otherwise) {
  const auto found = from.find(key);
  if (found == from.end()) return otherwise;
  if constexpr (std::is_same_v<T, bool>) {
    return found->is_boolean() ? found->get<bool>() : otherwise;
  } else {
    return found->is_string() ? found->get<std::string>() : otherwise;
  }
}

}  // namespace

Notes ReadNotes(const std::string& data_path) {
  std::ifstream file(PathOf(data_path), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const nlohmann::json json = nlohmann::json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  Notes notes;
  if (!json.is_object()) return notes;
  notes.server = Get(json, "server", std::string());
  notes.tls = Get(json, "tls", true);
  notes.ca_file = Get(json, "ca", std::string());
  const auto listing = json.find("listing");
  if (listing == json.end() || !listing->is_array()) return notes;
  for (const nlohmann::json& item : *listing) {
    const std::optional<base::Id> id =
        item.is_string() ? base::Id::FromText(item.get<std::string>()) : std::nullopt;
    notes.listing.push_back(id.value_or(base::Id()));
  }
  return notes;
}

void WriteNotes(const std::string& data_path, const Notes& notes) {
  nlohmann::ordered_json json;
  json["server"] = notes.server;
  json["tls"] = notes.tls;
  json["ca"] = notes.ca_file;
  json["listing"] = nlohmann::ordered_json::array();
  for (const base::Id& id : notes.listing) json["listing"].push_back(id.ToText());
  const std::string next = PathOf(data_path) + ".new";
  {
    std::ofstream file(next, std::ios::binary | std::ios::trunc);
    file << json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    if (!file.flush()) return;
  }
  std::rename(next.c_str(), PathOf(data_path).c_str());
}

}  // namespace samstig::cli
