// SPDX-License-Identifier: Apache-2.0
// Files that earlier versions of the program made, with writes waiting in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "domain/base/sqlite.h"
#include "tests/client-lib/core/sync_core_fixture.h"
#include "tests/support/failing_statements.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using client::LocalStore;
using client::SyncCore;
using testing::SizeIs;

// As version 1 made it. Never edited: such files are on people's phones.
constexpr char kVersion1[] = R"sql(
  PRAGMA page_size=8192;
  PRAGMA journal_mode=WAL;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE entity (id BLOB PRIMARY KEY, scopes BLOB NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE scope (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE look_up (key INTEGER, owner BLOB, id BLOB, PRIMARY KEY (key, owner, id)) WITHOUT ROWID;
  CREATE TABLE write (number INTEGER PRIMARY KEY, mutation BLOB NOT NULL);
  CREATE TABLE outcome (number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, reason INTEGER NOT NULL,
                        detail TEXT NOT NULL, seq INTEGER NOT NULL, open INTEGER NOT NULL);
  CREATE INDEX outcome_by_seq ON outcome (seq);
  CREATE INDEX outcome_open ON outcome (number) WHERE open = 1;
  CREATE TABLE staged_page (no INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE staged_position (scope TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
  PRAGMA application_id=1396788563;
  PRAGMA user_version=1;
)sql";

class UpgradeTest : public SyncCoreTest {
 protected:
  void Runs(base::Database& db, const std::string& sql, std::string_view a = "",
            std::string_view b = "") {
    base::Statement statement = Must(db.Prepare(sql));
    ASSERT_THAT(statement.BindBlob(1, a).BindBlob(2, b).Run(), IsOk());
  }

  TempDir dir_;
};

TEST_F(UpgradeTest, WhatWaitedInAFileOfVersion1IsShownFoundAndSent) {
  FailingStatements::Watch();
  const std::string path = dir_.File("old.samstig");
  const base::Id device = base::Id::FromName("device", "old phone");
  const v1::WritePost waiting = Says("från bussen");
  const v1::Entity old = APost("Gammal text").Named("old post").By("bo");
  {
    base::Database db = Must(base::Database::Open(path, base::Database::Mode::kReadWriteCreate));
    ASSERT_THAT(db.Execute(kVersion1), IsOk());
    Runs(db, "INSERT INTO meta VALUES (CAST(?1 AS TEXT), ?2)", "network", "demo");
    Runs(db, "INSERT INTO meta VALUES (CAST(?1 AS TEXT), ?2)", "person", IdNamed("anna").bytes());
    Runs(db, "INSERT INTO meta VALUES (CAST(?1 AS TEXT), ?2)", "device", device.bytes());
    Runs(db, "INSERT INTO meta VALUES (CAST(?1 AS TEXT), ?2)", "token",
         server_.SignsIn(IdNamed("anna"), device));
    v1::Mutation mutation = MutationOf(waiting);
    mutation.set_number(1);
    mutation.set_claimed_ms(clock_.Now());
    Runs(db, "INSERT INTO write VALUES (1, ?1)", mutation.SerializeAsString());
    Runs(db, "INSERT INTO entity VALUES (?1, x'', ?2)", old.id(), old.SerializeAsString());
  }
  const auto opened = [&]() -> base::Result<std::unique_ptr<SyncCore>> {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store, LocalStore::Open(path));
    return SyncCore::Open(std::move(store), clock_, random_);
  };
  // However often it breaks off on the way; the last statements only tidy up.
  FailingStatements::EachInTurn([&] {
    const auto core = opened();
    return core.ok() || core.status().reason() == v1::REASON_UNAVAILABLE;
  });
  const auto core = Must(opened());
  EXPECT_THAT(*core->OutboxItems(), SizeIs(1));
  const auto shown = core->Get(base::Id::FromBytes(waiting.id()));
  ASSERT_THAT(shown, IsOk());
  EXPECT_TRUE(shown->pending);
  while (Must(core->IndexSome())) continue;
  EXPECT_THAT(Must(core->FindWords("gammal", 10)), SizeIs(1));
  EXPECT_THAT(Must(core->FindWords("bussen", 10)), SizeIs(1));

  core->SyncOnce();
  for (client::Effect& effect : core->TakeEffects()) {
    if (const auto* push = std::get_if<client::StartPush>(&effect)) {
      core->OnPushReply(Must(server_.Push(core->token(), push->request)));
    }
  }
  EXPECT_EQ(server_.TimesApplied(device, 1), 1);
  EXPECT_EQ(core->Why().waiting, 0u);
}

}  // namespace
}  // namespace samstig::test
