// SPDX-License-Identifier: Apache-2.0
// Messages of the contract compared field by field, with a readable difference.
#ifndef SAMSTIG_TESTS_SUPPORT_PROTO_MATCHERS_H_
#define SAMSTIG_TESTS_SUPPORT_PROTO_MATCHERS_H_

#include <gmock/gmock.h>
#include <google/protobuf/message.h>

#include <string>

namespace samstig::test {

// Empty when the two are equal, else the fields in which they differ.
std::string DifferenceOf(const google::protobuf::Message& expected,
                         const google::protobuf::Message& actual);

MATCHER_P(EqualsProto, expected,
          std::string(negation ? "differs from " : "equals ") + expected.ShortDebugString()) {
  const std::string difference = DifferenceOf(expected, arg);
  *result_listener << difference;
  return difference.empty();
}

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_PROTO_MATCHERS_H_
