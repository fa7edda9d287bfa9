// SPDX-License-Identifier: Apache-2.0
// Entities as JSON for programs. Keys only ever come in addition: docs/cli.md. Ids are UUIDs in
// text, times RFC 3339 in UTC, states the contract's names, texts in several languages an object by
// language.
#ifndef SAMSTIG_CLI_JSON_H_
#define SAMSTIG_CLI_JSON_H_

#include <string>
#include <vector>

#include "cli/copy.h"
#include "cli/mistakes.h"
#include "cli/output.h"

namespace samstig::cli {

// {"kind": "post", "id": ..., "author": {"id", "name"}, "made": ..., "pending": false, ...}
Json ToJson(Copy& copy, const Shown& shown);

Json ToJson(const v1::LocalText& text);
Json ToJson(const v1::Report& report);
Json ToJson(const v1::Programme& programme);
Json ToJson(const v1::Theme& theme);
Json ToJson(const v1::Cohort& cohort);
Json ToJson(const v1::Municipality& municipality);
// [{"file", "line", "field", "problem"}]
Json ToJson(const std::vector<Mistake>& mistakes);

// The text form, or null for none.
Json IdJson(const std::string& bytes);
// null for 0, which is "not set".
Json TimeJson(int64_t time);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_JSON_H_
