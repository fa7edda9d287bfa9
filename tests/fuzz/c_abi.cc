// SPDX-License-Identifier: Apache-2.0
// Any calls of the C functions in any order, on a phone that was signed in once: each says 0 or a
// reason, and what it gives out can be given back. A write that was taken is in the outbox.
#include <cstring>
#include <filesystem>
#include <iterator>

#include "client-lib/include/samstig/samstig.h"
#include "tests/client-lib/c/c_test_server.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temp_dir.h"

namespace samstig {
namespace {

namespace fs = std::filesystem;

samstig_t* Opened(const std::string& path) {
  const samstig_options_t options{path.c_str(), c_test_server_address(), 1, nullptr};
  samstig_t* client = nullptr;
  FUZZ_MUST(samstig_open(&options, &client, nullptr) == 0);
  return client;
}

// The database of a phone that has just been signed in.
const fs::path& SignedIn() {
  static test::TempDir dir;
  static const fs::path folder = [] {
    c_test_server_start();
    const fs::path made = dir.File("phone");
    fs::create_directory(made);
    samstig_t* client = Opened(made / "copy.db");
    FUZZ_MUST(samstig_request_code(client, "demo", "anna@pargas.example", nullptr) == 0);
    FUZZ_MUST(samstig_redeem_code(client, "demo", "anna@pargas.example", c_test_server_code(),
                                  "Telefonen", nullptr) == 0);
    samstig_close(client);
    return made;
  }();
  return folder;
}

struct Id {
  uint8_t bytes[SAMSTIG_ID_SIZE] = {};
  explicit Id(const std::string& from) {
    std::memcpy(bytes, from.data(), std::min(from.size(), sizeof bytes));
  }
};

// What may come out of a call, given back at its end.
struct Out {
  char* text = nullptr;
  void* bytes = nullptr;
  size_t size = 0;
  char* detail = nullptr;
  ~Out() {
    samstig_free(text);
    samstig_free(bytes);
    samstig_free(detail);
  }
};

void ReadAll(samstig_list_t* list) {
  for (size_t i = 0; i < samstig_list_size(list); ++i) {
    const samstig_item_t item = samstig_list_item(list, i);
    FUZZ_MUST(item.data != nullptr || item.size == 0);
  }
  samstig_list_free(list);
}

bool IsInOutbox(samstig_t* client, uint64_t number) {
  samstig_list_t* list = nullptr;
  FUZZ_MUST(samstig_outbox(client, &list, nullptr) == 0);
  bool there = false;
  for (size_t i = 0; i < samstig_list_size(list); ++i)
    there |= samstig_list_item(list, i).number == number;
  samstig_list_free(list);
  return there;
}

void Write(samstig_t* client, const std::string& bytes, Out& out) {
  samstig_write_t* write = nullptr;
  if (samstig_do(client, bytes.data(), bytes.size(), &write, &out.detail) != 0) {
    FUZZ_MUST(write == nullptr);
    return;
  }
  FUZZ_MUST(IsInOutbox(client, samstig_write_number(write)));
  FUZZ_MUST(samstig_write_final(write, 0, nullptr) != 0);
  samstig_write_release(write);
}

void Call(samstig_t* client, const fuzz::Piece& piece, const fs::path& folder) {
  const std::string& bytes = piece.bytes;
  const Id id(bytes);
  Out out;
  samstig_list_t* list = nullptr;
  switch (piece.verb % 14) {
    case 0:
      return Write(client, bytes, out);
    case 1:
      (void)samstig_do_instead(client, id.bytes, bytes.data(), bytes.size(), nullptr, &out.detail);
      return;
    case 2:
      (void)samstig_again(client, id.bytes, &out.bytes, &out.size, &out.detail);
      return;
    case 3:
      (void)samstig_attach(client, bytes.data(), bytes.size(), bytes.c_str(), "text/plain",
                           &out.bytes, &out.size, &out.detail);
      return;
    case 4: {
      samstig_attachment_status_t status{};
      (void)samstig_attachment_status(client, bytes.data(), bytes.size(), &status, &out.detail);
      return;
    }
    case 5:
      if (samstig_get(client, id.bytes, &list, &out.detail) == 0) ReadAll(list);
      return;
    case 6:
      if (samstig_find(client, piece.verb / 14, bytes.empty() ? nullptr : id.bytes, &list,
                       &out.detail) == 0)
        ReadAll(list);
      return;
    case 7:
      if (samstig_search(client, bytes.c_str(), 10, &list, &out.detail) == 0) ReadAll(list);
      return;
    case 8:
      samstig_html(bytes.c_str(), &out.text);
      return;
    case 9:
      (void)samstig_export(client, (folder / "export.json").c_str(), &out.detail);
      return;
    case 10: {
      samstig_signed_out_t answer{};
      // Only what it tells is wanted; with its confirmation it would be over.
      (void)samstig_sign_out(client, "none", &answer, &out.detail);
      return;
    }
    case 11:
      (void)samstig_why_not_synced(client, &out.detail);
      return;
    case 12: {
      uint8_t work[SAMSTIG_ID_SIZE];
      (void)samstig_work_id(client, id.bytes, work);
      return;
    }
    case 13:
      (void)samstig_reason_name(bytes.empty() ? 0 : static_cast<signed char>(bytes[0]));
      return;
  }
}

}  // namespace
}  // namespace samstig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  static test::TempDir dir;
  const fs::path folder = dir.File("now");
  fs::remove_all(folder);
  fs::copy(SignedIn(), folder, fs::copy_options::recursive);
  samstig_t* client = Opened(folder / "copy.db");
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) Call(client, piece, folder);
  samstig_close(client);
  return 0;
}
