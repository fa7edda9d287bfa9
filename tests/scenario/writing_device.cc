// SPDX-License-Identifier: Apache-2.0
// A device in a process of its own, to be killed: writing_device PATH SERVER THREAD NAME
// Writes posts into the thread for ever and keeps in touch meanwhile. Prints "promised TEXT" when a
// post is promised to be kept, "judged TEXT" when the server's word on it has come. It ends by
// itself when its standard input does.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "domain/base/id.h"
#include "samstig/client.h"

namespace {

using samstig::client::Client;
using samstig::client::Write;
using std::chrono::milliseconds;

// Straight to the pipe: what is printed must have been said, and nothing may be held back.
void Print(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(3);
}

constexpr size_t kInFlight = 20;

void WriteForEver(Client& client, const std::string& thread, const std::string& name) {
  std::deque<std::pair<std::string, std::shared_ptr<Write>>> waiting;
  for (int n = 0;; ++n) {
    samstig::v1::Mutation mutation;
    samstig::v1::WritePost& post = *mutation.mutable_write_post();
    const samstig::base::Id id = client.NewId();
    post.set_id(id.ToBytes());
    post.set_thread_id(thread);
    // The id keeps the texts of one device's many lives apart.
    post.set_text(name + "-" + id.ToText());
    const auto written = client.Do(mutation);
    if (!written.ok()) _exit(4);
    Print("promised " + post.text());
    waiting.emplace_back(post.text(), *written);
    while (!waiting.empty()) {
      const milliseconds patience(waiting.size() < kInFlight ? 0 : 1'000);
      if (!waiting.front().second->Final(patience).ok()) break;
      Print("judged " + waiting.front().first);
      waiting.pop_front();
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto thread = samstig::base::Id::FromText(argv[3]);
  auto opened = Client::Open({.path = argv[1], .server = argv[2], .tls = false});
  if (!opened.ok() || !thread) return 1;
  std::thread watch([] {
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    _exit(0);
  });
  (*opened)->Start();
  WriteForEver(**opened, thread->ToBytes(), argv[4]);
}
