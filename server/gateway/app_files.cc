// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/app_files.h"

#include <absl/strings/escaping.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "domain/base/hash.h"
#include "server/gateway/compress.h"
#include "server/observe/files.h"

namespace samstig::server {

using base::Result;
using base::Status;

namespace {

constexpr std::string_view kAssets = "/assets/";
constexpr std::string_view kIndex = "/index.html";
// Shorter ones fit into one packet anyway.
constexpr size_t kWorthCompressing = 1'000;

struct Type {
  std::string_view ending;
  const char* name;
  bool compresses;
};

constexpr Type kTypes[] = {
    {".html", "text/html; charset=utf-8", true},
    {".js", "text/javascript; charset=utf-8", true},
    {".mjs", "text/javascript; charset=utf-8", true},
    {".css", "text/css; charset=utf-8", true},
    {".json", "application/json", true},
    {".map", "application/json", true},
    {".webmanifest", "application/manifest+json", true},
    {".wasm", "application/wasm", true},
    {".svg", "image/svg+xml", true},
    {".txt", "text/plain; charset=utf-8", true},
    {".png", "image/png", false},
    {".jpg", "image/jpeg", false},
    {".webp", "image/webp", false},
    {".ico", "image/x-icon", true},
    {".woff2", "font/woff2", false},
};
constexpr Type kUnknownType{"", "application/octet-stream", false};

const Type& TypeOf(std::string_view name) {
  for (const Type& type : kTypes) {
    if (name.ends_with(type.ending)) return type;
  }
  return kUnknownType;
}

// What the app may do in a browser, also if somebody got a script into it: nothing comes from or
// goes to another server, and nobody shows it inside their own page.
constexpr std::pair<const char*, const char*> kSafety[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
     "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
     "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "accelerometer=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), "
     "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"},
};

// RFC 9110 §13.1.2.
bool Matches(std::string_view if_none_match, const std::string& etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

std::string EtagOf(std::string_view bytes) {
  const base::Hash128 hash = base::HashOf(bytes);
  return '"' + absl::BytesToHexString({reinterpret_cast<const char*>(hash.data()), hash.size()}) +
         '"';
}

// "", ".br" and ".gz" of one file stand in one folder.
bool IsCompressedTwin(const std::filesystem::path& path) {
  if (path.extension() != ".br" && path.extension() != ".gz") return false;
  std::error_code error;
  return std::filesystem::is_regular_file(std::filesystem::path(path).replace_extension(), error);
}

Result<std::vector<std::string>> NamesIn(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::end(it); it.increment(error)) {
    if (it->path().filename().string().starts_with('.')) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file(error) && !IsCompressedTwin(it->path())) {
      names.push_back(it->path().lexically_relative(folder).generic_string());
    }
  }
  if (error) return StatusOfErrno(error.value(), folder);
  return names;
}

Result<std::string> ReadWhole(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return StatusOfErrno(error.value(), path);
  return ReadSmallFile(path, std::min<size_t>(size, AppFiles::kMaxBytes));
}

// What lies beside the file, if it is there and is what its name says.
Result<std::optional<std::string>> Twin(const std::string& path, const std::string& plain,
                                        std::optional<std::string> (*unpack)(std::string_view,
                                                                             size_t)) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<std::string>();
  ASSIGN_OR_RETURN(std::string bytes, ReadWhole(path));
  if (unpack(bytes, plain.size() + 1) != plain) {
    return Status(v1::REASON_MALFORMED, path + " is not the file beside it, compressed");
  }
  return std::optional<std::string>(std::move(bytes));
}

HttpResponse Refusal(int status, std::string why) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(why);
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  return response;
}

}  // namespace

Result<AppFiles> AppFiles::Load(const std::string& folder) {
  AppFiles app;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(folder));
  size_t bytes = 0;
  for (const std::string& name : names) {
    RETURN_IF_ERROR(app.Add(folder, name));
    bytes += app.files_["/" + name].plain.bytes->size();
    if (bytes > kMaxBytes) return Status(v1::REASON_TOO_LARGE, folder + " has more than 64 MiB");
  }
  if (app.Find(kIndex) == nullptr) {
    return Status(v1::REASON_NOT_FOUND, folder + " has no index.html");
  }
  return app;
}

Status AppFiles::Add(const std::string& folder, const std::string& name) {
  const std::string path = folder + "/" + name;
  ASSIGN_OR_RETURN(std::string plain, ReadWhole(path));
  const Type& type = TypeOf(name);
  ASSIGN_OR_RETURN(std::optional<std::string> brotli, Twin(path + ".br", plain, FromBrotli));
  ASSIGN_OR_RETURN(std::optional<std::string> gzip, Twin(path + ".gz", plain, FromGzip));
  if (type.compresses && plain.size() >= kWorthCompressing) {
    if (!brotli) brotli = Brotli(plain);
    if (!gzip) gzip = Gzip(plain);
  }
  const auto body = [&](std::optional<std::string> bytes) {
    Body made;
    if (!bytes) return made;
    bytes->shrink_to_fit();
    made.etag = EtagOf(*bytes);
    made.bytes = std::make_shared<const std::string>(*std::move(bytes));
    return made;
  };
  File& file = files_["/" + name];
  file.type = type.name;
  file.brotli = body(std::move(brotli));
  file.gzip = body(std::move(gzip));
  file.plain = body(std::move(plain));
  return {};
}

const AppFiles::File* AppFiles::Find(std::string_view path) const {
  // A screen's path: the app itself finds out which.
  const bool is_screen = !path.starts_with(kAssets) && path.find('.') == std::string_view::npos;
  const auto found = files_.find(is_screen ? kIndex : path);
  return found == files_.end() ? nullptr : &found->second;
}

HttpResponse AppFiles::Answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refused = Refusal(405, "the app's files are for reading\n");
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  const std::string_view path = request.Path();
  const File* file = Find(path);
  if (file == nullptr) return Refusal(404, "there is no such file\n");

  const std::string_view accepted = request.Header("accept-encoding");
  const Body* body = &file->plain;
  const char* encoding = nullptr;
  if (file->brotli.bytes && TakesCoding(accepted, "br")) {
    body = &file->brotli;
    encoding = "br";
  } else if (file->gzip.bytes && TakesCoding(accepted, "gzip")) {
    body = &file->gzip;
    encoding = "gzip";
  }

  HttpResponse response;
  response.content_type = file->type;
  response.headers.assign(std::begin(kSafety), std::end(kSafety));
  response.headers.emplace_back("ETag", body->etag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control", path.starts_with(kAssets)
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  if (Matches(request.Header("if-none-match"), body->etag)) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  if (encoding != nullptr) response.headers.emplace_back("Content-Encoding", encoding);
  response.shared_body = body->bytes;
  return response;
}

HttpHandler AppPages(AppFiles files, HttpHandler others) {
  return [files = std::move(files), others = std::move(others)](const HttpRequest& request) {
    const std::string_view path = request.Path();
    if (path == "/healthz" || path == "/metrics") return others(request);
    return files.Answer(request);
  };
}

}  // namespace samstig::server
