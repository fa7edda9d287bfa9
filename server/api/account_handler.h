// SPDX-License-Identifier: Apache-2.0
// AccountService over gRPC: decode, ask, encode, finish. The rules are server/auth's.
#ifndef SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_
#define SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <string>

#include "server/auth/mail.h"
#include "server/auth/sessions.h"
#include "server/auth/sign_in.h"
#include "server/observe/metrics.h"
#include "server/sync/networks.h"

namespace samstig::server {

// What it is given must outlive it. `app_url`: where people open the app, for links in mails with
// codes; empty: there is no app.
std::unique_ptr<grpc::Service> MakeAccountService(Networks& networks, Sessions& sessions,
                                                  SignIn& sign_in, Mailer& mailer, Metrics& metrics,
                                                  std::string app_url = {});

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_
