// SPDX-License-Identifier: Apache-2.0
// What of an entity can be searched for: what people wrote and see, in all its languages. A kind
// that is not named here is not found.
#ifndef SAMSTIG_CLIENT_LIB_CORE_SEARCH_TEXT_H_
#define SAMSTIG_CLIENT_LIB_CORE_SEARCH_TEXT_H_

#include <string>
#include <string_view>

#include "samstig/v1/entity.pb.h"

namespace samstig::client {

// Empty when there is nothing.
std::string SearchTextOf(const v1::Entity& entity);

// What a person typed as an FTS5 query (https://www.sqlite.org/fts5.html §3): all of the words,
// each as the beginning of one. Nothing in it is taken for syntax. Empty when there is no word.
std::string SearchQuery(std::string_view typed);

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_SEARCH_TEXT_H_
