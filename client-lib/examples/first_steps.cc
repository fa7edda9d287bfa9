// SPDX-License-Identifier: Apache-2.0
// First steps in C++: signs in, writes a draft before anything is sent, sends it, finds it again.
//
//   first_steps_cpp FILE SERVER NETWORK EMAIL            asks for a code
//   first_steps_cpp FILE SERVER NETWORK EMAIL 12345678
//
// for example: anna.samstig 127.0.0.1:50051 ledarstig anna@example.org
#include <cstdio>
#include <string>

#include "domain/rules/names.h"
#include "samstig/client.h"

using samstig::base::Status;
using samstig::client::Client;

namespace {

int Failed(const char* what, const Status& status) {
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  return 1;
}

samstig::v1::Mutation Draft(Client& client, const char* words) {
  const samstig::base::Id assignment = client.NewId();
  samstig::v1::Mutation mutation;
  samstig::v1::SaveDraft& save = *mutation.mutable_save_draft();
  save.set_id(samstig::rules::WorkId(client.GetAccount()->person, assignment).ToBytes());
  save.set_assignment_id(assignment.ToBytes());
  save.mutable_revision()->set_revision_id(client.NewId().ToBytes());
  save.mutable_revision()->mutable_report()->set_tried(words);
  return mutation;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: %s FILE SERVER NETWORK EMAIL [CODE]\n", argv[0]);
    return 2;
  }
  // Without TLS, since the server is on this machine.
  auto opened = Client::Open({.path = argv[1], .server = argv[2], .tls = false});
  if (!opened.ok()) return Failed("opening", opened.status());
  Client& client = **opened;
  if (argc == 5) {
    const Status asked = client.RequestCode(argv[3], argv[4]);
    if (!asked.ok()) return Failed("asking for a code", asked);
    std::puts("A code is on its way.");
    return 0;
  }
  const Status in = client.RedeemCode(argv[3], argv[4], argv[5], "first steps in C++");
  if (!in.ok()) return Failed("signing in", in);

  auto write = client.Do(Draft(client, "Jag frågade alla i personalrummet"));
  if (!write.ok()) return Failed("writing", write.status());
  std::printf("Kept as number %llu\n", static_cast<unsigned long long>((*write)->number()));

  const Status synced = client.SyncOnce({});
  if (!synced.ok()) return Failed("sending", synced);
  std::printf("The server says: %s\n", (*write)->Final(std::chrono::seconds(1)).ToString().c_str());

  const auto hits = client.Search("personal", 10);
  if (!hits.ok()) return Failed("searching", hits.status());
  for (const auto& hit : *hits) std::printf("Found: %s\n", hit.id.ToText().c_str());
  return hits->empty() ? 1 : 0;
}
