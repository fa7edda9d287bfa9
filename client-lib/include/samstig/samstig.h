// SPDX-License-Identifier: Apache-2.0
// Samstig's client library for C and for all that can call C. What things mean is in client.h; this
// is the same library. Conventions:
//
// 1. Handles (samstig_t, samstig_write_t, ...) are opaque. Whoever gets one from a function that
// returns it
//    through a pointer gives it back with the function named beside it. Handles of a client may
//    outlive it but for subscriptions, which must go first.
// 2. Functions that can fail return an int: 0 when all is well, else a samstig.v1.Reason (its
// numbers are in
//    samstig/v1/reason.proto, its names in samstig_reason_name). Then nothing has been given out,
//    and if `detail` is not NULL, *detail is an English text for developers, or NULL. Free it with
//    samstig_free.
// 3. What comes out as char* or void* through a pointer was allocated here: free it with
// samstig_free.
//    `const` results belong to the handle that they were asked of.
// 4. Texts are UTF-8 and end with NUL. Messages (samstig.v1.Mutation, samstig.v1.Entity) are the
// serialised
//    bytes of protocol buffers with their size.
// 5. An id is 16 bytes. NULL for an owner means none (16 zero bytes).
// 6. Every function may be called from any thread. Observers are called on the library's own thread
// and
//    must not call the library.
// 7. Handing NULL where it is not allowed, or a handle that was given back, is a programming error.
#ifndef SAMSTIG_SAMSTIG_H_
#define SAMSTIG_SAMSTIG_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

// ---- Writing

void samstig_new_id(samstig_t* client, uint8_t id[SAMSTIG_ID_SIZE]);
// Takes a samstig.v1.Mutation with its intent set. On disk when it returns 0. `write` may be NULL;
// else give it back with samstig_write_release, which changes nothing about the write itself.
int samstig_do(samstig_t* client, const void* mutation, size_t size, samstig_write_t** write,
               char** detail);
uint64_t samstig_write_number(const samstig_write_t* write);
// Waits for the verdict: 0 for applied or merged, the reason when parked, TIMED_OUT when it still
// waits.
int samstig_write_final(samstig_write_t* write, int64_t timeout_ms, char** detail);
void samstig_write_release(samstig_write_t* write);

// ---- Reading

typedef struct samstig_item_t {
  const void* data;  // A samstig.v1.Entity; of an outbox, a samstig.v1.Mutation.
  size_t size;
  int pending;  // Entities: not 0 when some of it is a write that was not judged.
  // Of an outbox only:
  uint64_t number;
  int parked;  // Not 0: parked; 0: waiting.
  int reason;  // Why it is parked, or why the last try failed; 0 for none.
  const char* detail;
} samstig_item_t;

// A list of one. NOT_FOUND. Free lists with samstig_list_free.
int samstig_get(samstig_t* client, const uint8_t id[SAMSTIG_ID_SIZE], samstig_list_t** list,
                char** detail);
// `key`: a number of rules::KeyName (domain/rules/keys.h), which never change.
int samstig_find(samstig_t* client, int key, const uint8_t owner[SAMSTIG_ID_SIZE],
                 samstig_list_t** list, char** detail);
int samstig_outbox(samstig_t* client, samstig_list_t** list, char** detail);
// All versions of something this person wrote, oldest first, from the server. NOT_FOUND when there
// is no such thing of theirs.
int samstig_list_versions(samstig_t* client, const uint8_t id[SAMSTIG_ID_SIZE],
                          samstig_list_t** list, char** detail);
size_t samstig_list_size(const samstig_list_t* list);
// `index` is less than the size.
samstig_item_t samstig_list_item(const samstig_list_t* list, size_t index);
void samstig_list_free(samstig_list_t* list);

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

#ifdef __cplusplus
}
#endif

#endif  // SAMSTIG_SAMSTIG_H_
