// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/attachments.h"

#include <algorithm>
#include <string>
#include <type_traits>

#include "domain/base/sha256.h"
#include "domain/base/text.h"
#include "domain/rules/limits.h"
#include "domain/rules/visit.h"

namespace samstig::rules {

using base::Status;

namespace {

// A name is shown and becomes a file's name on somebody's disk: never a way to another folder.
Status CheckFileName(std::string_view name) {
  RETURN_IF_ERROR(base::CheckLine(name, "attachment name", kMaxFileNameBytes));
  const bool is_path = name.find_first_of("/\\") != std::string_view::npos;
  if (!is_path && name != "." && name != "..") return {};
  return {v1::REASON_MALFORMED, "an attachment's name is a file's name, not a path"};
}

// RFC 6838 §4.2, as far as registered types use it, in lower case.
bool IsTypeName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
  });
}

Status CheckMediaType(std::string_view type) {
  const size_t slash = type.find('/');
  if (type.size() <= kMaxMediaTypeBytes && slash != std::string_view::npos &&
      IsTypeName(type.substr(0, slash)) && IsTypeName(type.substr(slash + 1))) {
    return {};
  }
  return {type.empty() ? v1::REASON_MISSING_FIELD : v1::REASON_MALFORMED,
          "media_type is no media type in lower case, such as image/jpeg"};
}

void Append(const Attachments& from, std::vector<v1::Attachment>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

void Append(const google::protobuf::RepeatedPtrField<v1::Revision>& heads,
            std::vector<v1::Attachment>& to) {
  for (const v1::Revision& head : heads) {
    Append(head.attachments(), to);
    Append(head.report().attachments(), to);
  }
}

}  // namespace

Status CheckAttachment(const v1::Attachment& attachment) {
  if (attachment.sha256().size() != base::kSha256Bytes) {
    return {v1::REASON_BAD_HASH, "an attachment's sha256 has " +
                                     std::to_string(attachment.sha256().size()) +
                                     " bytes; it has 32"};
  }
  if (attachment.size() == 0) {
    return {v1::REASON_OUT_OF_RANGE, "an attachment's size is 0; it has at least 1 byte"};
  }
  if (attachment.size() > kMaxBlobBytes) {
    return {v1::REASON_TOO_LARGE, "an attachment's size is " + std::to_string(attachment.size()) +
                                      "; at most " + std::to_string(kMaxBlobBytes)};
  }
  RETURN_IF_ERROR(CheckFileName(attachment.name()));
  return CheckMediaType(attachment.media_type());
}

Status CheckAttachments(const Attachments& attachments) {
  RETURN_IF_ERROR(CheckRange(attachments.size(), "attachments", 0, kMaxAttachments));
  for (const v1::Attachment& attachment : attachments) {
    RETURN_IF_ERROR(CheckAttachment(attachment));
  }
  return {};
}

bool SameAttachments(const Attachments& a, const Attachments& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const v1::Attachment& x, const v1::Attachment& y) {
                      return x.sha256() == y.sha256() && x.size() == y.size() &&
                             x.name() == y.name() && x.media_type() == y.media_type();
                    });
}

std::vector<v1::Attachment> AttachmentsOf(const v1::Entity& entity) {
  return VisitBody(entity, [](const auto& body) {
    using Body = std::decay_t<decltype(body)>;
    std::vector<v1::Attachment> all;
    if constexpr (std::is_same_v<Body, v1::Post> || std::is_same_v<Body, v1::Draft> ||
                  std::is_same_v<Body, v1::Tool> || std::is_same_v<Body, v1::Team>) {
      Append(body.heads(), all);
    } else if constexpr (std::is_same_v<Body, v1::Submission>) {
      Append(body.report().attachments(), all);
    }
    return all;
  });
}

bool NamesBlob(const v1::Entity& entity, std::string_view sha256) {
  const std::vector<v1::Attachment> all = AttachmentsOf(entity);
  return std::any_of(all.begin(), all.end(), [&](const v1::Attachment& attachment) {
    return attachment.sha256() == sha256;
  });
}

}  // namespace samstig::rules
