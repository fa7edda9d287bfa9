// SPDX-License-Identifier: Apache-2.0
#include "server/sync/erasure_book.h"

#include <absl/strings/escaping.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "domain/rules/keys.h"
#include "domain/rules/names.h"
#include "samstig/v1/entity.pb.h"
#include "server/decide/erasing.h"
#include "server/observe/files.h"

namespace samstig::server {
namespace {

constexpr std::string_view kByTheOperator = "-";

std::string Hex(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

std::string LineOf(const ErasureBook::Entry& entry) {
  const std::string asked = entry.asked_in.empty() ? std::string(kByTheOperator)
                                                   : entry.asked_in + "/" + entry.asked_by.ToText();
  const Id person = Id::FromBytes(entry.erasure.person_id());
  return entry.first_epoch.ToText() + " " + person.ToText() + " " + asked + " " +
         Hex(entry.erasure.SerializeAsString()) + "\n";
}

bool IsHex(const std::string& text) {
  return text.size() % 2 == 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c); });
}

std::optional<ErasureBook::Entry> EntryOf(const std::string& line) {
  std::istringstream words(line);
  std::string epoch;
  std::string person;
  std::string asked;
  std::string erasure;
  words >> epoch >> person >> asked >> erasure;
  ErasureBook::Entry entry;
  const std::optional<Id> first_epoch = Id::FromText(epoch);
  if (!first_epoch || !IsHex(erasure)) return std::nullopt;
  entry.first_epoch = *first_epoch;
  if (asked != kByTheOperator) {
    const size_t slash = asked.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const std::optional<Id> asked_by = Id::FromText(asked.substr(slash + 1));
    if (!asked_by) return std::nullopt;
    entry.asked_in = asked.substr(0, slash);
    entry.asked_by = *asked_by;
  }
  const std::string bytes = absl::HexStringToBytes(erasure);
  const bool parses = entry.erasure.ParseFromString(bytes);
  const std::optional<Id> id = Id::FromText(person);
  if (!parses || !id || entry.erasure.person_id() != id->bytes()) return std::nullopt;
  return entry;
}

}  // namespace

Result<std::vector<ErasureBook::Entry>> ErasureBook::Read(const std::string& network) {
  const std::lock_guard lock(mutex_);
  const std::string path = File(network);
  std::vector<Entry> entries;
  if (access(path.c_str(), F_OK) != 0) return entries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::optional<Entry> entry = EntryOf(line);
    if (!entry) return Status(v1::REASON_DATA_DAMAGED, path + ": a line cannot be read");
    entries.push_back(*std::move(entry));
  }
  if (!file.eof()) return Status(v1::REASON_UNAVAILABLE, path + " cannot be read");
  return entries;
}

Status ErasureBook::Add(const std::string& network, const Entry& entry) {
  ASSIGN_OR_RETURN(std::vector<Entry> entries, Read(network));
  for (const Entry& known : entries) {
    const bool same = known.first_epoch == entry.first_epoch &&
                      known.erasure.person_id() == entry.erasure.person_id();
    if (same) return {};
  }
  entries.push_back(entry);
  std::string text;
  for (const Entry& one : entries) text += LineOf(one);
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(MakeFolder(folder_, 0700));
  return WriteFileAtomically(File(network), text, 0600);
}

Status ErasureBook::BeginScrub(const std::string& network) {
  const std::lock_guard lock(mutex_);
  RETURN_IF_ERROR(MakeFolder(folder_, 0700));
  return WriteFileAtomically(ScrubFile(network), "", 0600);
}

Status ErasureBook::EndScrub(const std::string& network) {
  const std::lock_guard lock(mutex_);
  return RemoveFile(ScrubFile(network));
}

bool ErasureBook::IsScrubDue(const std::string& network) const {
  return access(ScrubFile(network).c_str(), F_OK) == 0;
}

namespace {

// Those that the network knows of.
Result<std::vector<v1::Erasure>> ErasuresIn(Store& store) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, store.Read());
  ASSIGN_OR_RETURN(const std::vector<Id> ids, snapshot->Find({rules::KeyName::kErasures, Id()}));
  std::vector<v1::Erasure> erasures;
  for (const Id& id : ids) {
    ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot->Get(id));
    v1::Entity entity;
    if (!bytes || !entity.ParseFromString(*bytes) || !entity.has_erasure()) continue;
    erasures.push_back(entity.erasure());
  }
  return erasures;
}

bool Has(const std::vector<v1::Erasure>& erasures, const v1::Erasure& wanted) {
  return std::any_of(erasures.begin(), erasures.end(), [&](const v1::Erasure& erasure) {
    return erasure.person_id() == wanted.person_id();
  });
}

}  // namespace

Status KeepErased(Store& store, ErasureBook& book, base::Random& random) {
  ASSIGN_OR_RETURN(const std::vector<v1::Erasure> known, ErasuresIn(store));
  // Of a crash between the network's commit and the book's line.
  for (const v1::Erasure& erasure : known) {
    RETURN_IF_ERROR(book.Add(store.Slug(), {store.FirstEpoch(), erasure, {}, {}}));
  }
  ASSIGN_OR_RETURN(std::vector<ErasureBook::Entry> entries, book.Read(store.Slug()));
  std::erase_if(entries, [&](const ErasureBook::Entry& entry) {
    return entry.first_epoch != store.FirstEpoch() || Has(known, entry.erasure);
  });
  if (!entries.empty()) {
    RETURN_IF_ERROR(book.BeginScrub(store.Slug()));
    ASSIGN_OR_RETURN(const std::unique_ptr<Transaction> txn, store.Begin());
    for (const ErasureBook::Entry& entry : entries) {
      RETURN_IF_ERROR(EraseAgain(*txn, entry.erasure, random));
    }
    RETURN_IF_ERROR(txn->Commit());
  }
  if (!book.IsScrubDue(store.Slug())) return {};
  RETURN_IF_ERROR(store.Scrub());
  return book.EndScrub(store.Slug());
}

}  // namespace samstig::server
