// SPDX-License-Identifier: Apache-2.0
// A database that breaks off one statement, as it does when a page cannot be read or memory ends:
// the n-th from now on ends with SQLITE_INTERRUPT before it does anything. With each n in turn,
// every place that asks the database gets to see it fail. Beginning and end of a transaction never
// fail here; for those there is faulty_vfs.h. https://www.sqlite.org/c3ref/progress_handler.html,
// https://www.sqlite.org/c3ref/trace_v2.html
#ifndef SAMSTIG_TESTS_SUPPORT_FAILING_STATEMENTS_H_
#define SAMSTIG_TESTS_SUPPORT_FAILING_STATEMENTS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "domain/base/result.h"

namespace samstig::test {

class FailingStatements {
 public:
  // From now on every database that is opened is watched, to the end of the program. Call it before
  // the first is.
  static void Watch();
  // The n-th statement that this thread starts from now on fails (1 is the next); the ones after it
  // do not. Only those of databases in files of that name count, if one is given.
  static void FailAt(int64_t n, const std::string& file = "");
  // Ends that. Whether it was still to come, that is, whether nothing failed.
  static bool StillToCome();

  // Does it with the first statement failing, with the second, and so on until none is left to
  // fail. `fails` has to say that it did whenever a statement failed, and has to leave everything
  // as it was.
  static void EachInTurn(const std::function<bool()>& fails);
};

inline v1::Reason ReasonOf(const base::Status& status) { return status.reason(); }
template <typename T>
v1::Reason ReasonOf(const base::Result<T>& result) {
  return result.status().reason();
}

// What `attempt`, which gives a Status or a Result, gives in the end, after it was UNAVAILABLE with
// each of its statements failing.
template <typename Attempt>
auto WithEachStatementFailing(const Attempt& attempt) {
  decltype(attempt()) result = base::Status(v1::REASON_INTERNAL, "was not tried");
  FailingStatements::EachInTurn([&] {
    result =
        base::Status(v1::REASON_INTERNAL, "is tried");  // What was tried before is let go of first.
    result = attempt();
    return ReasonOf(result) == v1::REASON_UNAVAILABLE;
  });
  return result;
}

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAILING_STATEMENTS_H_
