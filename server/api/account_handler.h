// SPDX-License-Identifier: Apache-2.0
// AccountService over gRPC: decode, ask, encode, finish. The rules are server/auth's.
#ifndef SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_
#define SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

#include "server/auth/mail.h"
#include "server/auth/sessions.h"
#include "server/auth/sign_in.h"
#include "server/observe/metrics.h"
#include "server/sync/erasures.h"
#include "server/sync/networks.h"

namespace samstig::server {

// What it is given must outlive it.
std::unique_ptr<grpc::Service> MakeAccountService(Networks& networks, Sessions& sessions,
                                                  SignIn& sign_in, Mailer& mailer,
                                                  Erasures& erasures, Metrics& metrics);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_API_ACCOUNT_HANDLER_H_
