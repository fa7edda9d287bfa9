// SPDX-License-Identifier: Apache-2.0
// A network "byn" at work with a backup folder beside it, for the tests of keeping.
#ifndef SAMSTIG_TESTS_SERVER_KEEPING_KEPT_H_
#define SAMSTIG_TESTS_SERVER_KEEPING_KEPT_H_

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "domain/base/sqlite.h"
#include "samstig/v1/entity.pb.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/keeping.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {

class NoBlobs final : public BlobNamer {
 public:
  void Add(std::string_view) override {}
  std::string KeyFor(const Id&) override { return {}; }
};

// A server's rooms on a data folder; made again, they are the server's next life.
class Rooms {
 public:
  explicit Rooms(const std::string& data, AtStep at_step = {}, TimeMs backup_term = 0)
      : data_(data),
        keeping(networks, *keeper, clock, log,
                {[this](const std::string& slug) { return FileOf(slug); }, data_ + "/backups",
                 [this](Network& network) { closed.push_back(&network); }, std::move(at_step),
                 backup_term}) {
    std::filesystem::create_directories(data_);
    EXPECT_THAT(keeping.Prepare(), test::IsOk());
    if (!std::filesystem::exists(FileOf("byn"))) return;
    EXPECT_THAT(networks.Open("byn"), test::IsOk());
  }

  std::string FileOf(const std::string& slug) const { return data_ + "/" + slug + ".db"; }
  std::string BackupFile(const std::string& name) const { return data_ + "/backups/" + name; }
  Network& byn() { return *networks.Find("byn"); }

  // Anna, who is there from the first of them on, enters somebody of that name.
  base::Status Writes(const std::string& name) {
    return byn().WriteNow([&](Transaction& txn) {
      const v1::Entity anna = test::APerson("anna").By("anna");
      RETURN_IF_ERROR(txn.Put(test::IdOf(anna), anna.SerializeAsString(), {Scope::Network()},
                              rules::KeysOf(anna))
                          .status());
      const v1::Entity note = test::APerson(name).By("anna");
      return txn
          .Put(test::IdNamed(name), note.SerializeAsString(), {Scope::Network()},
               rules::KeysOf(note))
          .status();
    });
  }

  bool Has(const std::string& name) {
    bool has = false;
    EXPECT_THAT(byn().ReadNow([&](Snapshot& snapshot) -> base::Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot.Get(test::IdNamed(name)));
      has = bytes.has_value();
      return {};
    }),
                test::IsOk());
    return has;
  }

  Seq BackedUpTo() {
    Seq seq = 0;
    EXPECT_THAT(byn().ReadNow([&](Snapshot& snapshot) -> base::Status {
      ASSIGN_OR_RETURN(seq, snapshot.BackedUpTo());
      return {};
    }),
                test::IsOk());
    return seq;
  }

  TimeMs RestoredAt() {
    TimeMs time = 0;
    EXPECT_THAT(byn().ReadNow([&](Snapshot& snapshot) -> base::Status {
      ASSIGN_OR_RETURN(time, snapshot.RestoredAt());
      return {};
    }),
                test::IsOk());
    return time;
  }

  base::Result<Backup> BackUp() {
    ASSIGN_OR_RETURN(const Keeping::Turn turn, keeping.TakeTurn("byn"));
    return keeping.BackUp(turn);
  }

  std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const Backup& backup : test::Must(keeping.List("byn"))) names.push_back(backup.name);
    return names;
  }

 private:
  const std::string data_;

 public:
  test::FakeClock clock;
  // Another for each life, so that each has epochs of its own.
  test::SeededRandom random{test::SeedOr(31) + static_cast<uint64_t>(lives_++)};
  std::ostringstream log_text;
  Log log{LogLevel::kDebug, LogFormat::kJson, log_text};
  const std::unique_ptr<Keeper> keeper =
      MakeSqliteKeeper([] { return std::make_unique<NoBlobs>(); });
  std::vector<Network*> closed;
  Networks networks{[this](const std::string& slug,
                           const std::string& name) -> base::Result<std::unique_ptr<Store>> {
                      RETURN_IF_ERROR(FinishReplacing(FileOf(slug), *keeper));
                      return OpenSqliteStore(FileOf(slug), slug, name, random);
                    },
                    clock,
                    {}};
  Keeping keeping;

  // A process of its own, which will crash, lives lives of its own.
  static void BeginChild() { lives_ += 1000; }

 private:
  static inline int lives_ = 0;
};

}  // namespace samstig::server

#endif  // SAMSTIG_TESTS_SERVER_KEEPING_KEPT_H_
