// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/again.h"

namespace samstig::rules {

using base::Id;
using base::Result;
using base::Status;

namespace {

// What people make under an id of their own choosing. All other ids are made from names or belong
// to something that is there.
void GiveId(v1::Mutation& mutation, const std::string& id) {
  switch (mutation.intent_case()) {
    case v1::Mutation::kPostAssignment:
      return mutation.mutable_post_assignment()->set_id(id);
    case v1::Mutation::kSubmit:
      return mutation.mutable_submit()->set_id(id);
    case v1::Mutation::kGiveFeedback:
      return mutation.mutable_give_feedback()->set_id(id);
    case v1::Mutation::kStartThread:
      return mutation.mutable_start_thread()->set_id(id);
    case v1::Mutation::kFormGroup:
      return mutation.mutable_form_group()->set_id(id);
    case v1::Mutation::kWritePost:
      return mutation.mutable_write_post()->set_id(id);
    case v1::Mutation::kSaveTool:
      return mutation.mutable_save_tool()->set_id(id);
    case v1::Mutation::kSaveTeam:
      return mutation.mutable_save_team()->set_id(id);
    default:
      return;
  }
}

}  // namespace

Result<v1::Mutation> Again(const v1::Parked& parked, const Id& fresh) {
  v1::Mutation mutation;
  if (!mutation.ParseFromString(parked.mutation())) {
    return Status(v1::REASON_DATA_DAMAGED, "the parked write does not parse");
  }
  if (mutation.intent_case() == v1::Mutation::INTENT_NOT_SET) {
    return Status(v1::REASON_UNKNOWN_INTENT, "the parked write is of a newer version");
  }
  mutation.clear_number();
  mutation.clear_claimed_ms();
  // What it built on is in the past, and so is whom its author saw as its readers.
  mutation.clear_depends_on();
  if (mutation.has_write_post()) mutation.mutable_write_post()->clear_audience();
  if (parked.reason() == v1::REASON_ALREADY_EXISTS) GiveId(mutation, fresh.ToBytes());
  return mutation;
}

}  // namespace samstig::rules
