// SPDX-License-Identifier: Apache-2.0
// notices settings: by mail or not, when, and of what.
#ifndef SAMSTIG_CLI_NOTICE_SETTINGS_H_
#define SAMSTIG_CLI_NOTICE_SETTINGS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/verbs.h"

namespace samstig::cli {

void AddNoticeSettingsVerb(CLI::App& notices, Verbs& verbs);

// "07:30" as minutes after midnight; nullopt for what is no time of day.
std::optional<uint32_t> MinuteOf(std::string_view text);
// And back.
std::string TimeOfDay(uint32_t minute);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_NOTICE_SETTINGS_H_
