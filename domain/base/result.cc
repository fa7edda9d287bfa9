// SPDX-License-Identifier: Apache-2.0
#include "domain/base/result.h"

namespace samstig::base {

std::string Status::ToString() const {
  if (ok()) return "OK";
  std::string text(ReasonName(reason_));
  if (!detail_.empty()) text.append(": ").append(detail_);
  return text;
}

// Spelt out: protobuf-lite has no names of enum values, and a new reason must be named here to
// compile.
std::string_view ReasonName(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNSPECIFIED:
      return "OK";
    case v1::REASON_MALFORMED:
      return "MALFORMED";
    case v1::REASON_MISSING_FIELD:
      return "MISSING_FIELD";
    case v1::REASON_BAD_ID:
      return "BAD_ID";
    case v1::REASON_TEXT_EMPTY:
      return "TEXT_EMPTY";
    case v1::REASON_TEXT_TOO_LONG:
      return "TEXT_TOO_LONG";
    case v1::REASON_TEXT_INVALID:
      return "TEXT_INVALID";
    case v1::REASON_OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case v1::REASON_DATES_OUT_OF_ORDER:
      return "DATES_OUT_OF_ORDER";
    case v1::REASON_TOO_LARGE:
      return "TOO_LARGE";
    case v1::REASON_BAD_HASH:
      return "BAD_HASH";
    case v1::REASON_NOT_FOUND:
      return "NOT_FOUND";
    case v1::REASON_ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case v1::REASON_ILLEGAL_MOVE:
      return "ILLEGAL_MOVE";
    case v1::REASON_NOT_ALLOWED:
      return "NOT_ALLOWED";
    case v1::REASON_DEADLINE_PASSED:
      return "DEADLINE_PASSED";
    case v1::REASON_NOT_OPEN:
      return "NOT_OPEN";
    case v1::REASON_NO_SEATS:
      return "NO_SEATS";
    case v1::REASON_ALREADY_ENROLLED:
      return "ALREADY_ENROLLED";
    case v1::REASON_DELETED:
      return "DELETED";
    case v1::REASON_DEPENDS_ON_PARKED:
      return "DEPENDS_ON_PARKED";
    case v1::REASON_EMAIL_IN_USE:
      return "EMAIL_IN_USE";
    case v1::REASON_AUDIENCE_WIDENED:
      return "AUDIENCE_WIDENED";
    case v1::REASON_TERMS_NOT_ACCEPTED:
      return "TERMS_NOT_ACCEPTED";
    case v1::REASON_TOO_SOON:
      return "TOO_SOON";
    case v1::REASON_CANNOT_READ:
      return "CANNOT_READ";
    case v1::REASON_LINE_OF_COMMAND:
      return "LINE_OF_COMMAND";
    case v1::REASON_NOT_TAKING_PART:
      return "NOT_TAKING_PART";
    case v1::REASON_LAST_ORGANISER:
      return "LAST_ORGANISER";
    case v1::REASON_NOT_SIGNED_IN:
      return "NOT_SIGNED_IN";
    case v1::REASON_TOKEN_EXPIRED:
      return "TOKEN_EXPIRED";
    case v1::REASON_DEVICE_REVOKED:
      return "DEVICE_REVOKED";
    case v1::REASON_WRONG_CODE:
      return "WRONG_CODE";
    case v1::REASON_TOO_MANY_CODES:
      return "TOO_MANY_CODES";
    case v1::REASON_NO_SUCH_NETWORK:
      return "NO_SUCH_NETWORK";
    case v1::REASON_NOT_OPERATOR:
      return "NOT_OPERATOR";
    case v1::REASON_UNKNOWN_INTENT:
      return "UNKNOWN_INTENT";
    case v1::REASON_NUMBER_GAP:
      return "NUMBER_GAP";
    case v1::REASON_DEVICE_CLONED:
      return "DEVICE_CLONED";
    case v1::REASON_VERSION_UNSUPPORTED:
      return "VERSION_UNSUPPORTED";
    case v1::REASON_HISTORY_FORKED:
      return "HISTORY_FORKED";
    case v1::REASON_REQUEST_ID_REUSED:
      return "REQUEST_ID_REUSED";
    case v1::REASON_UNAVAILABLE:
      return "UNAVAILABLE";
    case v1::REASON_DISK_FULL:
      return "DISK_FULL";
    case v1::REASON_READ_ONLY:
      return "READ_ONLY";
    case v1::REASON_DATA_DAMAGED:
      return "DATA_DAMAGED";
    case v1::REASON_INTERNAL:
      return "INTERNAL";
    case v1::REASON_OVERLOADED:
      return "OVERLOADED";
    case v1::REASON_TIMED_OUT:
      return "TIMED_OUT";
    case v1::REASON_CANCELLED:
      return "CANCELLED";
    case v1::REASON_NEWER_DATA:
      return "NEWER_DATA";
    case v1::REASON_IN_USE:
      return "IN_USE";
    case v1::Reason_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Reason_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return "UNKNOWN";
}

bool IsTemporary(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNAVAILABLE:
    case v1::REASON_DISK_FULL:
    case v1::REASON_READ_ONLY:
    case v1::REASON_INTERNAL:
    case v1::REASON_OVERLOADED:
    case v1::REASON_TIMED_OUT:
    case v1::REASON_CANCELLED:
    case v1::REASON_IN_USE:
      return true;
    default:
      return false;
  }
}

}  // namespace samstig::base
