// SPDX-License-Identifier: Apache-2.0
// The line of one device to the village's server.
#ifndef SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_LINE_H_
#define SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_LINE_H_

#include <optional>
#include <string>
#include <string_view>

#include "server/sync/pull.h"
#include "tests/server/village/line.h"
#include "tests/server/village/village.h"

namespace samstig::test {

class VillageLine : public Line {
 public:
  // `name`: what the person calls the device.
  VillageLine(Village& village, std::string_view person, std::string_view name);

  Identity SignIn(const std::optional<base::Id>& device) override;
  base::Result<Identity> Split(const std::string& token) override;
  base::Result<std::string> Push(const std::string& token, const std::string& request) override;
  base::Status Pull(const std::string& token, const std::string& request) override;
  base::Result<std::optional<std::string>> Next() override;

 private:
  // The device of the token; NOT_SIGNED_IN for an unknown one.
  base::Result<base::Id> Caller(const std::string& token);
  Identity Give(const base::Id& device);

  Village& village_;
  const base::Id person_;
  const std::string name_;
  int splits_ = 0;
  std::optional<server::PullSession> session_;
  bool follow_ = false;
  bool at_checkpoint_ = false;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_LINE_H_
