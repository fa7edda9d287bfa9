// SPDX-License-Identifier: Apache-2.0
#include "tests/support/proto_matchers.h"

#include <google/protobuf/util/message_differencer.h>

namespace samstig::test {

std::string DifferenceOf(const google::protobuf::Message& expected,
                         const google::protobuf::Message& actual) {
  if (expected.GetDescriptor() != actual.GetDescriptor()) {
    return "a " + actual.GetTypeName() + " is no " + expected.GetTypeName();
  }
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  const bool equal = differencer.Compare(expected, actual);
  if (equal) return "";
  return difference.empty() ? "they differ" : difference;
}

}  // namespace samstig::test
