// SPDX-License-Identifier: Apache-2.0
// What every Store must do, whatever the engine. An engine's test gives a factory and instantiates
// the suite:
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(&MakeSqliteStoreFiles));
#ifndef SAMSTIG_TESTS_CONTRACT_STORE_CONTRACT_H_
#define SAMSTIG_TESTS_CONTRACT_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/store/store.h"

namespace samstig::test {

// Where an engine keeps one network between openings.
class StorePlace {
 public:
  virtual ~StorePlace() = default;
  // Makes it when `name` is given, else opens it.
  virtual base::Result<std::unique_ptr<server::Store>> Open(const std::string& name) = 0;
};

using StorePlaceFactory = std::unique_ptr<StorePlace> (*)();

class StoreContract : public testing::TestWithParam<StorePlaceFactory> {
 protected:
  void SetUp() override;
  // Closes and opens, as a restart does.
  void Reopen();
  server::Store& store() { return *store_; }
  StorePlace& place() { return *place_; }
  std::unique_ptr<server::Transaction> Begin();
  std::unique_ptr<server::Snapshot> Read();

 private:
  std::unique_ptr<StorePlace> place_;
  std::unique_ptr<server::Store> store_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_CONTRACT_STORE_CONTRACT_H_
