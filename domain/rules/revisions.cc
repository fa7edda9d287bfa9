// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/revisions.h"

#include <algorithm>

#include "domain/base/id.h"
#include "domain/base/text.h"
#include "domain/rules/attachments.h"
#include "domain/rules/limits.h"

namespace samstig::rules {

using base::Emptiness;
using base::Id;
using base::Result;
using base::Status;

bool SameContent(const v1::Revision& a, const v1::Revision& b) {
  return a.content_case() == b.content_case() && a.text() == b.text() &&
         a.report().SerializeAsString() == b.report().SerializeAsString() &&
         SameAttachments(a.attachments(), b.attachments()) &&
         std::equal(a.mentions().begin(), a.mentions().end(), b.mentions().begin(),
                    b.mentions().end());
}

Result<bool> AddRevision(Heads& heads, const v1::Revision& revision, const RevisionIds& replaces) {
  RETURN_IF_ERROR(Id::Parse(revision.revision_id(), "revision_id").status());
  const auto known = std::find_if(heads.begin(), heads.end(), [&](const v1::Revision& head) {
    return head.revision_id() == revision.revision_id();
  });
  if (known != heads.end()) {
    if (SameContent(*known, revision)) return heads.size() > 1;
    return Status(v1::REASON_ALREADY_EXISTS, "the revision's id is taken by another text");
  }

  Heads kept;
  for (const v1::Revision& head : heads) {
    const bool replaced =
        std::find(replaces.begin(), replaces.end(), head.revision_id()) != replaces.end();
    if (!replaced) *kept.Add() = head;
  }
  const bool merged = !kept.empty();
  if (kept.size() >= kMaxHeads) {
    return Status(v1::REASON_OUT_OF_RANGE, "too many versions side by side; join some first");
  }
  *kept.Add() = revision;
  heads.Swap(&kept);
  return merged;
}

Status CheckReport(const v1::Report& report, bool may_be_empty) {
  RETURN_IF_ERROR(base::CheckText(report.tried(), "tried", kMaxTextBytes, Emptiness::kAllowed));
  RETURN_IF_ERROR(
      base::CheckText(report.happened(), "happened", kMaxTextBytes, Emptiness::kAllowed));
  RETURN_IF_ERROR(base::CheckText(report.insight(), "insight", kMaxTextBytes, Emptiness::kAllowed));
  RETURN_IF_ERROR(
      base::CheckText(report.next_step(), "next_step", kMaxTextBytes, Emptiness::kAllowed));
  RETURN_IF_ERROR(CheckAttachments(report.attachments()));
  if (may_be_empty) return {};
  const std::string all =
      report.tried() + report.happened() + report.insight() + report.next_step();
  return base::CheckText(all, "report", 4 * kMaxTextBytes);
}

}  // namespace samstig::rules
