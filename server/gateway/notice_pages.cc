// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/notice_pages.h"

#include <optional>
#include <string>
#include <utility>

#include "server/notify/notice_mail.h"

namespace samstig::server {
namespace {

// The link is a key, so no page that it leads to is told on, kept or shown inside another.
HttpResponse Page(int status, std::string html) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  response.headers = {
      {"Cache-Control", "no-store"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Content-Security-Policy",
       "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"}};
  return response;
}

HttpResponse PageAfter(const Status& stopped, const StopLink& link) {
  if (stopped.ok()) return Page(200, DonePage(link.kind, link.language));
  if (stopped.reason() == v1::REASON_UNAVAILABLE || stopped.reason() == v1::REASON_OVERLOADED) {
    HttpResponse busy = Page(503, TryLaterPage(link.language));
    busy.headers.emplace_back("Retry-After", "60");
    return busy;
  }
  return Page(404, NoSuchLinkPage(link.language));
}

}  // namespace

HttpLateHandler NoticePages(const StopLinks& links, StopMailsLater stop, HttpHandler others) {
  return [&links, stop = std::move(stop), others = std::move(others)](const HttpRequest& request,
                                                                      const HttpReply& reply) {
    if (request.Path() != kStopPath) return reply(others(request));
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && request.method != "POST") {
      HttpResponse refused = Page(405, NoSuchLinkPage(LanguageIn(request.target)));
      refused.headers.emplace_back("Allow", "GET, HEAD, POST");
      return reply(std::move(refused));
    }
    const std::optional<StopLink> link = links.Read(request.target);
    if (!link) return reply(Page(404, NoSuchLinkPage(LanguageIn(request.target))));
    if (reads) return reply(Page(200, AskingPage(link->kind, link->language)));
    stop(*link, [link = *link, reply](const Status& stopped) { reply(PageAfter(stopped, link)); });
  };
}

}  // namespace samstig::server
