// SPDX-License-Identifier: Apache-2.0
// The words of the mail that carries a one-time code.
#ifndef SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_
#define SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_

#include <string_view>

#include "server/auth/mail.h"
#include "server/auth/sign_in.h"

namespace samstig::server {

// In the reader's language (sv, fi or en; English for all others). The code stands in the body
// alone: a subject is shown on locked screens.
Mail SignInMail(const CodeToSend& code, std::string_view network_name);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_
