// SPDX-License-Identifier: Apache-2.0
// One encoding for one content: what is hashed or compared must not depend on the order in which a
// map's entries happen to lie in memory (protobuf.dev, "Proto Serialization Is Not Canonical").
#ifndef SAMSTIG_DOMAIN_BASE_ENCODING_H_
#define SAMSTIG_DOMAIN_BASE_ENCODING_H_

#include <google/protobuf/message_lite.h>

#include <string>

namespace samstig::base {

// Equal for equal messages within one build; never a promise between programs or versions.
std::string DeterministicBytes(const google::protobuf::MessageLite& message);

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_ENCODING_H_
