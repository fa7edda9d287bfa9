// SPDX-License-Identifier: Apache-2.0
// The page behind the link in a mail that ends such mails. Opening it changes nothing, for mail
// scanners open every link; its button does (RFC 8058: so does a mail program, without showing it).
// A link that is none gets the same 404 whatever is wrong with it.
#ifndef SAMSTIG_SERVER_GATEWAY_NOTICE_PAGES_H_
#define SAMSTIG_SERVER_GATEWAY_NOTICE_PAGES_H_

#include <functional>

#include "server/gateway/http_server.h"
#include "server/notify/stop_link.h"

namespace samstig::server {

// Carries out a link that was proved and says what came of it, on any thread. NOT_FOUND when its
// network or person is gone.
using StopMailsLater = std::function<void(const StopLink& link, std::function<void(Status)> done)>;

// Answers what is below kStopPath, and hands all else to `others`. `links` outlives the handler.
HttpLateHandler NoticePages(const StopLinks& links, StopMailsLater stop, HttpHandler others);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_NOTICE_PAGES_H_
