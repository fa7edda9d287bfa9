// SPDX-License-Identifier: Apache-2.0
// First steps in C: signs in, writes a draft before anything is sent, sends it, finds it again.
//
//   first_steps_c FILE SERVER NETWORK EMAIL            asks for a code
//   first_steps_c FILE SERVER NETWORK EMAIL 12345678
//
// for example: anna.samstig 127.0.0.1:50051 ledarstig anna@example.org
//
// The few bytes of a message are put together by hand here, as
// protobuf.dev/programming-guides/encoding says; a real program lets a library do that.
#include <stdio.h>
#include <string.h>

#include "samstig/samstig.h"

typedef struct message_t {
  uint8_t bytes[512];
  size_t size;
} message_t;

/* A field of bytes, or of a message, of at most 127 bytes. */
static void Add(message_t* message, unsigned field, const void* bytes, size_t size) {
  const unsigned tag = field << 3 | 2;
  if (tag > 0x7f) message->bytes[message->size++] = (uint8_t)(tag & 0x7f | 0x80);
  message->bytes[message->size++] = (uint8_t)(tag > 0x7f ? tag >> 7 : tag);
  message->bytes[message->size++] = (uint8_t)size;
  memcpy(message->bytes + message->size, bytes, size);
  message->size += size;
}

/* A samstig.v1.Mutation with the intent SaveDraft. */
static int Draft(samstig_t* client, const char* words, message_t* mutation) {
  uint8_t assignment[SAMSTIG_ID_SIZE], id[SAMSTIG_ID_SIZE], revision_id[SAMSTIG_ID_SIZE];
  message_t report = {{0}, 0}, revision = {{0}, 0}, save = {{0}, 0};
  int failed;
  samstig_new_id(client, assignment);
  samstig_new_id(client, revision_id);
  failed = samstig_work_id(client, assignment, id);
  if (failed) return failed;
  Add(&report, 1, words, strlen(words)); /* Report.tried */
  Add(&revision, 1, revision_id, sizeof(revision_id));
  Add(&revision, 4, report.bytes, report.size); /* Revision.report */
  Add(&save, 1, id, sizeof(id));
  Add(&save, 2, assignment, sizeof(assignment));
  Add(&save, 3, revision.bytes, revision.size); /* SaveDraft.revision */
  Add(mutation, 26, save.bytes, save.size);     /* Mutation.save_draft */
  return 0;
}

static int Failed(const char* what, int reason, char* detail) {
  fprintf(stderr, "%s: %s %s\n", what, samstig_reason_name(reason), detail ? detail : "");
  samstig_free(detail);
  return 1;
}

static int Play(samstig_t* client, char** argv) {
  message_t mutation = {{0}, 0};
  samstig_write_t* write = NULL;
  samstig_list_t* hits = NULL;
  char* detail = NULL;
  size_t found;
  int failed = samstig_redeem_code(client, argv[3], argv[4], argv[5], "first steps in C", &detail);
  if (failed) return Failed("signing in", failed, detail);
  failed = Draft(client, "Jag lyssnade i tio minuter", &mutation);
  if (failed) return Failed("a draft's id", failed, NULL);
  failed = samstig_do(client, mutation.bytes, mutation.size, &write, &detail);
  if (failed) return Failed("writing", failed, detail);
  printf("Kept as number %llu\n", (unsigned long long)samstig_write_number(write));
  failed = samstig_sync_once(client, 30000, &detail);
  if (!failed) failed = samstig_write_final(write, 1000, &detail);
  samstig_write_release(write);
  if (failed) return Failed("sending", failed, detail);
  failed = samstig_search(client, "LYSSN", 10, &hits, &detail);
  if (failed) return Failed("searching", failed, detail);
  found = samstig_list_size(hits);
  if (found > 0) printf("Found: %s\n", samstig_list_item(hits, 0).snippet);
  samstig_list_free(hits);
  return found > 0 ? 0 : 1;
}

int main(int argc, char** argv) {
  samstig_options_t options = {0};
  samstig_t* client = NULL;
  char* detail = NULL;
  int failed;
  if (argc < 5) {
    fprintf(stderr, "usage: %s FILE SERVER NETWORK EMAIL [CODE]\n", argv[0]);
    return 2;
  }
  options.path = argv[1];
  options.server = argv[2];
  options.no_tls = 1; /* The server is on this machine. */
  failed = samstig_open(&options, &client, &detail);
  if (failed) return Failed("opening", failed, detail);
  if (argc == 5) {
    failed = samstig_request_code(client, argv[3], argv[4], &detail);
    if (failed) Failed("asking for a code", failed, detail);
  } else {
    failed = Play(client, argv);
  }
  samstig_close(client);
  return failed ? 1 : 0;
}
