// SPDX-License-Identifier: Apache-2.0
// A mutation and an entity of anybody's making before the rules: refused with a reason, or folded
// to the same bytes each time.
#include "domain/base/encoding.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_clock.h"
#include "tests/support/story.h"

namespace samstig {
namespace {

void FoldOn(const v1::Entity* before, const v1::Mutation& mutation, const rules::Maker& maker) {
  const rules::FoldResult once = rules::Fold(before, mutation, maker);
  const rules::FoldResult again = rules::Fold(before, mutation, maker);
  FUZZ_MUST(once.ok() == again.ok());
  if (!once.ok()) {
    FUZZ_MUST(once.status().reason() != v1::REASON_UNSPECIFIED);
    return;
  }
  const std::string bytes = base::DeterministicBytes(once->entity);
  FUZZ_MUST(bytes == base::DeterministicBytes(again->entity));
  FUZZ_MUST(once->gone || once->entity.body_case() != v1::Entity::BODY_NOT_SET);
  FUZZ_MUST(before == nullptr || once->entity.id() == before->id());
  v1::Entity read;
  FUZZ_MUST(read.ParseFromString(bytes));
  FUZZ_MUST(rules::KeysOf(read) == rules::KeysOf(once->entity));
}

}  // namespace
}  // namespace samstig

// Pieces: an entity (verb 0), and mutations (any other) on it by its author and by somebody else.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  const rules::Maker anna{test::IdNamed("anna"), test::kMonday, test::kMonday - 1};
  const rules::Maker bo{test::IdNamed("bo"), test::kMonday + 1, 0};
  std::optional<v1::Entity> entity;
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) {
    if (piece.verb == 0) {
      v1::Entity given;
      if (!given.ParseFromString(piece.bytes)) continue;
      (void)rules::KeysOf(given);
      entity = std::move(given);
      continue;
    }
    v1::Mutation mutation;
    if (!mutation.ParseFromString(piece.bytes)) continue;
    (void)rules::TargetOf(mutation);
    FoldOn(nullptr, mutation, anna);
    if (entity) FoldOn(&*entity, mutation, bo);
    rules::FoldResult folded = rules::Fold(entity ? &*entity : nullptr, mutation, anna);
    if (folded.ok()) entity = std::move(folded->entity);
  }
  return 0;
}
