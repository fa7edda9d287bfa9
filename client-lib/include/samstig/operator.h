// SPDX-License-Identifier: Apache-2.0
// Calls that need no local copy: the operator's verbs, and what anybody may know of a network. Each
// blocks until the server has answered or 20 s have passed; where the server reads or writes a
// whole network, until an hour has. Errors as everywhere: Status with a closed Reason.
#ifndef SAMSTIG_OPERATOR_H_
#define SAMSTIG_OPERATOR_H_

#include <memory>
#include <string>

#include "domain/base/result.h"
#include "samstig/client.h"
#include "samstig/v1/admin_service.pb.h"
#include "samstig/v1/catalogue_service.pb.h"

namespace samstig::client {

// The holder of a server's operator token. Thread-safe.
class Operator {
 public:
  // Needs no network itself. `options.path` is not used.
  static Result<std::unique_ptr<Operator>> Open(const Options& options, std::string token);
  virtual ~Operator() = default;

  // ALREADY_EXISTS, NOT_OPERATOR, MALFORMED.
  virtual Result<v1::CreateNetworkResponse> CreateNetwork(
      const v1::CreateNetworkRequest& request) = 0;
  // NOT_OPERATOR.
  virtual Result<v1::GetStatusResponse> GetStatus() = 0;
  // NOT_OPERATOR, NO_SUCH_NETWORK, IN_USE, DISK_FULL, READ_ONLY, DATA_DAMAGED.
  virtual Result<v1::Backup> BackUpNetwork(const std::string& network) = 0;
  // Of all networks when `network` is empty; the newest first. NOT_OPERATOR.
  virtual Result<v1::ListBackupsResponse> ListBackups(const std::string& network) = 0;
  // NOT_OPERATOR, NO_SUCH_NETWORK, NOT_FOUND, DATA_DAMAGED, NEWER_DATA, DISK_FULL.
  virtual Result<v1::RestoreNetworkResponse> RestoreNetwork(const std::string& network,
                                                            const std::string& backup) = 0;
  // The network as it is, or a backup of it. NOT_OPERATOR, NO_SUCH_NETWORK, NOT_FOUND.
  virtual Result<v1::VerifyNetworkResponse> VerifyNetwork(const std::string& network,
                                                          const std::string& backup) = 0;
  // For a person who asked otherwise than by the app. There is no way back. NOT_OPERATOR,
  // NO_SUCH_NETWORK, NOT_FOUND, LAST_ORGANISER.
  virtual Result<v1::ErasePersonResponse> ErasePerson(const v1::ErasePersonRequest& request) = 0;
};

// The cohorts of a network that are announced or enrolling; for anybody. NO_SUCH_NETWORK.
Result<v1::ListOpenCohortsResponse> ListOpenCohorts(const Options& options,
                                                    const std::string& network);

}  // namespace samstig::client

#endif  // SAMSTIG_OPERATOR_H_
