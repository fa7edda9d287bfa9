// SPDX-License-Identifier: Apache-2.0
// A program in plain C that uses the library as such programs do.
#include "samstig/samstig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/client-lib/c/c_test_server.h"

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

#define CHECK_OK(call)                                                   \
  do {                                                                   \
    char* check_detail = NULL;                                           \
    const int check_reason = (call);                                     \
    if (check_reason != 0) {                                             \
      fprintf(stderr, "%s:%d: %s gives %s\n", __FILE__, __LINE__, #call, \
              samstig_reason_name(check_reason));                        \
      exit(1);                                                           \
    }                                                                    \
    samstig_free(check_detail);                                          \
  } while (0)

enum {
  REASON_NOT_FOUND = 20,
  REASON_MALFORMED = 1,
  REASON_NOT_SIGNED_IN = 40,
  REASON_WRONG_CODE = 43,
  REASON_IN_USE = 89
};
enum { KEY_POSTS_OF_THREAD = 17, KEY_PERSONS = 2, KEY_PARKED_ITEMS = 5 };

static void Count(void* context) { ++*(int*)context; }

static samstig_t* Open(const char* path) {
  samstig_options_t options = {0};
  samstig_t* client = NULL;
  options.path = path;
  options.server = c_test_server_address();
  options.no_tls = 1;
  CHECK_OK(samstig_open(&options, &client, NULL));
  return client;
}

static void RefusesWhatIsWrong(samstig_t* client, const char* path) {
  samstig_options_t options = {0};
  samstig_t* second = NULL;
  char* detail = NULL;
  uint8_t person[SAMSTIG_ID_SIZE];
  options.path = path;
  options.server = c_test_server_address();
  options.no_tls = 1;
  CHECK(samstig_open(&options, &second, &detail) == REASON_IN_USE);
  CHECK(second == NULL);
  CHECK(detail != NULL);
  samstig_free(detail);
  CHECK(samstig_account(client, NULL, person, NULL) == REASON_NOT_SIGNED_IN);
  CHECK(samstig_work_id(client, person, person) == REASON_NOT_SIGNED_IN);
  detail = NULL;
  CHECK(samstig_do(client, "\xff\xff", 2, NULL, &detail) == REASON_MALFORMED);
  samstig_free(detail);
  CHECK(strcmp(samstig_reason_name(REASON_NOT_FOUND), "NOT_FOUND") == 0);
}

static void SignsIn(samstig_t* client) {
  char* network = NULL;
  uint8_t person[SAMSTIG_ID_SIZE];
  void* devices = NULL;
  size_t size = 0;
  CHECK_OK(samstig_request_code(client, "demo", "anna@pargas.example", NULL));
  CHECK_OK(
      samstig_redeem_code(client, "demo", "anna@pargas.example", c_test_server_code(), "C", NULL));
  CHECK_OK(samstig_account(client, &network, person, NULL));
  CHECK(strcmp(network, "demo") == 0);
  samstig_free(network);
  CHECK_OK(samstig_list_devices(client, &devices, &size, NULL));
  CHECK(size > SAMSTIG_ID_SIZE);
  samstig_free(devices);
}

/* The network "demo" and the code of the test's server, as a samstig.v1.EraseRequest. */
static size_t EraseRequest(const char* code, char* request, size_t room) {
  const int size = snprintf(request, room, "\n%c%s\022\006\n\004demo", (int)strlen(code), code);
  CHECK(size > 0 && (size_t)size < room);
  return (size_t)size;
}

static void IsErased(samstig_t* client) {
  char request[64];
  void* response = NULL;
  size_t size = 0;
  CHECK_OK(samstig_preview_erasure(client, &response, &size, NULL));
  CHECK(size > strlen("demo"));
  samstig_free(response);
  CHECK(samstig_erase(client, "\xff", 1, &response, &size, NULL) == REASON_MALFORMED);
  CHECK(samstig_erase(client, request, EraseRequest("no", request, sizeof(request)), &response,
                      &size, NULL) == REASON_WRONG_CODE);
  CHECK_OK(samstig_erase(client, request,
                         EraseRequest(c_test_server_code(), request, sizeof(request)), &response,
                         &size, NULL));
  CHECK(size > strlen("demo"));
  samstig_free(response);
}

static void WritesAndReads(samstig_t* client) {
  uint8_t id[SAMSTIG_ID_SIZE];
  uint8_t thread[SAMSTIG_ID_SIZE];
  uint8_t mutation[256];
  size_t size;
  samstig_write_t* write = NULL;
  samstig_list_t* list = NULL;
  samstig_item_t item;
  samstig_sync_status_t why;
  char* detail = NULL;

  samstig_new_id(client, id);
  c_test_thread(thread);
  size = c_test_write_post(id, thread, "Hej!", mutation, sizeof(mutation));
  CHECK_OK(samstig_do(client, mutation, size, &write, NULL));
  CHECK(samstig_write_number(write) == 1);
  why = samstig_why_not_synced(client, &detail);
  CHECK(why.state == SAMSTIG_STOPPED && why.waiting == 1);
  samstig_free(detail);

  CHECK_OK(samstig_outbox(client, &list, NULL));
  CHECK(samstig_list_size(list) == 1);
  item = samstig_list_item(list, 0);
  CHECK(item.number == 1 && !item.parked);
  samstig_list_free(list);

  CHECK_OK(samstig_get(client, id, &list, NULL));
  item = samstig_list_item(list, 0);
  CHECK(item.size > 0 && item.pending);
  samstig_list_free(list);

  CHECK_OK(samstig_sync_once(client, 20000, NULL));
  CHECK_OK(samstig_write_final(write, 20000, NULL));
  samstig_write_release(write);
  CHECK(samstig_revision(client) > 0);

  CHECK_OK(samstig_find(client, KEY_POSTS_OF_THREAD, thread, &list, NULL));
  CHECK(samstig_list_size(list) == 1);
  CHECK(!samstig_list_item(list, 0).pending);
  samstig_list_free(list);
  CHECK_OK(samstig_find(client, KEY_PERSONS, NULL, &list, NULL));
  CHECK(samstig_list_size(list) == 0);
  samstig_list_free(list);

  CHECK_OK(samstig_list_versions(client, id, &list, NULL));
  CHECK(samstig_list_size(list) == 1);
  CHECK(samstig_list_item(list, 0).size > 0);
  samstig_list_free(list);

  id[0] = (uint8_t)~id[0];
  CHECK(samstig_list_versions(client, id, &list, NULL) == REASON_NOT_FOUND);
  CHECK(samstig_get(client, id, &list, NULL) == REASON_NOT_FOUND);
}

static void SendsParkedWordsAgain(samstig_t* client) {
  uint8_t id[SAMSTIG_ID_SIZE];
  uint8_t parked[SAMSTIG_ID_SIZE];
  uint8_t thread[SAMSTIG_ID_SIZE];
  uint8_t mutation[256];
  void* again = NULL;
  size_t size;
  samstig_list_t* list = NULL;
  samstig_item_t item;

  samstig_new_id(client, id);
  c_test_thread(thread);
  size = c_test_write_post(id, thread, "Nej!", mutation, sizeof(mutation));
  CHECK_OK(samstig_do(client, mutation, size, NULL, NULL));
  CHECK_OK(samstig_sync_once(client, 20000, NULL));
  CHECK_OK(samstig_find(client, KEY_PARKED_ITEMS, NULL, &list, NULL));
  CHECK(samstig_list_size(list) == 1);
  item = samstig_list_item(list, 0);
  c_test_entity_id(item.data, item.size, parked);
  samstig_list_free(list);

  CHECK(samstig_again(client, id, &again, &size, NULL) == REASON_NOT_FOUND);
  CHECK_OK(samstig_again(client, parked, &again, &size, NULL));
  CHECK(size > 0);
  samstig_free(again);
  size = c_test_write_post(id, thread, "Ja!", mutation, sizeof(mutation));
  CHECK(samstig_do_instead(client, id, mutation, size, NULL, NULL) == REASON_NOT_FOUND);
  CHECK_OK(samstig_do_instead(client, parked, mutation, size, NULL, NULL));
  CHECK_OK(samstig_sync_once(client, 20000, NULL));
  CHECK_OK(samstig_outbox(client, &list, NULL));
  CHECK(samstig_list_size(list) == 0);
  samstig_list_free(list);
  CHECK_OK(samstig_get(client, id, &list, NULL));
  samstig_list_free(list);
}

static void ObservesLive(samstig_t* client) {
  static int changes = 0;
  samstig_subscription_t* subscription = samstig_observe(client, Count, &changes);
  uint8_t id[SAMSTIG_ID_SIZE];
  uint8_t thread[SAMSTIG_ID_SIZE];
  uint8_t mutation[256];
  size_t size;
  samstig_write_t* write = NULL;
  samstig_start(client);
  samstig_nudge(client);
  samstig_new_id(client, id);
  c_test_thread(thread);
  size = c_test_write_post(id, thread, "Hej igen!", mutation, sizeof(mutation));
  CHECK_OK(samstig_do(client, mutation, size, &write, NULL));
  CHECK_OK(samstig_write_final(write, 20000, NULL));
  samstig_write_release(write);
  samstig_stop(client);
  samstig_subscription_end(subscription);
  CHECK(changes > 0);
}

static void Searches(samstig_t* client) {
  samstig_list_t* list = NULL;
  CHECK_OK(samstig_search(client, "IGEN hej", 10, &list, NULL));
  CHECK(samstig_list_size(list) == 1);
  CHECK(samstig_list_item(list, 0).size == SAMSTIG_ID_SIZE);
  CHECK(strcmp(samstig_list_item(list, 0).snippet, "\002Hej\003 \002igen\003!") == 0);
  samstig_list_free(list);
  CHECK_OK(samstig_search(client, "\"AND (", 10, &list, NULL));
  CHECK(samstig_list_size(list) == 0);
  samstig_list_free(list);
}

static void ShowsMarkdown(void) {
  char* html = NULL;
  samstig_html("*Hej* <b>", &html);
  CHECK(strcmp(html, "<p><em>Hej</em> &lt;b&gt;</p>\n") == 0);
  samstig_free(html);
}

/* The test's server takes no files: what is attached here waits. */
static void AttachesAndLeaves(samstig_t* client, const char* path) {
  void* attachment = NULL;
  size_t size = 0;
  char* text = NULL;
  uint8_t id[SAMSTIG_ID_SIZE] = {1};
  char export_path[600];
  uint64_t writes = 99;
  samstig_attachment_status_t status;
  samstig_signed_out_t out;
  CHECK_OK(samstig_attach(client, "bytes", 5, "a.txt", "text/plain", &attachment, &size, NULL));
  CHECK_OK(samstig_attachment_status(client, attachment, size, &status, NULL));
  CHECK(status.state == SAMSTIG_ATTACHMENT_PENDING && status.size == 5 && status.sent == 0);
  CHECK(samstig_fetch(client, id, attachment, size, 1000, &text, NULL) == REASON_NOT_FOUND);
  CHECK(samstig_fetch(client, id, "\xff", 1, 1000, &text, NULL) == REASON_MALFORMED);
  CHECK(samstig_attachment_status(client, "\xff", 1, &status, NULL) == REASON_MALFORMED);
  samstig_free(attachment);
  CHECK(samstig_attach_file(client, "/nowhere/a", "a", "text/plain", &attachment, &size, NULL) ==
        REASON_NOT_FOUND);

  snprintf(export_path, sizeof(export_path), "%s.json", path);
  CHECK_OK(samstig_export(client, export_path, NULL));
  CHECK(remove(export_path) == 0);

  CHECK_OK(samstig_sign_out(client, NULL, &out, NULL));
  CHECK(!out.signed_out && out.attachments == 1 && out.confirmation[0] != '\0');
  CHECK_OK(samstig_sign_out(client, out.confirmation, &out, NULL));
  CHECK(out.signed_out && out.revoked);
  CHECK(samstig_sign_out(client, NULL, &out, NULL) == REASON_NOT_SIGNED_IN);
  samstig_close(client);
  CHECK_OK(samstig_export_file(path, export_path, &writes, NULL));
  CHECK(writes == 0);
  CHECK(samstig_export_file("/nowhere/a", export_path, NULL, NULL) == REASON_NOT_FOUND);
  CHECK(remove(export_path) == 0);
}

int main(void) {
  char path[512];
  const char* folder = getenv("TEST_TMPDIR");
  samstig_t* client;
  c_test_server_start();
  snprintf(path, sizeof(path), "%s/samstig_c_test.%s.samstig", folder ? folder : "/tmp",
           c_test_server_address() + strlen("127.0.0.1:"));
  client = Open(path);
  RefusesWhatIsWrong(client, path);
  SignsIn(client);
  WritesAndReads(client);
  SendsParkedWordsAgain(client);
  ObservesLive(client);
  Searches(client);
  ShowsMarkdown();
  IsErased(client);
  samstig_close(client);
  client = Open(path);
  CHECK(samstig_account(client, NULL, NULL, NULL) == 0);
  AttachesAndLeaves(client, path);
  c_test_server_stop();
  remove(path);
  printf("PASS\n");
  return 0;
}
