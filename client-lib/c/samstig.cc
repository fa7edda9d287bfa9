// SPDX-License-Identifier: Apache-2.0
// The C ABI: turns handles, pointers and numbers into the words of client.h and back, and nothing
// else.
#include "client-lib/include/samstig/samstig.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "client-lib/include/samstig/client.h"
#include "client-lib/include/samstig/markdown.h"
#include "domain/rules/again.h"
#include "domain/rules/names.h"
#include "samstig/v1/account_service.pb.h"

using samstig::base::Id;
using samstig::base::Result;
using samstig::base::Status;
using samstig::client::AttachmentState;
using samstig::client::AttachmentStatus;
using samstig::client::Client;
using samstig::client::OutboxItem;
using samstig::client::Shown;
using samstig::client::SyncState;
using samstig::client::SyncStatus;
using samstig::client::WriteState;

namespace v1 = samstig::v1;

struct samstig_t {
  std::unique_ptr<Client> client;
};

struct samstig_write_t {
  std::shared_ptr<samstig::client::Write> write;
};

struct samstig_subscription_t {
  std::unique_ptr<samstig::client::Subscription> subscription;
};

struct samstig_list_t {
  struct Item {
    std::string bytes;
    bool pending = false;
    uint64_t number = 0;
    bool parked = false;
    int reason = 0;
    std::string detail;
    std::string snippet;
  };
  std::vector<Item> items;
};

namespace {

void* Copy(std::string_view bytes) {
  // At least one byte: NULL means that there is nothing. And a NUL, so that it is a C text as well.
  auto* memory = static_cast<char*>(std::malloc(bytes.size() + 1));
  if (memory == nullptr) std::abort();
  std::memcpy(memory, bytes.data(), bytes.size());
  memory[bytes.size()] = '\0';
  return memory;
}

char* CopyText(std::string_view text) { return static_cast<char*>(Copy(text)); }

int Told(const Status& status, char** detail) {
  if (detail != nullptr) *detail = status.detail().empty() ? nullptr : CopyText(status.detail());
  return status.reason();
}

std::string Text(const char* text) { return text == nullptr ? "" : text; }

Id IdOf(const uint8_t* bytes) {
  if (bytes == nullptr) return {};
  return Id::FromBytes({reinterpret_cast<const char*>(bytes), Id::kSize});
}

void Put(const Id& id, uint8_t* out) {
  if (out != nullptr) std::memcpy(out, id.bytes().data(), Id::kSize);
}

samstig_list_t::Item ItemOf(const Shown& shown) {
  samstig_list_t::Item item;
  item.bytes = shown.entity.SerializeAsString();
  item.pending = shown.pending;
  return item;
}

samstig_list_t::Item ItemOf(const v1::Entity& version) {
  samstig_list_t::Item item;
  item.bytes = version.SerializeAsString();
  return item;
}

samstig_list_t::Item ItemOf(const OutboxItem& write) {
  samstig_list_t::Item item;
  item.bytes = write.mutation.SerializeAsString();
  item.number = write.number;
  item.parked = write.state == WriteState::kParked;
  item.reason = write.reason;
  item.detail = write.detail;
  return item;
}

samstig_list_t::Item ItemOf(const samstig::client::SearchHit& hit) {
  samstig_list_t::Item item;
  item.bytes = hit.id.ToBytes();
  item.pending = hit.pending;
  item.snippet = hit.snippet;
  return item;
}

template <typename Message>
int GiveMessage(const Result<Message>& message, void** out, size_t* size, char** detail) {
  if (message.ok()) {
    const std::string bytes = message->SerializeAsString();
    *out = Copy(bytes);
    *size = bytes.size();
  }
  return Told(message.status(), detail);
}

template <typename Message>
Result<Message> MessageIn(const void* bytes, size_t size) {
  Message message;
  if (size > INT32_MAX || !message.ParseFromArray(bytes, static_cast<int>(size))) {
    return Status(v1::REASON_MALFORMED, "the " + Message::descriptor()->name() + " does not parse");
  }
  return message;
}

int GiveWrite(Result<std::shared_ptr<samstig::client::Write>> done, samstig_write_t** write,
              char** detail) {
  if (!done.ok()) return Told(done.status(), detail);
  if (write != nullptr) *write = new samstig_write_t{*std::move(done)};
  return Told({}, detail);
}

samstig_attachment_state_t StateOf(AttachmentState state) {
  switch (state) {
    case AttachmentState::kPending:
      return SAMSTIG_ATTACHMENT_PENDING;
    case AttachmentState::kUploading:
      return SAMSTIG_ATTACHMENT_UPLOADING;
    case AttachmentState::kThere:
      return SAMSTIG_ATTACHMENT_THERE;
  }
  return SAMSTIG_ATTACHMENT_PENDING;
}

template <typename Thing>
int Give(const Result<std::vector<Thing>>& things, samstig_list_t** list, char** detail) {
  if (things.ok()) {
    auto given = std::make_unique<samstig_list_t>();
    for (const Thing& thing : *things) given->items.push_back(ItemOf(thing));
    *list = given.release();
  }
  return Told(things.status(), detail);
}

samstig_sync_state_t StateOf(SyncState state) {
  switch (state) {
    case SyncState::kUpToDate:
      return SAMSTIG_UP_TO_DATE;
    case SyncState::kSyncing:
      return SAMSTIG_SYNCING;
    case SyncState::kOffline:
      return SAMSTIG_OFFLINE;
    case SyncState::kSignedOut:
      return SAMSTIG_SIGNED_OUT;
    case SyncState::kStopped:
      return SAMSTIG_STOPPED;
    case SyncState::kServerRefuses:
      return SAMSTIG_SERVER_REFUSES;
    case SyncState::kDeviceTrouble:
      return SAMSTIG_DEVICE_TROUBLE;
  }
  return SAMSTIG_STOPPED;
}

}  // namespace

static_assert(SAMSTIG_ID_SIZE == Id::kSize);

// ---- Opening

int samstig_open(const samstig_options_t* options, samstig_t** client, char** detail) {
  Result<std::unique_ptr<Client>> opened = Client::Open({.path = Text(options->path),
                                                         .server = Text(options->server),
                                                         .tls = options->no_tls == 0,
                                                         .ca_file = Text(options->ca_file)});
  if (!opened.ok()) return Told(opened.status(), detail);
  *client = new samstig_t{*std::move(opened)};
  return Told(Status(), detail);
}

void samstig_close(samstig_t* client) { delete client; }

void samstig_free(void* memory) { std::free(memory); }

const char* samstig_reason_name(int reason) {
  // The names are literals, so they end with NUL.
  return samstig::base::ReasonName(static_cast<v1::Reason>(reason)).data();
}

// ---- Account

int samstig_request_code(samstig_t* client, const char* network, const char* email, char** detail) {
  return Told(client->client->RequestCode(Text(network), Text(email)), detail);
}

int samstig_redeem_code(samstig_t* client, const char* network, const char* email, const char* code,
                        const char* device_name, char** detail) {
  return Told(client->client->RedeemCode(Text(network), Text(email), Text(code), Text(device_name)),
              detail);
}

int samstig_account(samstig_t* client, char** network, uint8_t* person, uint8_t* device) {
  const auto account = client->client->GetAccount();
  if (!account) return v1::REASON_NOT_SIGNED_IN;
  if (network != nullptr) *network = CopyText(account->network);
  Put(account->person, person);
  Put(account->device, device);
  return 0;
}

int samstig_list_devices(samstig_t* client, void** response, size_t* size, char** detail) {
  const auto devices = client->client->ListDevices();
  if (!devices.ok()) return Told(devices.status(), detail);
  v1::ListDevicesResponse message;
  for (const samstig::client::Device& device : *devices) {
    v1::Device& d = *message.add_devices();
    d.set_device_id(device.id.ToBytes());
    d.set_name(device.name);
    d.set_signed_in_ms(device.signed_in);
    d.set_last_seen_ms(device.last_seen);
    d.set_current(device.current);
  }
  const std::string bytes = message.SerializeAsString();
  *response = Copy(bytes);
  *size = bytes.size();
  return Told(Status(), detail);
}

int samstig_revoke_device(samstig_t* client, const uint8_t* device, char** detail) {
  return Told(client->client->RevokeDevice(IdOf(device)), detail);
}

int samstig_preview_erasure(samstig_t* client, void** response, size_t* size, char** detail) {
  return GiveMessage(client->client->PreviewErasure(), response, size, detail);
}

int samstig_erase(samstig_t* client, const void* request, size_t request_size, void** response,
                  size_t* size, char** detail) {
  const Result<v1::EraseRequest> parsed = MessageIn<v1::EraseRequest>(request, request_size);
  if (!parsed.ok()) return Told(parsed.status(), detail);
  return GiveMessage(client->client->Erase(*parsed), response, size, detail);
}

// ---- Writing

void samstig_new_id(samstig_t* client, uint8_t* id) { Put(client->client->NewId(), id); }

int samstig_work_id(samstig_t* client, const uint8_t* assignment, uint8_t* id) {
  const auto account = client->client->GetAccount();
  if (!account) return v1::REASON_NOT_SIGNED_IN;
  Put(samstig::rules::WorkId(account->person, IdOf(assignment)), id);
  return 0;
}

int samstig_do(samstig_t* client, const void* mutation, size_t size, samstig_write_t** write,
               char** detail) {
  const Result<v1::Mutation> parsed = MessageIn<v1::Mutation>(mutation, size);
  if (!parsed.ok()) return Told(parsed.status(), detail);
  return GiveWrite(client->client->Do(*parsed), write, detail);
}

int samstig_do_instead(samstig_t* client, const uint8_t* parked, const void* mutation, size_t size,
                       samstig_write_t** write, char** detail) {
  const Result<v1::Mutation> parsed = MessageIn<v1::Mutation>(mutation, size);
  if (!parsed.ok()) return Told(parsed.status(), detail);
  return GiveWrite(client->client->DoInstead(IdOf(parked), *parsed), write, detail);
}

int samstig_again(samstig_t* client, const uint8_t* parked, void** mutation, size_t* size,
                  char** detail) {
  const Result<Shown> shown = client->client->Get(IdOf(parked));
  if (!shown.ok()) return Told(shown.status(), detail);
  if (!shown->entity.has_parked()) {
    return Told({v1::REASON_NOT_FOUND, "that is no parked item"}, detail);
  }
  return GiveMessage(samstig::rules::Again(shown->entity.parked(), client->client->NewId()),
                     mutation, size, detail);
}

uint64_t samstig_write_number(const samstig_write_t* write) { return write->write->number(); }

int samstig_write_final(samstig_write_t* write, int64_t timeout_ms, char** detail) {
  return Told(write->write->Final(std::chrono::milliseconds(timeout_ms)), detail);
}

void samstig_write_release(samstig_write_t* write) { delete write; }

// ---- Attachments

int samstig_attach(samstig_t* client, const void* bytes, size_t size, const char* name,
                   const char* media_type, void** attachment, size_t* attachment_size,
                   char** detail) {
  const std::string_view view(static_cast<const char*>(bytes), size);
  return GiveMessage(client->client->Attach(view, Text(name), Text(media_type)), attachment,
                     attachment_size, detail);
}

int samstig_attach_file(samstig_t* client, const char* path, const char* name,
                        const char* media_type, void** attachment, size_t* attachment_size,
                        char** detail) {
  return GiveMessage(client->client->AttachFile(Text(path), Text(name), Text(media_type)),
                     attachment, attachment_size, detail);
}

int samstig_attachment_status(samstig_t* client, const void* attachment, size_t size,
                              samstig_attachment_status_t* status, char** detail) {
  const Result<v1::Attachment> parsed = MessageIn<v1::Attachment>(attachment, size);
  if (!parsed.ok()) return Told(parsed.status(), detail);
  const Result<AttachmentStatus> found = client->client->StatusOf(*parsed);
  if (found.ok()) *status = {StateOf(found->state), found->size, found->sent};
  return Told(found.status(), detail);
}

int samstig_fetch(samstig_t* client, const uint8_t* entity, const void* attachment, size_t size,
                  int64_t timeout_ms, char** path, char** detail) {
  const Result<v1::Attachment> parsed = MessageIn<v1::Attachment>(attachment, size);
  if (!parsed.ok()) return Told(parsed.status(), detail);
  const Result<std::string> file =
      client->client->Fetch(IdOf(entity), *parsed, std::chrono::milliseconds(timeout_ms));
  if (file.ok()) *path = CopyText(*file);
  return Told(file.status(), detail);
}

// ---- Reading

void samstig_html(const char* markdown, char** html) {
  *html = CopyText(samstig::client::HtmlOf(Text(markdown)));
}

int samstig_search(samstig_t* client, const char* words, size_t limit, samstig_list_t** list,
                   char** detail) {
  return Give(client->client->Search(Text(words), limit), list, detail);
}

int samstig_get(samstig_t* client, const uint8_t* id, samstig_list_t** list, char** detail) {
  const Result<Shown> shown = client->client->Get(IdOf(id));
  if (!shown.ok()) return Told(shown.status(), detail);
  return Give(Result<std::vector<Shown>>(std::vector<Shown>{*shown}), list, detail);
}

int samstig_find(samstig_t* client, int key, const uint8_t* owner, samstig_list_t** list,
                 char** detail) {
  return Give(client->client->Find({static_cast<samstig::rules::KeyName>(key), IdOf(owner)}), list,
              detail);
}

int samstig_outbox(samstig_t* client, samstig_list_t** list, char** detail) {
  return Give(client->client->Outbox(), list, detail);
}

int samstig_list_versions(samstig_t* client, const uint8_t* id, samstig_list_t** list,
                          char** detail) {
  return Give(client->client->ListVersions(IdOf(id)), list, detail);
}

size_t samstig_list_size(const samstig_list_t* list) { return list->items.size(); }

samstig_item_t samstig_list_item(const samstig_list_t* list, size_t index) {
  const samstig_list_t::Item& item = list->items.at(index);
  return {.data = item.bytes.data(),
          .size = item.bytes.size(),
          .pending = item.pending ? 1 : 0,
          .number = item.number,
          .parked = item.parked ? 1 : 0,
          .reason = item.reason,
          .detail = item.detail.c_str(),
          .snippet = item.snippet.c_str()};
}

void samstig_list_free(samstig_list_t* list) { delete list; }

uint64_t samstig_revision(samstig_t* client) { return client->client->Revision(); }

samstig_subscription_t* samstig_observe(samstig_t* client, void (*on_change)(void* context),
                                        void* context) {
  return new samstig_subscription_t{
      client->client->Observe([on_change, context] { on_change(context); })};
}

void samstig_subscription_end(samstig_subscription_t* subscription) { delete subscription; }

// ---- Synchronising

int samstig_sync_once(samstig_t* client, int64_t budget_ms, char** detail) {
  return Told(client->client->SyncOnce({std::chrono::milliseconds(budget_ms)}), detail);
}

void samstig_start(samstig_t* client) { client->client->Start(); }
void samstig_stop(samstig_t* client) { client->client->Stop(); }
void samstig_nudge(samstig_t* client) { client->client->Nudge(); }

samstig_sync_status_t samstig_why_not_synced(samstig_t* client, char** detail) {
  const SyncStatus why = client->client->WhyNotSynced();
  if (detail != nullptr) *detail = why.detail.empty() ? nullptr : CopyText(why.detail);
  return {StateOf(why.state), why.reason, why.waiting, why.parked};
}

// ---- Leaving

int samstig_export(samstig_t* client, const char* path, char** detail) {
  return Told(client->client->Export(Text(path)), detail);
}

int samstig_export_file(const char* database, const char* path, uint64_t* writes, char** detail) {
  const Result<uint64_t> saved = samstig::client::ExportUnsent(Text(database), Text(path));
  if (saved.ok() && writes != nullptr) *writes = *saved;
  return Told(saved.status(), detail);
}

int samstig_sign_out(samstig_t* client, const char* confirmation, samstig_signed_out_t* answer,
                     char** detail) {
  const auto out = client->client->SignOut(Text(confirmation));
  if (!out.ok()) return Told(out.status(), detail);
  *answer = {.signed_out = out->signed_out ? 1 : 0,
             .revoked = out->revoked ? 1 : 0,
             .waiting = out->waiting,
             .parked = out->parked,
             .attachments = out->attachments,
             .confirmation = {}};
  // Room for more than it has, and for the NUL.
  out->confirmation.copy(answer->confirmation, sizeof(answer->confirmation) - 1);
  return Told(Status(), detail);
}
