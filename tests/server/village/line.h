// SPDX-License-Identifier: Apache-2.0
// Line: what the core of a device asks of the network, each question answered at once. At the other
// end is the village's real server (village_line.h), or a transcript of it.
#ifndef SAMSTIG_TESTS_SERVER_VILLAGE_LINE_H_
#define SAMSTIG_TESTS_SERVER_VILLAGE_LINE_H_

#include <optional>
#include <string>

#include "domain/base/id.h"
#include "domain/base/result.h"

namespace samstig::test {

// Who a device is to the server.
struct Identity {
  base::Id person;
  base::Id device;
  std::string token;
};

class Line {
 public:
  virtual ~Line() = default;

  // For the device that it was, or for a new one when it was none or the server knows none such.
  virtual Identity SignIn(const std::optional<base::Id>& device) = 0;
  virtual base::Result<Identity> Split(const std::string& token) = 0;
  // Bytes of a PushRequest; bytes of the PushResponse.
  virtual base::Result<std::string> Push(const std::string& token, const std::string& request) = 0;
  // Opens the one stream; bytes of a PullRequest.
  virtual base::Status Pull(const std::string& token, const std::string& request) = 0;
  // The stream's next message, bytes of a PullResponse; nullopt when it has none now.
  virtual base::Result<std::optional<std::string>> Next() = 0;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_VILLAGE_LINE_H_
