// SPDX-License-Identifier: Apache-2.0
// People who were erased, for those who decide on what still names them.
#ifndef SAMSTIG_SERVER_DECIDE_GONE_H_
#define SAMSTIG_SERVER_DECIDE_GONE_H_

#include <string>

#include "server/decide/case.h"

namespace samstig::server {

// Whether the person was erased here. What is asked for such a person was asked before that: a
// device gives back what a restored network had lost. Then it was done, and was undone by the
// erasure; doing nothing comes to the same, and parking it would bring back a name.
Result<bool> IsGone(Case& c, const std::string& person);

// Whether it was done between the check of a caller's token and this transaction. NOT_SIGNED_IN.
Status RequireNotErased(Reader& reader, const Id& person);

using Mentions = google::protobuf::RepeatedPtrField<std::string>;

Result<bool> NamesTheGone(Case& c, const Mentions& mentions);
// The mentions, with those who were erased as the trace that they are in older posts.
Result<Mentions> WithoutTheGone(Case& c, const Mentions& mentions);
// The same of all of them at once: `from` becomes `to`, each is there once.
Mentions Replaced(const Mentions& mentions, const std::string& from, const std::string& to);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_GONE_H_
