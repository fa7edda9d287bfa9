// SPDX-License-Identifier: Apache-2.0
// A programme, a list of municipalities or a demonstration from anybody's YAML: read, or refused
// with mistakes.
#include "cli/programme_file.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig::cli;
  Mistakes mistakes("programme.yaml");
  const DataFile file = ReadDataFile(samstig::fuzz::TextOf(data, size), "programme.yaml", mistakes);
  FUZZ_MUST(!std::holds_alternative<std::monostate>(file) || !mistakes.none());
  for (const Mistake& mistake : mistakes.Sorted()) FUZZ_MUST(!mistake.problem.empty());
  return 0;
}
