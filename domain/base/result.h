// SPDX-License-Identifier: Apache-2.0
// Errors are values: a Status says why something was refused (a closed Reason for programs, an
// English detail for developers), a Result<T> is a T or such a Status. No exceptions, no Abseil:
// this is also compiled for the browser. A detail never holds a person's text, token or e-mail
// address.
#ifndef SAMSTIG_DOMAIN_BASE_RESULT_H_
#define SAMSTIG_DOMAIN_BASE_RESULT_H_

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "samstig/v1/reason.pb.h"

namespace samstig::base {

class [[nodiscard]] Status {
 public:
  Status() = default;  // OK.
  Status(v1::Reason reason, std::string detail) : reason_(reason), detail_(std::move(detail)) {}

  bool ok() const { return reason_ == v1::REASON_UNSPECIFIED; }
  v1::Reason reason() const { return reason_; }
  const std::string& detail() const { return detail_; }

  // "NO_SEATS: the municipality has no agreed seats", or "OK".
  std::string ToString() const;

 private:
  v1::Reason reason_ = v1::REASON_UNSPECIFIED;
  std::string detail_;
};

inline Status Ok() { return {}; }

// The reason's name without its prefix: "NO_SEATS".
std::string_view ReasonName(v1::Reason reason);

// Whether the same request can succeed later without anybody changing anything: trouble of the
// machine or the network, never a judgement.
bool IsTemporary(v1::Reason reason);

// A T, or the Status that says why there is none. Asking for the value of a refused Result is a
// programming error and aborts.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): reads as T
  // NOLINTNEXTLINE(google-explicit-constructor): reads as Status
  Result(Status status) : status_(std::move(status)) {
    if (status_.ok()) std::abort();
  }

  bool ok() const { return value_.has_value(); }
  const Status& status() const { return status_; }

  const T& operator*() const& { return Checked(); }
  T& operator*() & {
    Checked();
    return *value_;
  }
  T&& operator*() && {
    Checked();
    return *std::move(value_);
  }
  const T* operator->() const { return &Checked(); }
  T* operator->() {
    Checked();
    return &*value_;
  }

 private:
  const T& Checked() const {
    if (!value_) std::abort();
    return *value_;
  }

  std::optional<T> value_;
  Status status_;
};

}  // namespace samstig::base

#define SAMSTIG_CONCAT_INNER(a, b) a##b
#define SAMSTIG_CONCAT(a, b) SAMSTIG_CONCAT_INNER(a, b)

// Returns from the calling function when the Status is not OK.
#define RETURN_IF_ERROR(expr)                        \
  do {                                               \
    ::samstig::base::Status samstig_status = (expr); \
    if (!samstig_status.ok()) return samstig_status; \
  } while (false)

// ASSIGN_OR_RETURN(Post post, Find(id)): the value, or return the Status.
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_INNER(SAMSTIG_CONCAT(samstig_result_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_INNER(result, lhs, expr) \
  auto result = (expr);                           \
  if (!result.ok()) return result.status();       \
  lhs = *std::move(result)

#endif  // SAMSTIG_DOMAIN_BASE_RESULT_H_
