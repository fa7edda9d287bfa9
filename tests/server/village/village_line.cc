// SPDX-License-Identifier: Apache-2.0
#include "tests/server/village/village_line.h"

#include <gtest/gtest.h>

#include <utility>

#include "server/sync/push.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::Id;
using base::Ok;
using base::Result;
using base::Status;

namespace {

// Tokens here are names of devices.
std::string TokenOf(const Id& device) { return device.ToBytes() + device.ToBytes(); }

}  // namespace

VillageLine::VillageLine(Village& village, std::string_view person, std::string_view name)
    : village_(village), person_(IdNamed(person)), name_(name) {}

Identity VillageLine::Give(const Id& device) {
  std::unique_ptr<server::Transaction> txn = Must(village_.store().Begin());
  server::DeviceRow row = Must(txn->Device(device)).value_or(server::DeviceRow{});
  row.device = device;
  row.person = person_;
  row.name = name_;
  row.token_hash = TokenOf(device);
  EXPECT_THAT(txn->PutDevice(row), IsOk());
  EXPECT_THAT(txn->Commit(), IsOk());
  return {person_, device, TokenOf(device)};
}

Identity VillageLine::SignIn(const std::optional<Id>& device) {
  if (device) {
    const auto known = Must(Must(village_.store().Read())->Device(*device));
    if (known) return Give(*device);
  }
  return Give(village_.NewDeviceId(name_));
}

Result<Identity> VillageLine::Split(const std::string& token) {
  RETURN_IF_ERROR(Caller(token).status());
  return Give(IdNamed(name_ + " split " + std::to_string(++splits_)));
}

Result<Id> VillageLine::Caller(const std::string& token) {
  const auto device = Must(Must(village_.store().Read())->DeviceByToken(token));
  if (device) return device->device;
  return Status(v1::REASON_NOT_SIGNED_IN, "unknown token");
}

Result<std::string> VillageLine::Push(const std::string& token, const std::string& bytes) {
  v1::PushRequest request;
  EXPECT_TRUE(request.ParseFromString(bytes));
  ASSIGN_OR_RETURN(const Id device, Caller(token));
  ASSIGN_OR_RETURN(server::PushBatch batch, server::PushBatch::Parse({request.mutations().begin(),
                                                                      request.mutations().end()}));
  std::unique_ptr<server::Transaction> txn = Must(village_.store().Begin());
  RETURN_IF_ERROR(batch.Run(*txn, {person_, device}, village_.clock.Now()));
  RETURN_IF_ERROR(txn->Commit());
  v1::PushResponse response;
  for (const v1::Outcome& outcome : batch.outcomes()) *response.add_outcomes() = outcome;
  response.set_next_number(batch.next_number());
  response.set_server_time_ms(village_.clock.Now());
  response.set_epoch(village_.store().Epoch().ToBytes());
  response.set_epoch_start_seq(village_.store().EpochStart());
  return response.SerializeAsString();
}

Status VillageLine::Pull(const std::string& token, const std::string& bytes) {
  v1::PullRequest request;
  EXPECT_TRUE(request.ParseFromString(bytes));
  session_.reset();
  RETURN_IF_ERROR(Caller(token).status());
  ASSIGN_OR_RETURN(session_, server::PullSession::Make(person_, request));
  follow_ = request.follow();
  at_checkpoint_ = false;
  return Ok();
}

Result<std::optional<std::string>> VillageLine::Next() {
  if (!session_) return std::optional<std::string>();
  const bool news = village_.LastSeq() > session_->seen();
  if (at_checkpoint_ && (!follow_ || !news)) return std::optional<std::string>();
  Result<v1::PullResponse> page = village_.NextPage(*session_);
  if (!page.ok()) {
    session_.reset();
    return page.status();
  }
  at_checkpoint_ = page->has_checkpoint();
  return std::optional(page->SerializeAsString());
}

}  // namespace samstig::test
