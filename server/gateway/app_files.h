// SPDX-License-Identifier: Apache-2.0
// The companion app's files, read once at start and served from memory: a request looks a name up
// in a list and never reaches the file system. A change of the folder shows after a restart.
//
// Files below /assets/ have their content's hash in their name and are kept by browsers for ever;
// all others are asked for anew each time, and are mostly 304. Paths of screens ("/threads") are
// the app's own business: they all answer with index.html.
#ifndef SAMSTIG_SERVER_GATEWAY_APP_FILES_H_
#define SAMSTIG_SERVER_GATEWAY_APP_FILES_H_

#include <map>
#include <memory>
#include <string>

#include "domain/base/result.h"
#include "server/gateway/http_server.h"

namespace samstig::server {

class AppFiles {
 public:
  // What is too large for a phone is a mistake.
  static constexpr size_t kMaxBytes = 64 << 20;

  // All files of the folder but hidden ones. NAME.br and NAME.gz are NAME compressed, and are used
  // as that; what has none is compressed here. MALFORMED with a sentence when that is not what they
  // are or there is no index.html.
  static base::Result<AppFiles> Load(const std::string& folder);

  // To anything that is asked of the app; 404 for a file that there is none of.
  HttpResponse Answer(const HttpRequest& request) const;

  size_t size() const { return files_.size(); }

 private:
  struct Body {
    std::shared_ptr<const std::string> bytes;  // Null: not in this encoding.
    std::string etag;
  };
  struct File {
    const char* type = nullptr;
    Body plain;
    Body brotli;
    Body gzip;
  };

  base::Status Add(const std::string& folder, const std::string& name);
  const File* Find(std::string_view path) const;

  // By path: "/assets/main-3f2a.js".
  std::map<std::string, File, std::less<>> files_;
};

// The app, and `others` for the paths /healthz and /metrics.
HttpHandler AppPages(AppFiles files, HttpHandler others);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_APP_FILES_H_
