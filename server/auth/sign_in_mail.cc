// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in_mail.h"

#include <string>

namespace samstig::server {
namespace {

struct Words {
  const char* subject;
  // Before the network's name, between it and the code, after the code.
  const char* opening;
  const char* before_code;
  const char* closing;
};

constexpr Words kSwedish = {
    "Din inloggningskod", "Hej!\n\nHär är din kod för att logga in i ", ":\n\n    ",
    "\n\nKoden gäller i 10 minuter och kan användas en gång. Lämna den inte vidare till någon; vi\n"
    "frågar aldrig efter den.\n\n"
    "Har du inte försökt logga in? Då kan du bortse från det här mejlet. Ingen kommer in utan\n"
    "koden.\n\nSamstig\n"};

constexpr Words kFinnish = {
    "Kirjautumiskoodisi", "Hei!\n\nTässä on koodisi, jolla kirjaudut verkostoon ", ":\n\n    ",
    "\n\nKoodi on voimassa 10 minuuttia ja toimii kerran. Älä anna sitä kenellekään; me emme\n"
    "koskaan kysy sitä.\n\n"
    "Etkö yrittänyt kirjautua? Silloin voit jättää tämän viestin huomiotta. Kukaan ei pääse\n"
    "sisään ilman koodia.\n\nSamstig\n"};

constexpr Words kEnglish = {
    "Your sign-in code", "Hello!\n\nHere is your code to sign in to ", ":\n\n    ",
    "\n\nThe code is valid for 10 minutes and works once. Do not pass it on to anybody; we never\n"
    "ask for it.\n\n"
    "Did you not try to sign in? Then you can ignore this mail. Nobody gets in without the code.\n"
    "\nSamstig\n"};

// The language alone decides: sv-FI and sv-SE read the same words here.
const Words& WordsIn(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "sv") return kSwedish;
  if (primary == "fi") return kFinnish;
  return kEnglish;
}

}  // namespace

Mail SignInMail(const CodeToSend& code, std::string_view network_name) {
  const Words& words = WordsIn(code.language);
  std::string body = words.opening;
  body.append(network_name).append(words.before_code).append(code.code.Reveal());
  body.append(words.closing);
  return Mail{code.email, words.subject, std::move(body)};
}

}  // namespace samstig::server
