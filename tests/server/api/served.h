// SPDX-License-Identifier: Apache-2.0
// A whole server without its program: one network, "stigen", with Anna as its organiser, behind
// real gRPC on a port of its own. The clock, chance and the mail belong to the test.
#ifndef SAMSTIG_TESTS_SERVER_API_SERVED_H_
#define SAMSTIG_TESTS_SERVER_API_SERVED_H_

#include <gmock/gmock.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "samstig/v1/account_service.grpc.pb.h"
#include "samstig/v1/error_detail.pb.h"
#include "server/api/grpc_server.h"
#include "server/auth/mail.h"
#include "server/auth/sessions.h"
#include "server/auth/sign_in.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/sync/erasures.h"
#include "server/sync/keeping.h"
#include "server/sync/networks.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {

inline constexpr char kAnna[] = "anna@example.org";

// Keeps what it is given. Thread-safe.
class KeepingMailer : public Mailer {
 public:
  base::Status Ready() override;
  void Send(Mail mail) override;

  void SetDown(bool down);
  std::vector<Mail> Sent() const;
  // The eight digits of the last mail.
  std::string LastCode() const;

 private:
  mutable std::mutex mutex_;
  bool down_ = false;
  std::vector<Mail> sent_;
};

// What a call answered with.
struct Answer {
  grpc::Status status;
  v1::ErrorDetail detail;  // Of an error of ours.

  explicit Answer(grpc::Status given);
  v1::Reason reason() const { return detail.reason(); }
};

// A signed-in device.
struct Device {
  std::string token;
  base::Id device;
  base::Id person;
};

class Served : public testing::Test {
 protected:
  // How long backups are kept; 0: until somebody removes them.
  explicit Served(base::TimeMs backup_term = 0);
  ~Served() override;

  // Calls `method` of `stub`: Call(*stub_, &Stub::ListDevices, request, &response, token).
  template <typename Stub, typename Request, typename Response>
  static Answer Call(Stub& stub,
                     grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Request& request, Response* response, const std::string& token = {}) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    return Answer((stub.*method)(&context, request, response));
  }

  Answer AsksForCode(const std::string& email, const std::string& network = "stigen");
  Device SignsIn(const std::string& email = kAnna, const std::string& device_id = {});
  // Puts a person into the network who can sign in.
  base::Id Joins(const std::string& name, const std::string& email);
  void Write(const Network::Work& work);
  base::Result<std::unique_ptr<Store>> OpenStore(const std::string& slug, const std::string& name);
  // Ends the server, after which the log is whole.
  std::string LogAfterStop();

  test::TempDir dir_;
  test::FakeClock clock_;
  test::SeededRandom random_{1};
  std::ostringstream log_text_;
  Log log_{LogLevel::kDebug, LogFormat::kJson, log_text_};
  Metrics metrics_;
  KeepingMailer mailer_;
  SignIn sign_in_{Secret("the server's key"), random_};
  Sessions sessions_{clock_};
  const std::unique_ptr<Keeper> keeper_;
  Networks networks_;
  Keeping keeping_;
  ErasureBook book_{dir_.File("erasures")};
  Erasures erasures_{networks_, keeping_, book_, clock_, random_, log_, [this](const Id& device) {
                       sessions_.End(device);
                     }};
  Network* network_ = nullptr;
  const std::string operator_token_ = "the-operator's-token";
  std::unique_ptr<GrpcServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AccountService::Stub> accounts_;
};

// EXPECT_THAT(answer, Refused(v1::REASON_X, grpc::StatusCode::Y))
MATCHER_P2(Refused, reason, code, "") {
  *result_listener << "code " << arg.status.error_code() << ", " << base::ReasonName(arg.reason())
                   << ": " << arg.status.error_message();
  return arg.reason() == reason && arg.status.error_code() == code;
}

MATCHER(Succeeded, "") {
  *result_listener << "code " << arg.status.error_code() << ", " << base::ReasonName(arg.reason())
                   << ": " << arg.status.error_message();
  return arg.status.ok();
}

}  // namespace samstig::server

#endif  // SAMSTIG_TESTS_SERVER_API_SERVED_H_
