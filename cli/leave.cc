// SPDX-License-Identifier: Apache-2.0
// Leaving this device, and saving what only it holds: export, sign-out.
#include <memory>

#include "cli/json.h"
#include "cli/place.h"
#include "cli/verbs.h"

namespace samstig::cli {

namespace {

struct ExportOptions {
  std::string file;
};

Result<Exit> Export(Session& s, const ExportOptions& options) {
  const Result<Copy*> copy = s.Open(Session::Freshness::kAsItIs);
  if (copy.ok()) {
    RETURN_IF_ERROR((*copy)->client().Export(options.file));
  } else {
    const v1::Reason why = copy.status().reason();
    const bool unusable = why == v1::REASON_DATA_DAMAGED || why == v1::REASON_NEWER_DATA ||
                          why == v1::REASON_READ_ONLY || why == v1::REASON_DISK_FULL;
    if (!unusable) return copy.status();
    // A copy that cannot be opened: whatever can still be read in it.
    s.out().Note("(the copy cannot be used; saving what can be read in it)");
    ASSIGN_OR_RETURN(const std::string path, s.PathOfCopy());
    RETURN_IF_ERROR(client::ExportUnsent(path, options.file).status());
  }
  s.out().Document({{"state", "EXPORTED"}, {"file", options.file}});
  s.out().Say("All that is not confirmed is in " + options.file + ".");
  return Exit::kOk;
}

struct SignOutOptions {
  std::string confirm;
};

Result<Exit> SignOut(Session& s, const SignOutOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const client::SignedOut out, copy->client().SignOut(options.confirm));
  s.out().Document({{"state", out.signed_out ? "SIGNED_OUT" : "CONFIRM"},
                    {"revoked", out.revoked},
                    {"waiting", out.waiting},
                    {"parked", out.parked},
                    {"attachments", out.attachments},
                    {"confirmation", out.confirmation}});
  if (out.signed_out) {
    s.out().Say("Signed out. Nothing of yours is left on this device.");
    if (!out.revoked) {
      s.out().Note("(the server has not heard of it: revoke this device from another one)");
    }
    return Exit::kOk;
  }
  s.out().Print("Only this device holds " + std::to_string(out.waiting) + " writes not sent, " +
                std::to_string(out.parked) + " not carried out and " +
                std::to_string(out.attachments) + " files. Signing out loses them for good.");
  s.out().Print("To save them first: samstig export FILE");
  s.out().Print("To lose them: samstig sign-out --confirm " + out.confirmation);
  return Exit::kRefused;
}

}  // namespace

void AddLeaveVerbs(CLI::App& app, Verbs& verbs) {
  auto save = std::make_shared<ExportOptions>();
  CLI::App* out = app.add_subcommand("export", "Save what is not confirmed into a file")
                      ->group(group::kAccount);
  out->add_option("FILE", save->file, "The new file")->required();
  verbs.On(out, [save](Session& s) { return Export(s, *save); });

  auto leave = std::make_shared<SignOutOptions>();
  CLI::App* end = app.add_subcommand("sign-out", "Sign out here and erase the copy on this device")
                      ->group(group::kAccount);
  end->add_option("--confirm", leave->confirm, "What it told, to lose what is not sent");
  verbs.On(end, [leave](Session& s) { return SignOut(s, *leave); });
}

}  // namespace samstig::cli
