// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/ledger.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "domain/rules/fold.h"

namespace samstig::sim {

namespace {

constexpr std::string_view kStart = "@T";
constexpr size_t kDigits = 6;

}  // namespace

std::string MarkOf(uint32_t text) {
  char mark[16];
  std::snprintf(mark, sizeof(mark), "@T%06u@", text);
  return mark;
}

std::vector<uint32_t> MarksIn(std::string_view bytes) {
  std::vector<uint32_t> marks;
  for (size_t at = bytes.find(kStart); at != std::string_view::npos;
       at = bytes.find(kStart, at + 1)) {
    const std::string digits(bytes.substr(at + kStart.size(), kDigits));
    const size_t end = at + kStart.size() + kDigits;
    if (end < bytes.size() && bytes[end] == '@' &&
        digits.find_first_not_of("0123456789") == std::string::npos) {
      marks.push_back(static_cast<uint32_t>(std::strtoul(digits.c_str(), nullptr, 10)));
    }
  }
  return marks;
}

Written& Ledger::Add(size_t device, const Id& author, std::string bytes) {
  Written write;
  (void)write.mutation.ParseFromString(bytes);
  if (const base::Result<Id> target = rules::TargetOf(write.mutation); target.ok())
    write.target = *target;
  write.author = author;
  const std::vector<uint32_t> marks = MarksIn(bytes);
  write.text = marks.empty() ? 0 : marks.front();
  write.bytes = std::move(bytes);
  writes_[device].push_back(std::move(write));
  ++all_;
  Written& added = writes_[device].back();
  if (added.text != 0) texts_[added.text] = {author, added.target, device, writes_[device].size()};
  return added;
}

void Ledger::SignedInAs(size_t device, const Id& person) {
  std::vector<Written>& writes = writes_[device];
  if (writes.empty() || writes.front().author == person) return;
  for (Written& write : writes) {
    write.author = person;
    if (write.text != 0) texts_[write.text].author = person;
  }
}

Written* Ledger::Find(size_t device, uint64_t number) {
  if (number == 0 || number > writes_[device].size()) return nullptr;
  return &writes_[device][number - 1];
}

void Ledger::SetVerdict(size_t device, uint64_t number, const v1::Outcome& verdict) {
  Find(device, number)->verdict = verdict;
  judged_[device] = number;
}

}  // namespace samstig::sim
