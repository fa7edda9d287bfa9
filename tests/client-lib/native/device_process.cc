// SPDX-License-Identifier: Apache-2.0
// A device in a process of its own, so that a test can kill it: device_process PATH SERVER VERB
//   sync    keeps in touch until it is killed
//   write   writes posts for ever, and prints the number of each one that was promised to be kept
//   attach  attaches files for ever, and prints the hash of each one that was promised
// It ends by itself when its standard input does.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <thread>

#include "client-lib/native/blob_folder.h"
#include "samstig/client.h"
#include "tests/support/story.h"

using samstig::client::Client;

namespace {

void Promise(const std::string& line) {
  const std::string text = line + "\n";
  // Straight to the pipe: what is printed must have been promised, and nothing may be held back.
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(3);
}

void WriteForEver(Client& client) {
  for (int i = 0;; ++i) {
    samstig::v1::Mutation mutation;
    samstig::v1::WritePost& post = *mutation.mutable_write_post();
    post.set_id(client.NewId().ToBytes());
    post.set_thread_id(samstig::test::IdNamed("thread").ToBytes());
    post.set_text("nr " + std::to_string(i));
    const auto written = client.Do(mutation);
    if (!written.ok()) _exit(4);
    Promise(std::to_string((*written)->number()));
  }
}

void AttachForEver(Client& client) {
  for (int i = 0;; ++i) {
    const auto attached =
        client.Attach(client.NewId().ToText() + std::string(50'000, 'x'), "a.txt", "text/plain");
    if (!attached.ok()) _exit(5);
    Promise(samstig::client::Hexadecimal(attached->sha256()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  auto opened = Client::Open({.path = argv[1], .server = argv[2], .tls = false});
  if (!opened.ok()) return 1;
  Client& client = **opened;
  const std::string verb = argv[3];
  std::thread watch([] {
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) > 0) continue;
    _exit(0);
  });
  if (verb == "write") WriteForEver(client);
  if (verb == "attach") AttachForEver(client);
  client.Start();
  watch.join();
  return 0;
}
