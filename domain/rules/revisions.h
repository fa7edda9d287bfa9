// SPDX-License-Identifier: Apache-2.0
// Texts with several heads: a multi-value register. A new version supersedes the heads it names and
// stands beside those it did not know of, so that no writer ever overwrites another.
#ifndef SAMSTIG_DOMAIN_RULES_REVISIONS_H_
#define SAMSTIG_DOMAIN_RULES_REVISIONS_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "domain/base/result.h"
#include "samstig/v1/text.pb.h"

namespace samstig::rules {

using Heads = google::protobuf::RepeatedPtrField<v1::Revision>;
using RevisionIds = google::protobuf::RepeatedPtrField<std::string>;

// Adds `revision` to `heads`. True when another head stays beside it. Adding a revision that is
// there already changes nothing. ALREADY_EXISTS when its id belongs to another text, OUT_OF_RANGE
// when there would be more than kMaxHeads; `heads` is then as it was.
base::Result<bool> AddRevision(Heads& heads, const v1::Revision& revision,
                               const RevisionIds& replaces);

// The claimed time may differ: the text is what must not be lost.
bool SameContent(const v1::Revision& a, const v1::Revision& b);

// A report's four fields and its attachments within their limits. `emptiness` of the whole: a draft
// may be empty.
base::Status CheckReport(const v1::Report& report, bool may_be_empty);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_REVISIONS_H_
