// SPDX-License-Identifier: Apache-2.0
// AsNobody: while it lives, this process has no more rights on files than any stranger. Tests often
// run as the superuser, who writes also where it is forbidden.
#ifndef SAMSTIG_TESTS_SUPPORT_AS_NOBODY_H_
#define SAMSTIG_TESTS_SUPPORT_AS_NOBODY_H_

#include <unistd.h>

#include <cstdlib>

namespace samstig::test {

class AsNobody {
 public:
  AsNobody() {
    if (user_ == 0 && seteuid(kNobody) != 0) std::abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() {
    if (seteuid(user_) != 0) std::abort();
  }

 private:
  static constexpr uid_t kNobody = 65534;
  const uid_t user_ = geteuid();
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_AS_NOBODY_H_
