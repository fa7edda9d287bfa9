// SPDX-License-Identifier: Apache-2.0
// Who may read what in the Town, said once more and by names: the matrix of roles, written without
// looking at scopes or grants.
#ifndef SAMSTIG_TESTS_RIGHTS_READERS_H_
#define SAMSTIG_TESTS_RIGHTS_READERS_H_

#include "tests/rights/town.h"

namespace samstig::test {

// `everything` is what the town holds: an entity's readers may hang on what it belongs to.
People WhoMayRead(const v1::Entity& entity, const std::map<base::Id, v1::Entity>& everything);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_RIGHTS_READERS_H_
