// SPDX-License-Identifier: Apache-2.0
// What the C test needs of the C++ test support: a server, and the bytes of a mutation.
#ifndef SAMSTIG_TESTS_CLIENT_LIB_C_C_TEST_SERVER_H_
#define SAMSTIG_TESTS_CLIENT_LIB_C_C_TEST_SERVER_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void c_test_server_start(void);
void c_test_server_stop(void);
const char* c_test_server_address(void);
const char* c_test_server_code(void);
// The thread that everybody may write in, but not "Nej!".
void c_test_thread(uint8_t id[16]);
// The id of a samstig.v1.Entity.
void c_test_entity_id(const void* entity, size_t size, uint8_t id[16]);
// Puts a samstig.v1.Mutation that writes a post into `out` and returns its size.
size_t c_test_write_post(const uint8_t id[16], const uint8_t thread[16], const char* text,
                         uint8_t* out, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif  // SAMSTIG_TESTS_CLIENT_LIB_C_C_TEST_SERVER_H_
