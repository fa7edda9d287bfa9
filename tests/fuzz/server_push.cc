// SPDX-License-Identifier: Apache-2.0
// Pushes of any bytes by people of the village before the server's judgement: refused whole, or
// each mutation has its outcome; and a push that comes again is answered as it was.
#include "samstig/v1/sync_service.pb.h"
#include "server/sync/push.h"
#include "tests/fuzz/fuzz.h"
#include "tests/server/village/village.h"

namespace samstig {
namespace {

constexpr const char* kPeople[] = {"anna", "bo", "carin", "olle", "maria", "otto"};

// The same village for all inputs: what they do in it is never committed.
test::Village& Village() {
  static test::Village village;
  return village;
}

server::Actor ActorFor(const char* person) {
  // This gives the person a phone of that name.
  (void)Village().NextNumber(person);
  return {test::IdNamed(person), test::IdNamed(std::string(person) + "'s phone")};
}

std::vector<std::string> MutationsIn(const fuzz::Piece& piece, uint64_t next) {
  // As it came, and once more with the numbers that the server expects, so that more of it is
  // judged.
  v1::PushRequest request;
  std::vector<std::string> mutations;
  if (!request.ParseFromString(piece.bytes)) return {piece.bytes};
  for (const std::string& bytes : request.mutations()) {
    v1::Mutation mutation;
    if ((piece.verb & 0x80) == 0 && mutation.ParseFromString(bytes)) {
      mutation.set_number(next++);
      mutations.push_back(mutation.SerializeAsString());
    } else {
      mutations.push_back(bytes);
    }
  }
  return mutations;
}

}  // namespace
}  // namespace samstig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  test::Village& village = Village();
  static const std::vector<server::Actor> actors = [] {
    std::vector<server::Actor> all;
    for (const char* person : kPeople) all.push_back(ActorFor(person));
    return all;
  }();
  auto txn = village.store().Begin();
  FUZZ_MUST(txn.ok());
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) {
    const server::Actor& actor = actors[(piece.verb & 0x7f) % actors.size()];
    const auto device = (*txn)->Device(actor.device);
    FUZZ_MUST(device.ok() && *device);
    const std::vector<std::string> mutations = MutationsIn(piece, (*device)->last_number + 1);
    auto batch = server::PushBatch::Parse(mutations);
    if (!batch.ok()) {
      FUZZ_MUST(batch.status().reason() != v1::REASON_UNSPECIFIED);
      continue;
    }
    if (!batch->Run(**txn, actor, village.clock.Now()).ok()) continue;
    const std::vector<v1::Outcome> first = batch->outcomes();
    FUZZ_MUST(first.size() <= mutations.size());
    if (first.empty() || first.back().kind() == v1::OUTCOME_KIND_RETRY) continue;
    auto again = server::PushBatch::Parse(mutations);
    FUZZ_MUST(again.ok() && again->Run(**txn, actor, village.clock.Now()).ok());
    FUZZ_MUST(again->outcomes().size() == first.size());
    for (size_t i = 0; i < first.size(); ++i) {
      FUZZ_MUST(again->outcomes()[i].SerializeAsString() == first[i].SerializeAsString());
    }
  }
  return 0;
}
