// SPDX-License-Identifier: Apache-2.0
// Included before protobuf's own sources: std::mutex for a program with one
// thread, which WASI's C++ library leaves out. Nothing of ours uses them.
#ifndef SAMSTIG_CLIENT_LIB_WASM_NO_THREADS_H_
#define SAMSTIG_CLIENT_LIB_WASM_NO_THREADS_H_
#ifdef __cplusplus

namespace std {

class mutex {
 public:
  constexpr mutex() noexcept = default;
  mutex(const mutex&) = delete;
  mutex& operator=(const mutex&) = delete;
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

}  // namespace std

#endif
#endif  // SAMSTIG_CLIENT_LIB_WASM_NO_THREADS_H_
