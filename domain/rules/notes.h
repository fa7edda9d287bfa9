// SPDX-License-Identifier: Apache-2.0
// What a person keeps for nobody but the own eyes: texts with several heads that are put away and
// taken up again. For the files of Tool and Team.
#ifndef SAMSTIG_DOMAIN_RULES_NOTES_H_
#define SAMSTIG_DOMAIN_RULES_NOTES_H_

#include <string>

#include "domain/rules/fold.h"
#include "samstig/v1/text.pb.h"

namespace samstig::rules {

// A text, which may be empty, and files. Nobody is named in a note that nobody else reads.
base::Status CheckNote(const v1::Revision& revision);

// One's own note of this kind, perhaps none yet. Another person's id is just taken: that there is
// something under it is all that anybody learns.
base::Result<v1::Entity> OwnOrNewNote(const v1::Entity* before, v1::Entity::BodyCase kind,
                                      const std::string& id, const Maker& maker);
// NOT_FOUND when there is none, or none of one's own.
base::Result<v1::Entity> OwnNote(const v1::Entity* before, v1::Entity::BodyCase kind,
                                 std::string_view what, const Maker& maker);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_NOTES_H_
