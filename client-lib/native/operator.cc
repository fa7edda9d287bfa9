// SPDX-License-Identifier: Apache-2.0
#include "samstig/operator.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "client-lib/transport/grpc/grpc_transport.h"

namespace samstig::client {

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr int kLongTimeoutMs = 3'600'000;

// One question to the server, waited for.
template <typename Response>
Result<Response> Ask(Transport& transport, Transport::Method method, const std::string& token,
                     const google::protobuf::MessageLite& request, int timeout_ms = kTimeoutMs) {
  std::mutex mutex;
  std::condition_variable ended;
  std::string reply;
  std::optional<Status> status;
  const std::unique_ptr<Call> call = transport.Start(
      method, token, request.SerializeAsString(), timeout_ms,
      [&](std::string frame) {
        const std::lock_guard lock(mutex);
        reply = std::move(frame);
      },
      [&](Status s) {
        const std::lock_guard lock(mutex);
        status = std::move(s);
        ended.notify_all();
      });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return status.has_value(); });
  if (!status->ok()) return *status;
  Response response;
  if (!response.ParseFromString(reply)) {
    return Status(v1::REASON_INTERNAL, "the server's answer does not parse");
  }
  return response;
}

Result<std::unique_ptr<Transport>> Connect(const Options& options) {
  return NewGrpcTransport({options.server, options.tls, options.ca_file});
}

class NativeOperator : public Operator {
 public:
  NativeOperator(std::unique_ptr<Transport> transport, std::string token)
      : transport_(std::move(transport)), token_(std::move(token)) {}

  Result<v1::CreateNetworkResponse> CreateNetwork(
      const v1::CreateNetworkRequest& request) override {
    const std::lock_guard lock(mutex_);
    return Ask<v1::CreateNetworkResponse>(*transport_, Transport::Method::kCreateNetwork, token_,
                                          request);
  }

  Result<v1::GetStatusResponse> GetStatus() override {
    const std::lock_guard lock(mutex_);
    return Ask<v1::GetStatusResponse>(*transport_, Transport::Method::kGetStatus, token_,
                                      v1::GetStatusRequest());
  }

  Result<v1::Backup> BackUpNetwork(const std::string& network) override {
    const std::lock_guard lock(mutex_);
    v1::BackUpNetworkRequest request;
    request.set_network(network);
    ASSIGN_OR_RETURN(v1::BackUpNetworkResponse response,
                     Ask<v1::BackUpNetworkResponse>(*transport_, Transport::Method::kBackUpNetwork,
                                                    token_, request, kLongTimeoutMs));
    return response.backup();
  }

  Result<v1::ListBackupsResponse> ListBackups(const std::string& network) override {
    const std::lock_guard lock(mutex_);
    v1::ListBackupsRequest request;
    request.set_network(network);
    return Ask<v1::ListBackupsResponse>(*transport_, Transport::Method::kListBackups, token_,
                                        request);
  }

  Result<v1::RestoreNetworkResponse> RestoreNetwork(const std::string& network,
                                                    const std::string& backup) override {
    const std::lock_guard lock(mutex_);
    v1::RestoreNetworkRequest request;
    request.set_network(network);
    request.set_backup(backup);
    return Ask<v1::RestoreNetworkResponse>(*transport_, Transport::Method::kRestoreNetwork, token_,
                                           request, kLongTimeoutMs);
  }

  Result<v1::VerifyNetworkResponse> VerifyNetwork(const std::string& network,
                                                  const std::string& backup) override {
    const std::lock_guard lock(mutex_);
    v1::VerifyNetworkRequest request;
    request.set_network(network);
    request.set_backup(backup);
    return Ask<v1::VerifyNetworkResponse>(*transport_, Transport::Method::kVerifyNetwork, token_,
                                          request, kLongTimeoutMs);
  }

  Result<v1::ErasePersonResponse> ErasePerson(const v1::ErasePersonRequest& request) override {
    const std::lock_guard lock(mutex_);
    return Ask<v1::ErasePersonResponse>(*transport_, Transport::Method::kErasePerson, token_,
                                        request, kLongTimeoutMs);
  }

 private:
  std::mutex mutex_;  // The Transport takes calls from one thread at a time.
  const std::unique_ptr<Transport> transport_;
  const std::string token_;
};

}  // namespace

Result<std::unique_ptr<Operator>> Operator::Open(const Options& options, std::string token) {
  ASSIGN_OR_RETURN(std::unique_ptr<Transport> transport, Connect(options));
  return std::unique_ptr<Operator>(
      std::make_unique<NativeOperator>(std::move(transport), std::move(token)));
}

Result<v1::ListOpenCohortsResponse> ListOpenCohorts(const Options& options,
                                                    const std::string& network) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Transport> transport, Connect(options));
  v1::ListOpenCohortsRequest request;
  request.set_network(network);
  return Ask<v1::ListOpenCohortsResponse>(*transport, Transport::Method::kListOpenCohorts, "",
                                          request);
}

}  // namespace samstig::client
