// SPDX-License-Identifier: Apache-2.0
#include "tests/client-lib/c/c_test_server.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "tests/support/fake_clock.h"
#include "tests/support/fake_grpc_server.h"
#include "tests/support/story.h"

using samstig::base::Id;
using samstig::test::FakeClock;
using samstig::test::FakeGrpcServer;
using samstig::test::FakeServer;
using samstig::test::IdNamed;

namespace {

struct Running {
  FakeClock clock;
  FakeGrpcServer server{clock};
};
std::unique_ptr<Running> running;

std::string_view Bytes(const uint8_t* id) { return {reinterpret_cast<const char*>(id), Id::kSize}; }

}  // namespace

void c_test_server_start() {
  running = std::make_unique<Running>();
  running->server.With([](FakeServer& server) {
    const auto cohort = samstig::rules::Scope::OfCohort(IdNamed("cohort"));
    server.Has(samstig::test::AThread(), {cohort});
    server.Grants(IdNamed("anna"), cohort);
    server.parks = [](const samstig::v1::Mutation& mutation) {
      return mutation.write_post().text() == "Nej!" ? samstig::v1::REASON_NOT_ALLOWED
                                                    : samstig::v1::REASON_UNSPECIFIED;
    };
  });
}

void c_test_server_stop() { running.reset(); }

const char* c_test_server_address() { return running->server.address().c_str(); }
const char* c_test_server_code() { return FakeGrpcServer::kCode; }

void c_test_thread(uint8_t* id) { std::memcpy(id, IdNamed("thread").bytes().data(), Id::kSize); }

void c_test_entity_id(const void* entity, size_t size, uint8_t* id) {
  samstig::v1::Entity parsed;
  if (!parsed.ParseFromArray(entity, static_cast<int>(size))) std::abort();
  std::memcpy(id, parsed.id().data(), Id::kSize);
}

size_t c_test_write_post(const uint8_t* id, const uint8_t* thread, const char* text, uint8_t* out,
                         size_t capacity) {
  samstig::v1::Mutation mutation;
  samstig::v1::WritePost& post = *mutation.mutable_write_post();
  post.set_id(std::string(Bytes(id)));
  post.set_thread_id(std::string(Bytes(thread)));
  post.set_text(text);
  const std::string bytes = mutation.SerializeAsString();
  if (bytes.size() > capacity) std::abort();
  std::memcpy(out, bytes.data(), bytes.size());
  return bytes.size();
}
