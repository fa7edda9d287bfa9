// SPDX-License-Identifier: Apache-2.0
// Short texts that strangers hand in: tokens, ids, links out of mails, gRPC-Web's headers and
// frames.
#include "server/auth/token.h"
#include "server/gateway/web_frames.h"
#include "server/notify/stop_link.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  static const server::StopLinks links(server::Secret("a key of the fuzzer's"),
                                       "https://samstig.example");
  const std::string_view text = fuzz::TextOf(data, size);
  if (const auto token = server::Token::Parse(text); token.ok()) {
    FUZZ_MUST(token->Reveal() == text);
    FUZZ_MUST(token->HasHash(token->Hash()));
  }
  if (const auto id = base::Id::FromText(text)) FUZZ_MUST(base::Id::FromText(id->ToText()) == id);
  if (const auto link = links.Read(text)) FUZZ_MUST(links.Read(text)->network == link->network);
  (void)server::LanguageIn(text);
  (void)server::EncodingOf(text);
  if (const auto timeout = server::TimeoutIn(text))
    FUZZ_MUST(timeout->count() >= 0 && *timeout <= std::chrono::hours(24));
  for (const auto encoding : {server::WebEncoding::kBinary, server::WebEncoding::kText}) {
    const auto message = server::MessageIn(text, encoding);
    if (!message.ok()) continue;
    std::string frame(server::kFrameHead, '\0');
    frame += *message;
    server::FinishMessageFrame(frame);
    const auto again = server::MessageIn(server::Encoded(frame, encoding), encoding);
    FUZZ_MUST(again.ok() && *again == *message);
  }
  return 0;
}
