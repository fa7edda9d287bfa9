// SPDX-License-Identifier: Apache-2.0
// Samstig's client library for C and for all that can call C. What things mean is in client.h; this
// is the same library. Conventions:
//
//  1. Handles. samstig_t, samstig_write_t and the like are opaque. Whoever gets one, returned or
//     through a pointer, owns it and gives it back once, with the function named beside it.
//  2. Lifetimes. A write or a list may outlive its client. Subscriptions go first, then the client.
//     What is `const` belongs to the handle that it was asked of, and lives as long as that.
//  3. Memory. What comes out as char* or void* through a pointer was allocated here and belongs to
//     the caller: samstig_free, never free. What goes in is copied: it may go when the call
//     returns.
//  4. Errors. Functions that can fail return an int: 0 when all is well, else a samstig.v1.Reason
//     (numbers in samstig/v1/reason.proto, names by samstig_reason_name). On failure nothing has
//     been given out but `detail`: if it is not NULL, *detail is an English text for developers, or
//     NULL. A detail never holds what a person wrote. No exception leaves the library.
//  5. Texts are UTF-8 and end with NUL, in both directions. Messages (samstig.v1.Mutation,
//     samstig.v1.Entity, samstig.v1.Attachment) are the serialised bytes of protocol buffers with
//     their size; they may hold NULs.
//  6. Ids are 16 bytes. NULL for an owner means none (16 zero bytes).
//  7. Threads. Every function may be called from any thread, also at once; closing a client while
//     another thread is in a call with it is an error of the program. Functions that need the
//     network say so by a time or stand under "Account"; all others answer from this device.
//  8. Callbacks come on the library's own thread, one at a time, and must not call the library.
//  9. Times are milliseconds: int64_t; those of the clock since 1970 UTC.
// 10. Flags are ints: 0 is no, all else is yes. Enumerations get new values only at their end;
// treat
//     one that you do not know as the first.
// 11. Versions. SAMSTIG_VERSION_MAJOR changes when something here changes or goes away; functions
// and
//     values at the end of enumerations only ever come in addition within one. Structures that the
//     library fills are never made smaller, and are built anew with the program that uses them.
// 12. NULL where it is not allowed, a handle that was given back, or an index beyond the end is an
//     error of the program, and not looked for.
#ifndef SAMSTIG_SAMSTIG_H_
#define SAMSTIG_SAMSTIG_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SAMSTIG_VERSION_MAJOR 0
#define SAMSTIG_VERSION_MINOR 1

#define SAMSTIG_ID_SIZE 16

typedef struct samstig_t samstig_t;
typedef struct samstig_write_t samstig_write_t;
typedef struct samstig_list_t samstig_list_t;
typedef struct samstig_subscription_t samstig_subscription_t;

// ---- Opening

typedef struct samstig_options_t {
  const char* path;     // The local database; made when missing.
  const char* server;   // "host:port"
  int no_tls;           // Not 0: without TLS; only for a server on this machine.
  const char* ca_file;  // NULL, or a PEM file of certificate authorities to trust.
} samstig_options_t;

// Close with samstig_close. Needs no network.
int samstig_open(const samstig_options_t* options, samstig_t** client, char** detail);
void samstig_close(samstig_t* client);
void samstig_free(void* memory);
// "NO_SEATS"; "UNKNOWN" for a number from a newer server.
const char* samstig_reason_name(int reason);

// ---- Account

int samstig_request_code(samstig_t* client, const char* network, const char* email, char** detail);
int samstig_redeem_code(samstig_t* client, const char* network, const char* email, const char* code,
                        const char* device_name, char** detail);
// NOT_SIGNED_IN before the first sign-in. Each result may be NULL when it is not wanted.
int samstig_account(samstig_t* client, char** network, uint8_t person[SAMSTIG_ID_SIZE],
                    uint8_t device[SAMSTIG_ID_SIZE]);
// A samstig.v1.ListDevicesResponse.
int samstig_list_devices(samstig_t* client, void** response, size_t* size, char** detail);
int samstig_revoke_device(samstig_t* client, const uint8_t device[SAMSTIG_ID_SIZE], char** detail);
// What there is of this person in all networks of the server: a samstig.v1.PreviewErasureResponse.
int samstig_preview_erasure(samstig_t* client, void** response, size_t* size, char** detail);
// Erases this person on the server. Takes a samstig.v1.EraseRequest with a fresh code, gives a
// samstig.v1.EraseResponse. The local copy stays until samstig_sign_out.
int samstig_erase(samstig_t* client, const void* request, size_t request_size, void** response,
                  size_t* size, char** detail);

// ---- Writing

void samstig_new_id(samstig_t* client, uint8_t id[SAMSTIG_ID_SIZE]);
// The id of this person's draft on an assignment, the same on all of their devices. NOT_SIGNED_IN.
int samstig_work_id(samstig_t* client, const uint8_t assignment[SAMSTIG_ID_SIZE],
                    uint8_t id[SAMSTIG_ID_SIZE]);
// Takes a samstig.v1.Mutation with its intent set. On disk when it returns 0. `write` may be NULL;
// else give it back with samstig_write_release, which changes nothing about the write itself.
int samstig_do(samstig_t* client, const void* mutation, size_t size, samstig_write_t** write,
               char** detail);
// The same in place of a parked item of this person's (an entity with a samstig.v1.Parked), which
// is let go of; both or neither. NOT_FOUND when there is no such item.
int samstig_do_instead(samstig_t* client, const uint8_t parked[SAMSTIG_ID_SIZE],
                       const void* mutation, size_t size, samstig_write_t** write, char** detail);
// What a parked item holds, as a samstig.v1.Mutation to be changed and done instead. NOT_FOUND;
// UNKNOWN_INTENT when it was written by a newer version.
int samstig_again(samstig_t* client, const uint8_t parked[SAMSTIG_ID_SIZE], void** mutation,
                  size_t* size, char** detail);
uint64_t samstig_write_number(const samstig_write_t* write);
// Waits for the verdict: 0 for applied or merged, the reason when parked, TIMED_OUT when it still
// waits.
int samstig_write_final(samstig_write_t* write, int64_t timeout_ms, char** detail);
void samstig_write_release(samstig_write_t* write);

// ---- Attachments

// Keeps a file's bytes to be named in a post or a report; on disk when it returns 0. `attachment`
// gets a samstig.v1.Attachment with its size.
int samstig_attach(samstig_t* client, const void* bytes, size_t size, const char* name,
                   const char* media_type, void** attachment, size_t* attachment_size,
                   char** detail);
int samstig_attach_file(samstig_t* client, const char* path, const char* name,
                        const char* media_type, void** attachment, size_t* attachment_size,
                        char** detail);

typedef enum samstig_attachment_state_t {
  SAMSTIG_ATTACHMENT_PENDING = 0,
  SAMSTIG_ATTACHMENT_UPLOADING = 1,
  SAMSTIG_ATTACHMENT_THERE = 2
} samstig_attachment_state_t;

typedef struct samstig_attachment_status_t {
  samstig_attachment_state_t state;
  uint64_t size;
  uint64_t sent;
} samstig_attachment_status_t;

// Of what this device attached; else NOT_FOUND. `attachment`: a samstig.v1.Attachment.
int samstig_attachment_status(samstig_t* client, const void* attachment, size_t size,
                              samstig_attachment_status_t* status, char** detail);
// The path of a file with exactly the bytes that the entity's attachment names.
int samstig_fetch(samstig_t* client, const uint8_t entity[SAMSTIG_ID_SIZE], const void* attachment,
                  size_t size, int64_t timeout_ms, char** path, char** detail);

// ---- Reading

typedef struct samstig_item_t {
  const void*
      data;  // A samstig.v1.Entity; of an outbox, a samstig.v1.Mutation; of a search, an id.
  size_t size;
  int pending;  // Entities: not 0 when some of it is a write that was not judged.
  // Of an outbox only:
  uint64_t number;
  int parked;  // Not 0: parked; 0: waiting.
  int reason;  // Why it is parked, or why the last try failed; 0 for none.
  const char* detail;
  // Of a search only: the place, with what matches between the bytes 2 and 3.
  const char* snippet;
} samstig_item_t;

// A list of one. NOT_FOUND. Free lists with samstig_list_free.
int samstig_get(samstig_t* client, const uint8_t id[SAMSTIG_ID_SIZE], samstig_list_t** list,
                char** detail);
// `key`: a number of rules::KeyName (domain/rules/keys.h), which never change.
int samstig_find(samstig_t* client, int key, const uint8_t owner[SAMSTIG_ID_SIZE],
                 samstig_list_t** list, char** detail);
// What has all these words, each as the beginning of a word; the best `limit`.
int samstig_search(samstig_t* client, const char* words, size_t limit, samstig_list_t** list,
                   char** detail);
int samstig_outbox(samstig_t* client, samstig_list_t** list, char** detail);
// All versions of something this person wrote, oldest first, from the server. NOT_FOUND when there
// is no such thing of theirs.
int samstig_list_versions(samstig_t* client, const uint8_t id[SAMSTIG_ID_SIZE],
                          samstig_list_t** list, char** detail);
size_t samstig_list_size(const samstig_list_t* list);
// `index` is less than the size.
samstig_item_t samstig_list_item(const samstig_list_t* list, size_t index);
void samstig_list_free(samstig_list_t* list);

// Markdown as harmless HTML; what becomes of it: markdown.h.
void samstig_html(const char* markdown, char** html);

uint64_t samstig_revision(samstig_t* client);
// End it with samstig_subscription_end; no call afterwards.
samstig_subscription_t* samstig_observe(samstig_t* client, void (*on_change)(void* context),
                                        void* context);
void samstig_subscription_end(samstig_subscription_t* subscription);

// ---- Synchronising

int samstig_sync_once(samstig_t* client, int64_t budget_ms, char** detail);
void samstig_start(samstig_t* client);
void samstig_stop(samstig_t* client);
void samstig_nudge(samstig_t* client);

typedef enum samstig_sync_state_t {
  SAMSTIG_UP_TO_DATE = 0,
  SAMSTIG_SYNCING = 1,
  SAMSTIG_OFFLINE = 2,
  SAMSTIG_SIGNED_OUT = 3,
  SAMSTIG_STOPPED = 4,
  SAMSTIG_SERVER_REFUSES = 5,
  SAMSTIG_DEVICE_TROUBLE = 6
} samstig_sync_state_t;

typedef struct samstig_sync_status_t {
  samstig_sync_state_t state;
  int reason;
  uint64_t waiting;
  uint64_t parked;
} samstig_sync_status_t;

// `detail` as in convention 2, also when the result is 0.
samstig_sync_status_t samstig_why_not_synced(samstig_t* client, char** detail);

// ---- Leaving

// All unsent and parked work into a new file, as JSON with the exact bytes.
int samstig_export(samstig_t* client, const char* path, char** detail);
// The same from a local database that samstig_open refuses. `writes` may be NULL.
int samstig_export_file(const char* database, const char* path, uint64_t* writes, char** detail);

typedef struct samstig_signed_out_t {
  int signed_out;  // Not 0: done; the client is as before the first sign-in.
  int revoked;     // Not 0: the server has heard.
  // If not signed out: what would be lost, and what to hand in to lose it.
  uint64_t waiting;
  uint64_t parked;
  uint64_t attachments;
  char confirmation[32];
} samstig_signed_out_t;

// Ends this device's access and erases the local copy. While there is work that only this device
// holds, it does nothing but tell the confirmation to hand in; `confirmation` NULL for none.
int samstig_sign_out(samstig_t* client, const char* confirmation, samstig_signed_out_t* answer,
                     char** detail);

#ifdef __cplusplus
}
#endif

#endif  // SAMSTIG_SAMSTIG_H_
