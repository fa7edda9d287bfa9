// SPDX-License-Identifier: Apache-2.0
// Sign-in without passwords: a one-time code by mail, exchanged for a device token; and a person's
// devices.
//
// These are the transactions alone: functions on a Transaction or a Reader, to be run as a
// Network's Work. They know no threads, send no mail and may run twice.
//
// Nobody learns from here whether an address is known: an unknown one gets the same rows, the same
// limits and the same answers, and never a mail.
#ifndef SAMSTIG_SERVER_AUTH_SIGN_IN_H_
#define SAMSTIG_SERVER_AUTH_SIGN_IN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "server/auth/secret.h"
#include "server/auth/token.h"
#include "server/decide/actor.h"
#include "server/store/store.h"

namespace samstig::server {

inline constexpr size_t kCodeDigits = 8;
inline constexpr base::TimeMs kCodeLifeMs = 10 * base::kMinuteMs;
inline constexpr int kCodeTries = 5;
inline constexpr int kCodesPerHour = 5;
inline constexpr base::TimeMs kTokenLifeMs = 180 * base::kDayMs;
inline constexpr base::TimeMs kLastSeenStepMs = base::kHourMs;
inline constexpr size_t kMaxDeviceNameBytes = 100;
inline constexpr size_t kMaxDevices = 100;

// A code on its way to its owner.
struct CodeToSend {
  std::string email;
  // BCP 47, as the person wants to be spoken to.
  std::string language;
  Secret code;
};

struct RedeemRequest {
  std::string network;
  std::string email;
  Secret code;
  std::string device_name;
  // Nil: a new device.
  base::Id device;
};

struct SignedIn {
  Token token;
  Actor actor;
};

// Who a token belongs to.
struct CheckedToken {
  Actor actor;
  base::TimeMs last_seen = 0;
};

// Thread-safe: holds the server's key and its source of randomness.
class SignIn {
 public:
  // `random` must be fit for secrets.
  SignIn(Secret key, base::Random& random) : key_(std::move(key)), random_(random) {}

  // Replaces the address's code by a new one; nullopt when the address is unknown. TOO_MANY_CODES.
  base::Result<std::optional<CodeToSend>> RequestCode(Transaction& txn, std::string_view network,
                                                      std::string_view email, base::TimeMs now);

  // The device with its new token. nullopt when the code is wrong, used, too old or tried too
  // often: the try is then counted, so the Transaction is to be committed all the same.
  base::Result<std::optional<SignedIn>> RedeemCode(Transaction& txn, const RedeemRequest& request,
                                                   base::TimeMs now);

  // Uses up the code: whose it was. nullopt as for RedeemCode.
  base::Result<std::optional<Account>> SpendCode(Transaction& txn, std::string_view network,
                                                 std::string_view email, const Secret& given,
                                                 base::TimeMs now);

  // A new device of the same person's, for a copy of the caller's device; its token stays good. An
  // empty name is the old one's. OVERLOADED beyond kMaxDevices.
  base::Result<SignedIn> SplitDevice(Transaction& txn, std::string_view network,
                                     const Actor& caller, const std::string& name,
                                     base::TimeMs now);

 private:
  // Gives the device a token and stores it.
  base::Result<SignedIn> Admit(Transaction& txn, std::string_view network, DeviceRow device,
                               base::TimeMs now);
  base::Id NewDeviceId(base::TimeMs now);
  std::string HashOf(std::string_view network, std::string_view email, std::string_view code) const;
  Secret NewCode();

  const Secret key_;
  base::Random& random_;
};

// The person's devices that are signed in, the latest sign-in first.
base::Result<std::vector<DeviceRow>> ListDevices(Reader& reader, const base::Id& person);

// Ends a device of the person's. Harmless when it has ended. NOT_FOUND for anybody else's.
base::Status RevokeDevice(Transaction& txn, const base::Id& person, const base::Id& device);

// NOT_SIGNED_IN for an unknown token, DEVICE_REVOKED, TOKEN_EXPIRED.
base::Result<CheckedToken> CheckToken(Reader& reader, std::string_view token_hash,
                                      base::TimeMs now);

// TOKEN_EXPIRED when the token was last used too long ago.
base::Status CheckTokenAge(base::TimeMs last_seen, base::TimeMs now);

// Notes that the device was seen now, unless it has ended or the note is fresh enough.
base::Status TouchDevice(Transaction& txn, const base::Id& device, base::TimeMs now);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_AUTH_SIGN_IN_H_
