// SPDX-License-Identifier: Apache-2.0
// The words of the mail that carries a one-time code.
#ifndef SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_
#define SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_

#include <string>
#include <string_view>

#include "server/auth/mail.h"
#include "server/auth/sign_in.h"

namespace samstig::server {

// In the reader's language (sv, fi or en; English for all others). The code stands in the body
// alone: a subject is shown on locked screens. `link` opens the app with the code filled in; empty:
// there is no app.
Mail SignInMail(const CodeToSend& code, std::string_view network_name, std::string_view link = {});

// "https://samstig.example.org/sign-in#network=...". All that is secret stands behind the #, which
// a browser keeps to itself: no log and no proxy sees it, and a mail scanner that opens the link
// uses nothing up. Empty when `app_url` is.
std::string SignInLink(std::string_view app_url, std::string_view network, const CodeToSend& code);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SIGN_IN_MAIL_H_
