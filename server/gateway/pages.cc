// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/pages.h"

#include <utility>

namespace samstig::server {
namespace {

HttpResponse Page(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  return response;
}

}  // namespace

HttpHandler OperatorPages(const Metrics& metrics, std::function<bool()> serving) {
  return [&metrics, serving = std::move(serving)](const HttpRequest& request) {
    const std::string_view path = request.Path();
    if (path != "/healthz" && path != "/metrics") return Page(404, "there is no such page\n");
    if (request.method != "GET" && request.method != "HEAD") {
      HttpResponse refused = Page(405, "this page is for reading\n");
      refused.headers.emplace_back("Allow", "GET, HEAD");
      return refused;
    }
    if (path == "/metrics") {
      HttpResponse page = Page(200, metrics.Serialize());
      page.content_type = "text/plain; version=0.0.4; charset=utf-8";
      return page;
    }
    return serving() ? Page(200, "ok\n") : Page(503, "stopping\n");
  };
}

}  // namespace samstig::server
