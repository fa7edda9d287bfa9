// SPDX-License-Identifier: Apache-2.0
// When a person's mails go, by the person's own clock on the wall: summer time, quiet hours and
// all.
#ifndef SAMSTIG_SERVER_NOTIFY_RHYTHM_H_
#define SAMSTIG_SERVER_NOTIFY_RHYTHM_H_

#include <absl/time/time.h>

#include <string>

#include "domain/base/clock.h"
#include "samstig/v1/notice_settings.pb.h"

namespace samstig::server {

struct Zone {
  absl::TimeZone zone;
  // False: the system knows no zone of that name, and UTC stands in.
  bool known = false;
};
Zone ZoneNamed(const std::string& name);

// The first time after `after` at which a digest goes, moved out of the quiet hours. A time that
// the clocks jump over is the moment of the jump; of one that comes twice, the first.
base::TimeMs NextDigest(const v1::NoticeSettings& settings, const absl::TimeZone& zone,
                        base::TimeMs after);

// `time`, or the end of the quiet hours that it falls into.
base::TimeMs AfterQuiet(const v1::NoticeSettings& settings, const absl::TimeZone& zone,
                        base::TimeMs time);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_NOTIFY_RHYTHM_H_
