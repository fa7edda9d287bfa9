// SPDX-License-Identifier: Apache-2.0
#include "server/auth/sign_in.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "domain/base/text.h"
#include "samstig/v1/entity.pb.h"
#include "server/auth/sha256.h"
#include "server/decide/gone.h"
#include "server/decide/people.h"

namespace samstig::server {

using base::Id;
using base::NormalEmail;

namespace {

// A clock that stands still, for the time part of one id.
class FixedClock : public base::Clock {
 public:
  explicit FixedClock(TimeMs now) : now_(now) {}
  TimeMs Now() const override { return now_; }

 private:
  const TimeMs now_;
};

// Looks the same for an address nobody has: one look-up that finds nothing.
Result<std::string> LanguageOf(Reader& reader, const std::optional<Account>& account) {
  static const Id kNobody = Id::FromName("sign-in", "nobody");
  ASSIGN_OR_RETURN(std::optional<std::string> bytes,
                   reader.Get(account ? account->person : kNobody));
  v1::Entity entity;
  if (!bytes || !entity.ParseFromString(*bytes)) return std::string();
  return entity.person().language();
}

SignInCode NoCode(const std::string& email) {
  SignInCode none;
  none.email = email;
  return none;
}

TimeMs LastUsed(const DeviceRow& device) { return std::max(device.last_seen, device.signed_in); }

}  // namespace

std::string SignIn::HashOf(std::string_view network, std::string_view email,
                           std::string_view code) const {
  return HmacOf(key_.Reveal(), {"sign-in code", network, email, code});
}

Secret SignIn::NewCode() {
  constexpr uint64_t kCodes = 100'000'000;
  // The highest multiple of kCodes that fits: beyond it low codes would be likelier.
  constexpr uint64_t kFair = UINT64_MAX - UINT64_MAX % kCodes;
  uint64_t drawn = random_.Next();
  while (drawn >= kFair) drawn = random_.Next();
  std::string digits(kCodeDigits, '0');
  uint64_t number = drawn % kCodes;
  for (size_t i = kCodeDigits; i-- > 0; number /= 10) {
    digits[i] = static_cast<char>('0' + number % 10);
  }
  Secret code(digits);
  sodium_memzero(digits.data(), digits.size());
  return code;
}

Result<std::optional<CodeToSend>> SignIn::RequestCode(Transaction& txn, std::string_view network,
                                                      std::string_view email, TimeMs now) {
  const std::string address = NormalEmail(email);
  ASSIGN_OR_RETURN(std::optional<SignInCode> last, txn.CodeFor(address));
  SignInCode row = last.value_or(NoCode(address));
  // Also when the clock went back: an hour in the future would lock the address out.
  if (now < row.hour_began || now - row.hour_began >= base::kHourMs) {
    row.hour_began = now;
    row.asked_in_hour = 0;
  }
  if (row.asked_in_hour >= kCodesPerHour) {
    return Status(v1::REASON_TOO_MANY_CODES, "more than " + std::to_string(kCodesPerHour) +
                                                 " codes in an hour for one address");
  }
  ++row.asked_in_hour;
  // Others' codes that nobody can use any more, before this one is written: so their addresses,
  // known or not, do not stay here, and the table stays as small as one hour's.
  RETURN_IF_ERROR(txn.SweepCodes(now, now - base::kHourMs));

  Secret code = NewCode();
  row.code_hash = HashOf(network, address, code.Reveal());
  row.expires = now + kCodeLifeMs;
  row.tries_left = kCodeTries;
  RETURN_IF_ERROR(txn.PutCode(row));

  ASSIGN_OR_RETURN(std::optional<Account> account, txn.AccountByEmail(address));
  ASSIGN_OR_RETURN(std::string language, LanguageOf(txn, account));
  if (!account) return std::optional<CodeToSend>();
  return std::make_optional(CodeToSend{address, std::move(language), std::move(code)});
}

Result<std::optional<Account>> SignIn::SpendCode(Transaction& txn, std::string_view network,
                                                 std::string_view email, const Secret& given,
                                                 TimeMs now) {
  const std::string address = NormalEmail(email);
  ASSIGN_OR_RETURN(std::optional<SignInCode> kept, txn.CodeFor(address));
  ASSIGN_OR_RETURN(std::optional<Account> account, txn.AccountByEmail(address));
  const std::string hash = HashOf(network, address, given.Reveal());

  SignInCode code = kept.value_or(NoCode(address));
  const bool right = ConstantTimeEqual(code.code_hash, hash);
  const bool usable = code.tries_left > 0 && now < code.expires;
  if (!right || !usable || !account) {
    if (kept && code.tries_left > 0) {
      --code.tries_left;
      RETURN_IF_ERROR(txn.PutCode(code));
    }
    return std::optional<Account>();
  }

  // Used. The row stays, for it counts the codes of the hour.
  code.code_hash.clear();
  code.tries_left = 0;
  RETURN_IF_ERROR(txn.PutCode(code));
  return account;
}

Result<std::optional<SignedIn>> SignIn::RedeemCode(Transaction& txn, const RedeemRequest& request,
                                                   TimeMs now) {
  ASSIGN_OR_RETURN(const std::optional<Account> account,
                   SpendCode(txn, request.network, request.email, request.code, now));
  if (!account) return std::optional<SignedIn>();

  DeviceRow device;
  if (!request.device.IsNil()) {
    ASSIGN_OR_RETURN(std::optional<DeviceRow> earlier, txn.Device(request.device));
    if (earlier && earlier->person == account->person) device = *std::move(earlier);
  }
  if (device.device.IsNil()) {
    device.device = NewDeviceId(now);
    device.person = account->person;
  }
  device.name = request.device_name;
  ASSIGN_OR_RETURN(SignedIn signed_in, Admit(txn, request.network, std::move(device), now));
  return std::make_optional(std::move(signed_in));
}

Id SignIn::NewDeviceId(TimeMs now) {
  const FixedClock clock(now);
  return base::IdSource(clock, random_).Next();
}

Result<SignedIn> SignIn::Admit(Transaction& txn, std::string_view network, DeviceRow device,
                               TimeMs now) {
  Token token = Token::New(std::string(network), random_);
  device.token_hash = token.Hash();
  device.signed_in = now;
  device.last_seen = now;
  device.revoked = false;
  RETURN_IF_ERROR(txn.PutDevice(device));
  return SignedIn{std::move(token), Actor{device.person, device.device}};
}

Result<SignedIn> SignIn::SplitDevice(Transaction& txn, std::string_view network,
                                     const Actor& caller, const std::string& name, TimeMs now) {
  RETURN_IF_ERROR(RequireNotErased(txn, caller.person));
  ASSIGN_OR_RETURN(const std::vector<DeviceRow> devices, ListDevices(txn, caller.person));
  if (devices.size() >= kMaxDevices) {
    return Status(v1::REASON_OVERLOADED, "the person has " + std::to_string(kMaxDevices) +
                                             " devices; some must be signed out first");
  }
  ASSIGN_OR_RETURN(const std::optional<DeviceRow> old, txn.Device(caller.device));
  DeviceRow device;
  device.device = NewDeviceId(now);
  device.person = caller.person;
  device.name = name.empty() && old ? old->name : name;
  ASSIGN_OR_RETURN(SignedIn split, Admit(txn, network, device, now));
  // The copy has proved no more than the original.
  if (!old || old->signed_in != kAddressNotProved) return split;
  ASSIGN_OR_RETURN(std::optional<DeviceRow> row, txn.Device(device.device));
  row->signed_in = kAddressNotProved;
  RETURN_IF_ERROR(txn.PutDevice(*row));
  return split;
}

Result<std::vector<DeviceRow>> ListDevices(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(std::vector<DeviceRow> devices, reader.DevicesOf(person));
  std::erase_if(devices, [](const DeviceRow& device) { return device.revoked; });
  std::sort(devices.begin(), devices.end(), [](const DeviceRow& a, const DeviceRow& b) {
    return std::pair(b.signed_in, b.device) < std::pair(a.signed_in, a.device);
  });
  return devices;
}

Status RevokeDevice(Transaction& txn, const Id& person, const Id& device) {
  ASSIGN_OR_RETURN(std::optional<DeviceRow> row, txn.Device(device));
  if (!row || row->person != person)
    return {v1::REASON_NOT_FOUND, "no such device of the caller's"};
  if (row->revoked) return {};
  row->revoked = true;
  return txn.PutDevice(*row);
}

Status CheckTokenAge(TimeMs last_seen, TimeMs now) {
  if (now - last_seen <= kTokenLifeMs) return {};
  return {v1::REASON_TOKEN_EXPIRED, "the token was not used for 180 days"};
}

Result<CheckedToken> CheckToken(Reader& reader, std::string_view token_hash, TimeMs now) {
  ASSIGN_OR_RETURN(std::optional<DeviceRow> device, reader.DeviceByToken(token_hash));
  // Asked by an index and then compared again in constant time.
  if (!device || !ConstantTimeEqual(device->token_hash, token_hash)) {
    return Status(v1::REASON_NOT_SIGNED_IN, "unknown token");
  }
  if (device->revoked) return Status(v1::REASON_DEVICE_REVOKED, "the device was revoked");
  RETURN_IF_ERROR(CheckTokenAge(LastUsed(*device), now));
  return CheckedToken{Actor{device->person, device->device}, LastUsed(*device)};
}

Status TouchDevice(Transaction& txn, const Id& device, TimeMs now) {
  ASSIGN_OR_RETURN(std::optional<DeviceRow> row, txn.Device(device));
  if (!row || row->revoked || now - LastUsed(*row) < kLastSeenStepMs) return {};
  row->last_seen = now;
  return txn.PutDevice(*row);
}

}  // namespace samstig::server
