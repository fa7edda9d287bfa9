// SPDX-License-Identifier: Apache-2.0
// What the TypeScript calls (src/core.ts). A question is put where `samstig_room` says, then
// `samstig_ask` answers it; the answer stays until the next call. Memory may have grown after each
// of them.
#include <cstdint>
#include <string>

#include "client-lib/wasm/client.h"

#define SAMSTIG_EXPORT(name) __attribute__((export_name(name)))

namespace samstig::browser {
namespace {

std::string& Room() {
  static std::string room;
  return room;
}

std::string& Answered() {
  static std::string answer;
  return answer;
}

BrowserClient& TheClient() {
  static BrowserClient client;
  return client;
}

}  // namespace

extern "C" {

SAMSTIG_EXPORT("samstig_room") char* samstig_room(uint32_t size) {
  Room().resize(size);
  return Room().data();
}

// The size of the answer.
SAMSTIG_EXPORT("samstig_ask") uint32_t samstig_ask() {
  bridge::Question question;
  bridge::Answer answer;
  if (question.ParseFromString(Room())) {
    answer = TheClient().Ask(question);
  } else {
    answer.set_reason(v1::REASON_MALFORMED);
    answer.set_detail("the question does not parse");
  }
  // A page of the log may have been large; it is not kept.
  Room() = std::string();
  Answered() = answer.SerializeAsString();
  return static_cast<uint32_t>(Answered().size());
}

SAMSTIG_EXPORT("samstig_answer") const char* samstig_answer() { return Answered().data(); }
}

}  // namespace samstig::browser
