// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in_mail.h"

#include <string>

namespace samstig::server {
namespace {

struct Words {
  const char* subject;
  // Before the network's name, between it and the code, between that and the link if there is one,
  // at the end.
  const char* opening;
  const char* before_code;
  const char* before_link;
  const char* closing;
};

constexpr Words kSwedish = {
    "Din inloggningskod", "Hej!\n\nHär är din kod för att logga in i ", ":\n\n    ",
    "\n\nEller öppna den här länken på den enhet där du vill logga in:\n\n    ",
    "\n\nKoden gäller i 10 minuter och kan användas en gång. Lämna den inte vidare till någon; vi\n"
    "frågar aldrig efter den.\n\n"
    "Har du inte försökt logga in? Då kan du bortse från det här mejlet. Ingen kommer in utan\n"
    "koden.\n\nSamstig\n"};

constexpr Words kFinnish = {
    "Kirjautumiskoodisi", "Hei!\n\nTässä on koodisi, jolla kirjaudut verkostoon ", ":\n\n    ",
    "\n\nTai avaa tämä linkki laitteella, jolla haluat kirjautua:\n\n    ",
    "\n\nKoodi on voimassa 10 minuuttia ja toimii kerran. Älä anna sitä kenellekään; me emme\n"
    "koskaan kysy sitä.\n\n"
    "Etkö yrittänyt kirjautua? Silloin voit jättää tämän viestin huomiotta. Kukaan ei pääse\n"
    "sisään ilman koodia.\n\nSamstig\n"};

constexpr Words kEnglish = {
    "Your sign-in code", "Hello!\n\nHere is your code to sign in to ", ":\n\n    ",
    "\n\nOr open this link on the device on which you want to sign in:\n\n    ",
    "\n\nThe code is valid for 10 minutes and works once. Do not pass it on to anybody; we never\n"
    "ask for it.\n\n"
    "Did you not try to sign in? Then you can ignore this mail. Nobody gets in without the code.\n"
    "\nSamstig\n"};

// RFC 3986 §2.3.
bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string PercentEncoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return encoded;
}

// The language alone decides: sv-FI and sv-SE read the same words here.
const Words& WordsIn(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "sv") return kSwedish;
  if (primary == "fi") return kFinnish;
  return kEnglish;
}

}  // namespace

Mail SignInMail(const CodeToSend& code, std::string_view network_name, std::string_view link) {
  const Words& words = WordsIn(code.language);
  std::string body = words.opening;
  body.append(network_name).append(words.before_code).append(code.code.Reveal());
  if (!link.empty()) body.append(words.before_link).append(link);
  body.append(words.closing);
  return Mail{code.email, words.subject, std::move(body)};
}

std::string SignInLink(std::string_view app_url, std::string_view network, const CodeToSend& code) {
  if (app_url.empty()) return {};
  std::string link(app_url);
  link.append("/sign-in#network=").append(PercentEncoded(network));
  link.append("&email=").append(PercentEncoded(code.email));
  return link.append("&code=").append(code.code.Reveal());
}

}  // namespace samstig::server
