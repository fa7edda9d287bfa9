// SPDX-License-Identifier: Apache-2.0
// A certificate for "localhost", new each time, for tests of TLS.
#ifndef SAMSTIG_TESTS_SUPPORT_CERTIFICATE_H_
#define SAMSTIG_TESTS_SUPPORT_CERTIFICATE_H_

#include <string>

namespace samstig::test {

// In PEM.
struct Certificate {
  std::string certificate;
  std::string key;
};

Certificate SelfSignedForLocalhost();

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_CERTIFICATE_H_
