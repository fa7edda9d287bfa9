// SPDX-License-Identifier: Apache-2.0
#include "cli/exit.h"

namespace samstig::cli {

Exit ExitFor(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNSPECIFIED:
      return Exit::kOk;
    case v1::REASON_MALFORMED:
    case v1::REASON_MISSING_FIELD:
      return Exit::kUsage;
    case v1::REASON_NOT_SIGNED_IN:
    case v1::REASON_TOKEN_EXPIRED:
    case v1::REASON_DEVICE_REVOKED:
      return Exit::kSignedOut;
    case v1::REASON_UNAVAILABLE:
    case v1::REASON_OVERLOADED:
    case v1::REASON_TIMED_OUT:
    case v1::REASON_CANCELLED:
    case v1::REASON_INTERNAL:
    case v1::REASON_VERSION_UNSUPPORTED:
    case v1::REASON_HISTORY_FORKED:
      return Exit::kOffline;
    case v1::REASON_DISK_FULL:
    case v1::REASON_READ_ONLY:
    case v1::REASON_DATA_DAMAGED:
    case v1::REASON_NEWER_DATA:
    case v1::REASON_IN_USE:
      return Exit::kLocalData;
    default:
      return Exit::kRefused;
  }
}

}  // namespace samstig::cli
