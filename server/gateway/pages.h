// SPDX-License-Identifier: Apache-2.0
// The pages for whoever runs the server: /healthz and /metrics. They tell nothing of a person; the
// reverse proxy keeps /metrics inside all the same.
#ifndef SAMSTIG_SERVER_GATEWAY_PAGES_H_
#define SAMSTIG_SERVER_GATEWAY_PAGES_H_

#include <functional>

#include "server/gateway/http_server.h"
#include "server/observe/metrics.h"

namespace samstig::server {

// `serving`: whether calls are welcome. It and `metrics` outlive the handler.
HttpHandler OperatorPages(const Metrics& metrics, std::function<bool()> serving);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_GATEWAY_PAGES_H_
