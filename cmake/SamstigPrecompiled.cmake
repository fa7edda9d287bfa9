# The headers that nearly every source reads, read once: two thirds of the time to compile a file went into them. Each
# set of flags takes a target of its own; GCC refuses a precompiled header that was made with others. No file may count
# on these: ./dev check builds without (preset tidy), and so does whoever asks for it.
#
# Where tests are built, often: what is shipped is built without. -pthread is then everywhere, not only where gRPC
# brings it.

# Nothing but a place to hang the header on.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cc CONTENT "// Nothing: what is wanted of its target is the header.\n")
set(SAMSTIG_COMMON_HEADERS
  <algorithm> <cstdint> <functional> <map> <memory> <optional> <set> <string> <string_view> <utility> <variant> <vector>
  <absl/container/flat_hash_map.h> <absl/status/statusor.h> <absl/strings/str_cat.h>
  <samstig/v1/entity.pb.h> <samstig/v1/mutation.pb.h>)

# samstig_precompiled(NAME OPTIONS flag ... HEADERS <more> ... DEPS lib ...): the headers for one set of flags.
function(samstig_precompiled NAME)
  cmake_parse_arguments(ARG "" "" "OPTIONS;HEADERS;DEPS" ${ARGN})
  if(NOT SAMSTIG_PRECOMPILE)
    return()
  endif()
  add_library(${NAME} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
  target_compile_options(${NAME} PRIVATE ${ARG_OPTIONS})
  target_link_libraries(${NAME} PRIVATE samstig_flags samstig_messages absl::flat_hash_map absl::statusor ${ARG_DEPS})
  target_precompile_headers(${NAME} PRIVATE ${SAMSTIG_COMMON_HEADERS} ${ARG_HEADERS})
endfunction()

# samstig_precompile(TARGET NAME): TARGET reads what NAME has precompiled.
function(samstig_precompile TARGET NAME)
  if(SAMSTIG_PRECOMPILE)
    target_precompile_headers(${TARGET} REUSE_FROM ${NAME})
    # GCC forgets that a precompiled header is the system's, and tells of what it takes for faults in there
    # (https://gcc.gnu.org/PR105329 and others). The release is built with these warnings.
    target_compile_options(${TARGET} PRIVATE -Wno-array-bounds "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow>")
  endif()
endfunction()

# Libraries; those that the phone and the browser share, which do without exceptions; and tests, which are programs.
samstig_precompiled(samstig_precompiled_library)
samstig_precompiled(samstig_precompiled_shared OPTIONS -fno-exceptions)
if(SAMSTIG_TESTS)
  samstig_precompiled(samstig_precompiled_tests
    OPTIONS -fPIE HEADERS <gmock/gmock.h> <gtest/gtest.h> DEPS GTest::gmock)
  if(TARGET samstig_precompiled_tests)
    set_target_properties(samstig_precompiled_tests PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  endif()
endif()
