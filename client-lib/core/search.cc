// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/search.h"

#include <algorithm>
#include <set>
#include <utility>

#include "client-lib/core/search_text.h"

namespace samstig::client {

using base::Database;
using base::Ok;
using base::Statement;

namespace {

// So many are noted in one row and indexed in one step: some ten milliseconds on a phone.
constexpr size_t kIdsPerNote = 512;
// "1": words were taken out of the index and may still be in its pages.
constexpr char kTraces[] = "search_traces";

// å, ä and ö are letters of their own, so no diacritics are folded.
constexpr char kPendingTable[] = R"sql(
  CREATE VIRTUAL TABLE temp.search_pending
    USING fts5(id UNINDEXED, text, tokenize='unicode61 remove_diacritics 0')
)sql";

constexpr std::string_view kMarks = "char(2), char(3), '…', 16";

}  // namespace

Result<Search> Search::Open(LocalStore& store) {
  Search search(store);
  RETURN_IF_ERROR(search.Prepare());
  return search;
}

Status Search::Prepare() {
  Database& db = store_->database();
  RETURN_IF_ERROR(db.Execute(kPendingTable));
  const std::string marks(kMarks);
  const std::pair<Statement*, std::string> all[] = {
      {&sql_.note, "INSERT INTO search_note (ids) VALUES (?1)"},
      {&sql_.noted, "SELECT no, ids FROM search_note ORDER BY no LIMIT 1"},
      {&sql_.drop_note, "DELETE FROM search_note WHERE no = ?1"},
      {&sql_.document, "SELECT no, text FROM search_document WHERE id = ?1"},
      {&sql_.put_document, "INSERT INTO search_document (id, text) VALUES (?1, ?2) RETURNING no"},
      {&sql_.delete_document, "DELETE FROM search_document WHERE no = ?1"},
      {&sql_.put_words, "INSERT INTO search_words (rowid, text) VALUES (?1, ?2)"},
      {&sql_.delete_words,
       "INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', ?1, ?2)"},
      {&sql_.optimize, "INSERT INTO search_words (search_words) VALUES ('optimize')"},
      {&sql_.find, "SELECT d.id, snippet(search_words, 0, " + marks +
                       ") FROM search_words JOIN search_document d ON d.no = search_words.rowid "
                       "WHERE search_words MATCH ?1 ORDER BY rank"},
      {&sql_.put_pending, "INSERT INTO temp.search_pending (id, text) VALUES (?1, ?2)"},
      {&sql_.delete_pending, "DELETE FROM temp.search_pending WHERE id = ?1"},
      {&sql_.find_pending, "SELECT id, snippet(search_pending, 1, " + marks +
                               ") FROM temp.search_pending WHERE search_pending MATCH ?1 "
                               "ORDER BY rowid DESC"},
  };
  for (const auto& [statement, sql] : all) {
    ASSIGN_OR_RETURN(*statement, db.Prepare(sql));
  }
  return Ok();
}

// ---- What a checkpoint changes

Status Search::Applied(const std::vector<Id>& touched, const std::vector<Id>& replaced,
                       Traces traces) {
  if (!pending_.empty()) {
    // They are to be folded anew.
    for (const Id& id : touched) {
      if (const auto known = pending_.find(id); known != pending_.end()) known->second = 0;
    }
  }
  bool forgotten = false;
  for (const Id& id : replaced) {
    ASSIGN_OR_RETURN(const bool was_indexed, Forget(id));
    forgotten = forgotten || was_indexed;
  }
  RETURN_IF_ERROR(Note(touched));
  if (forgotten) RETURN_IF_ERROR(store_->SetMeta(kTraces, "1"));
  return traces == Traces::kMustGo ? Tidy() : Ok();
}

Status Search::Note(const std::vector<Id>& ids) {
  std::string packed;
  for (size_t i = 0; i < ids.size(); ++i) {
    packed.append(ids[i].bytes());
    if (packed.size() < kIdsPerNote * Id::kSize && i + 1 < ids.size()) continue;
    RETURN_IF_ERROR(sql_.note.BindBlob(1, packed).Run());
    packed.clear();
  }
  return Ok();
}

Result<bool> Search::Forget(const Id& id) {
  Statement& row = sql_.document.Bind(1, id);
  ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return false;
  const int64_t no = row.ColumnInt(0);
  const std::string text(row.ColumnBytes(1));
  row.Reset();
  RETURN_IF_ERROR(sql_.delete_words.Bind(1, no).BindText(2, text).Run());
  RETURN_IF_ERROR(sql_.delete_document.Bind(1, no).Run());
  return true;
}

// FTS5 marks what is deleted and keeps it in its older pages until they are merged. From
// SQLite 3.42 on it can be told otherwise; this works with all versions.
Status Search::Tidy() {
  ASSIGN_OR_RETURN(const std::optional<std::string> traces, store_->Meta(kTraces));
  if (!traces) return Ok();
  RETURN_IF_ERROR(sql_.optimize.Run());
  return store_->DeleteMeta(kTraces);
}

// ---- Indexing

Result<bool> Search::IndexSome() {
  ASSIGN_OR_RETURN(std::optional<Noted> noted, NextNoted());
  if (!noted) return false;
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  for (size_t indexed = 0; noted && indexed < kIdsPerNote;) {
    const std::string_view ids = noted->ids;
    for (size_t at = 0; at + Id::kSize <= ids.size(); at += Id::kSize) {
      RETURN_IF_ERROR(Index(Id::FromBytes(ids.substr(at, Id::kSize))));
      ++indexed;
    }
    RETURN_IF_ERROR(sql_.drop_note.Bind(1, noted->no).Run());
    ASSIGN_OR_RETURN(noted, NextNoted());
  }
  RETURN_IF_ERROR(Tidy());
  RETURN_IF_ERROR(txn.Commit());
  return noted.has_value();
}

Result<std::optional<Search::Noted>> Search::NextNoted() {
  Statement& row = sql_.noted;
  ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Noted>();
  std::optional<Noted> noted = Noted{row.ColumnInt(0), std::string(row.ColumnBytes(1))};
  row.Reset();
  return noted;
}

Status Search::Index(const Id& id) {
  // It may have been noted twice.
  RETURN_IF_ERROR(Forget(id).status());
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, store_->EntityBytes(id));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes)) return Ok();
  const std::string text = SearchTextOf(entity);
  if (text.empty()) return Ok();
  Statement& row = sql_.put_document.Bind(1, id).BindText(2, text);
  RETURN_IF_ERROR(row.Step().status());
  const int64_t no = row.ColumnInt(0);
  RETURN_IF_ERROR(row.Run());
  return sql_.put_words.Bind(1, no).BindText(2, text).Run();
}

// ---- Finding

Status Search::ForgetPending(const Id& id) {
  pending_.erase(id);
  return sql_.delete_pending.Bind(1, id).Run();
}

Status Search::RefreshPending(View& view) {
  std::set<Id> still;
  for (const auto& [id, number] : view.PendingTargets()) {
    still.insert(id);
    if (const auto known = pending_.find(id); known != pending_.end() && known->second == number) {
      continue;
    }
    RETURN_IF_ERROR(ForgetPending(id));
    const Result<Shown> shown = view.Get(id);
    if (!shown.ok() && shown.status().reason() != v1::REASON_NOT_FOUND) return shown.status();
    const std::string text = shown.ok() ? SearchTextOf(shown->entity) : "";
    if (!text.empty()) RETURN_IF_ERROR(sql_.put_pending.Bind(1, id).BindText(2, text).Run());
    pending_[id] = number;
  }
  std::vector<Id> over;
  for (const auto& [id, number] : pending_) {
    if (!still.contains(id)) over.push_back(id);
  }
  for (const Id& id : over) RETURN_IF_ERROR(ForgetPending(id));
  return Ok();
}

Result<std::vector<SearchHit>> Search::Find(std::string_view typed, size_t limit, View& view) {
  std::vector<SearchHit> hits;
  const std::string query = SearchQuery(typed);
  if (query.empty() || limit == 0) return hits;
  RETURN_IF_ERROR(RefreshPending(view));
  for (Statement* row : {&sql_.find_pending, &sql_.find}) {
    row->BindText(1, query);
    while (hits.size() < limit) {
      ASSIGN_OR_RETURN(const bool more, row->Step());
      if (!more) break;
      Result<Id> id = row->ColumnId(0);
      if (!id.ok()) {
        row->Reset();
        return id.status();
      }
      const bool pending = pending_.contains(*id);
      // Of what has pending writes, only how it is shown counts.
      if (row == &sql_.find && pending) continue;
      hits.push_back({*id, std::string(row->ColumnBytes(1)), pending});
    }
    row->Reset();
  }
  return hits;
}

}  // namespace samstig::client
