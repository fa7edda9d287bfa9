// SPDX-License-Identifier: Apache-2.0
#include "client-lib/native/export.h"

#include <google/protobuf/util/json_util.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <utility>

#include "client-lib/include/samstig/client.h"

namespace samstig::client {

using base::Ok;

namespace {

// RFC 4648 §4.
std::string Base64(std::string_view bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i) {
      group <<= 8;
      if (at + i < bytes.size()) group |= static_cast<unsigned char>(bytes[at + i]);
    }
    for (size_t i = 0; i < 4; ++i) {
      text.push_back(at + i <= bytes.size() ? kDigits[group >> (18 - 6 * i) & 63] : '=');
    }
  }
  return text;
}

// RFC 8259 §7.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted.push_back('\\');
      quoted.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape{};
      (void)std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      quoted.append(escape.data());
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

// RFC 3339 in UTC.
std::string TimeText(int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1'000);
  std::tm parts = {};
  std::array<char, 40> text{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  (void)std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

// The intent as JSON; null when these bytes are no mutation that this version knows.
std::string IntentJson(const v1::Mutation& mutation) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = false;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(mutation, &json, options).ok()) return "null";
  return json;
}

std::string WriteJson(const RescuedWrite& write) {
  v1::Mutation mutation;
  const bool parsed = mutation.ParseFromString(write.bytes);
  std::string json = "    {\n      \"number\": " + std::to_string(write.number) + ",\n";
  json += std::string("      \"state\": ") + (write.parked ? "\"PARKED\"" : "\"WAITING\"") + ",\n";
  if (write.parked) {
    json += "      \"reason\": " + Quoted(base::ReasonName(write.parked->reason)) + ",\n";
    json += "      \"detail\": " + Quoted(write.parked->detail) + ",\n";
  }
  if (parsed) json += "      \"written\": " + Quoted(TimeText(mutation.claimed_ms())) + ",\n";
  json += "      \"mutation\": " + (parsed ? IntentJson(mutation) : "null") + ",\n";
  json += "      \"bytes_base64\": " + Quoted(Base64(write.bytes)) + "\n    }";
  return json;
}

template <typename Things, typename ToJson>
std::string ListJson(const Things& things, const ToJson& to_json) {
  std::string json = "[";
  for (const auto& thing : things) {
    if (json.size() > 1) json += ",";
    json += "\n" + to_json(thing);
  }
  return json + (json.size() > 1 ? "\n  ]" : "]");
}

}  // namespace

std::string BlobFolderOf(const std::string& database) { return database + "-files"; }

std::string ExportText(const Rescued& rescued) {
  std::string json = "{\n  \"samstig_export\": 1,\n";
  json += "  \"network\": " + Quoted(rescued.network) + ",\n";
  json += std::string("  \"damaged\": ") + (rescued.damaged ? "true" : "false") + ",\n";
  json += "  \"writes\": " + ListJson(rescued.writes, WriteJson) + ",\n";
  json += "  \"attachments\": " + ListJson(rescued.blobs, [](const Rescued::Blob& blob) {
            return "    {\"name\": " + Quoted(blob.name) +
                   ", \"file\": " + Quoted(Hexadecimal(blob.sha256)) + "}";
          });
  return json + "\n}\n";
}

Status WriteExport(const Rescued& rescued, const BlobFolder& folder, const std::string& path) {
  if (!rescued.blobs.empty()) {
    BlobFolder copies(path + ".files");
    for (const Rescued::Blob& blob : rescued.blobs) {
      const Result<BlobFolder::Kept> kept = copies.KeepCopyOf(folder.PathOf(blob.sha256));
      // A file that is gone cannot be saved; the rest must be.
      if (!kept.ok() && kept.status().reason() != v1::REASON_NOT_FOUND) return kept.status();
    }
  }
  return WriteWholeFile(path, ExportText(rescued));
}

namespace {

// Copies a file; OK when there is none.
Status Copy(const std::string& from, const std::string& to) {
  std::FILE* source = std::fopen(from.c_str(), "rbe");
  if (source == nullptr) return errno == ENOENT ? Ok() : FileTrouble("reading a file", errno);
  std::string bytes;
  std::array<char, 65'536> piece;
  size_t got = 0;
  // What cannot be read ends the copy: SQLite can still read the pages before it.
  while ((got = std::fread(piece.data(), 1, piece.size(), source)) > 0) {
    bytes.append(piece.data(), got);
  }
  (void)std::fclose(source);
  return WriteWholeFile(to, bytes);
}

}  // namespace

Result<uint64_t> ExportUnsent(const std::string& database, const std::string& path) {
  if (access(database.c_str(), F_OK) != 0) {
    return Status(v1::REASON_NOT_FOUND, "there is no such database");
  }
  const std::string copy = path + ".copy";
  const auto forget = [&] {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) unlink((copy + end).c_str());
  };
  forget();
  Status copied = Copy(database, copy);
  // What was written last is in the log beside it.
  if (copied.ok()) copied = Copy(database + "-wal", copy + "-wal");
  const Result<Rescued> rescued =
      copied.ok() ? RescueFromFile(copy) : Result<Rescued>(std::move(copied));
  forget();
  if (!rescued.ok()) return rescued.status();
  RETURN_IF_ERROR(WriteExport(*rescued, BlobFolder(BlobFolderOf(database)), path));
  return rescued->writes.size();
}

}  // namespace samstig::client
