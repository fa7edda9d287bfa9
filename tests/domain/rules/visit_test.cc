// SPDX-License-Identifier: Apache-2.0
// The closed lists: every line of the two oneofs is visited as itself.
#include "domain/rules/visit.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <string>

namespace samstig::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::OneofDescriptor;

const auto kNameOf = [](const auto& message) { return message.GetTypeName(); };

TEST(VisitIntentTest, VisitsEveryIntentAsItself) {
  const OneofDescriptor* intents = v1::Mutation::descriptor()->FindOneofByName("intent");
  for (int i = 0; i < intents->field_count(); ++i) {
    const FieldDescriptor* field = intents->field(i);
    v1::Mutation mutation;
    mutation.GetReflection()->MutableMessage(&mutation, field);
    EXPECT_EQ(VisitIntent(mutation, kNameOf), field->message_type()->full_name());
  }
}

TEST(VisitIntentTest, VisitsTheMutationWhenItKnowsNoIntent) {
  EXPECT_EQ(VisitIntent(v1::Mutation(), kNameOf), "samstig.v1.Mutation");
}

TEST(VisitBodyTest, VisitsEveryKindAsItself) {
  const OneofDescriptor* bodies = v1::Entity::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const FieldDescriptor* field = bodies->field(i);
    v1::Entity entity;
    entity.GetReflection()->MutableMessage(&entity, field);
    EXPECT_EQ(VisitBody(entity, kNameOf), field->message_type()->full_name());
  }
}

TEST(VisitBodyTest, VisitsTheEntityWhenItKnowsNoBody) {
  EXPECT_EQ(VisitBody(v1::Entity(), kNameOf), "samstig.v1.Entity");
}

}  // namespace
}  // namespace samstig::rules
