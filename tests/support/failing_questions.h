// SPDX-License-Identifier: Apache-2.0
// For sources that a test has made itself: each question in turn is not answered.
#ifndef SAMSTIG_TESTS_SUPPORT_FAILING_QUESTIONS_H_
#define SAMSTIG_TESTS_SUPPORT_FAILING_QUESTIONS_H_

#include <gtest/gtest.h>

#include "domain/base/result.h"

namespace samstig::test {

class FailingQuestions {
 public:
  // The source says this first at each question.
  base::Status Ask() {
    if (++asked_ != fails_at_) return {};
    return {v1::REASON_DATA_DAMAGED, "cannot be read"};
  }

  // What `attempt` gives when all is answered. Before, it has to say of each question in turn that
  // it cannot be read.
  template <typename Attempt>
  auto EachInTurn(const Attempt& attempt) {
    for (int n = 1;; ++n) {
      asked_ = 0;
      fails_at_ = n;
      auto result = attempt();
      fails_at_ = 0;
      if (asked_ < n) return result;
      EXPECT_EQ(base::ReasonName(result.status().reason()),
                base::ReasonName(v1::REASON_DATA_DAMAGED))
          << "it went on without an answer to question " << n;
    }
  }

 private:
  int asked_ = 0;
  int fails_at_ = 0;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAILING_QUESTIONS_H_
