// SPDX-License-Identifier: Apache-2.0
// What a Status or a Result<T> says, in EXPECT_THAT:
//   EXPECT_THAT(store.Open(), IsOk());
//   EXPECT_THAT(Id::Parse(bytes, "id"), IsOkAndHolds(anna));
//   EXPECT_THAT(Fold(...), HasReason(v1::REASON_ILLEGAL_MOVE));
#ifndef SAMSTIG_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define SAMSTIG_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>
#include <ostream>
#include <string>
#include <utility>

#include "domain/base/id.h"
#include "domain/base/result.h"

namespace samstig::base {

// How GoogleTest shows them. Found by argument-dependent look-up, hence in this namespace.
void PrintTo(const Status& status, std::ostream* os);
void PrintTo(const Id& id, std::ostream* os);
template <typename T>
void PrintTo(const Result<T>& result, std::ostream* os) {
  if (result.ok()) {
    *os << "OK: " << testing::PrintToString(*result);
  } else {
    PrintTo(result.status(), os);
  }
}

}  // namespace samstig::base

namespace samstig::test {

inline const base::Status& StatusOf(const base::Status& status) { return status; }
template <typename T>
const base::Status& StatusOf(const base::Result<T>& result) {
  return result.status();
}

MATCHER(IsOk, negation ? "is refused" : "is OK") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// `reason` is what a program acts on; the detail is for people and may change.
MATCHER_P(HasReason, reason,
          std::string(negation ? "is not refused with " : "is refused with ") +
              std::string(base::ReasonName(reason))) {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return StatusOf(arg).reason() == reason;
}

// Values have ==, matchers do not and explain themselves in the listener.
template <typename T>
std::string Told(const T& inner) {
  if constexpr (requires { inner == inner; }) {
    return testing::PrintToString(inner);
  } else {
    return "what is wanted";
  }
}

// `inner`: a value, or a matcher for the value.
MATCHER_P(IsOkAndHolds, inner,
          std::string(negation ? "is refused or does not hold " : "is OK and holds ") +
              Told(inner)) {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString();
    return false;
  }
  return testing::ExplainMatchResult(inner, *arg, result_listener);
}

// The value of a Result that the story cannot go on without. Ends the program with the reason when
// there is none.
template <typename T>
T Must(base::Result<T> result) {
  if (!result.ok()) {
    std::cerr << "the story needs this, but: " << result.status().ToString() << std::endl;
    std::abort();
  }
  return *std::move(result);
}

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_STATUS_MATCHERS_H_
