# One target carries the flags of our own code; generated code and system headers do not get them.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  # What ccache asks for before it touches precompiled headers: that nobody minds __TIME__ and unused macros of theirs.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()
if(SAMSTIG_PRECOMPILE)
  # Everywhere, not only where gRPC brings it: a precompiled header is made with the flags of those who use it.
  add_compile_options(-pthread)
endif()
find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(samstig_flags INTERFACE)
target_include_directories(samstig_flags INTERFACE ${CMAKE_SOURCE_DIR} ${SAMSTIG_GENERATED})
target_compile_options(samstig_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Werror=switch -Werror=return-type
  $<$<BOOL:${SAMSTIG_WERROR}>:-Werror>)
if(SAMSTIG_COVERAGE)
  # https://clang.llvm.org/docs/SourceBasedCodeCoverage.html; threads count too, so atomically.
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic)
  add_link_options(-fprofile-instr-generate)
endif()
if(SAMSTIG_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(SAMSTIG_SANITIZE)
  add_compile_options(-fsanitize=${SAMSTIG_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SAMSTIG_SANITIZE})
  if(SAMSTIG_SANITIZE STREQUAL "thread")
    # Asio has fences, which ThreadSanitizer does not know; its locks and atomics it does. Protobuf's messages have another
    # layout when this macro is there, which Debian's library does not have.
    add_compile_options(-Wno-tsan -U__SANITIZE_THREAD__)
  else()
    add_compile_options(-fno-sanitize-recover=all)
  endif()
endif()
