// SPDX-License-Identifier: Apache-2.0
// Attachments: what texts may name of files. The files themselves travel apart (BlobService).
#ifndef SAMSTIG_DOMAIN_RULES_ATTACHMENTS_H_
#define SAMSTIG_DOMAIN_RULES_ATTACHMENTS_H_

#include <google/protobuf/repeated_field.h>

#include <string_view>
#include <vector>

#include "domain/base/result.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/text.pb.h"

namespace samstig::rules {

inline constexpr int kMaxAttachments = 20;
inline constexpr uint64_t kMaxBlobBytes = 100 << 20;
inline constexpr uint64_t kBlobChunkBytes = 256 << 10;
inline constexpr size_t kMaxFileNameBytes = 255;
inline constexpr size_t kMaxMediaTypeBytes = 127;

using Attachments = google::protobuf::RepeatedPtrField<v1::Attachment>;

// BAD_HASH, OUT_OF_RANGE, TOO_LARGE, MALFORMED and what a line may be refused for.
base::Status CheckAttachment(const v1::Attachment& attachment);
// Each of them, and not too many (OUT_OF_RANGE).
base::Status CheckAttachments(const Attachments& attachments);

// Two lists that say the same.
bool SameAttachments(const Attachments& a, const Attachments& b);

// What the entity names as it stands now: in its heads or its report. Not what earlier versions
// named.
std::vector<v1::Attachment> AttachmentsOf(const v1::Entity& entity);
// Whether one of them has this hash.
bool NamesBlob(const v1::Entity& entity, std::string_view sha256);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_ATTACHMENTS_H_
