// SPDX-License-Identifier: Apache-2.0
// Programmes, for the kinds that belong to one.
#ifndef SAMSTIG_SERVER_DECIDE_PROGRAMMES_H_
#define SAMSTIG_SERVER_DECIDE_PROGRAMMES_H_

#include <string>

#include "server/decide/case.h"

namespace samstig::server {

// NOT_FOUND also for an edition: what is kept of an older version stays as it was.
Result<v1::Entity> LoadProgramme(Case& c, const std::string& id);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_PROGRAMMES_H_
