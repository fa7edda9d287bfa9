# Compiling for the browser: WebAssembly by clang for WASI, without exceptions and threads, protobuf-lite.
# Sets SAMSTIG_WASM to whether that can be done here, and SAMSTIG_WASM_SOURCES to where `./dev setup wasm` puts
# the sources of the libraries (deploy/dev/wasm.sh); SAMSTIG_WASM_WHY_NOT says what is missing.
if(SAMSTIG_SANITIZE OR SAMSTIG_COVERAGE)
  set(SAMSTIG_WASM OFF)
  set(SAMSTIG_WASM_WHY_NOT "a sanitizer or coverage looks at the native programs")
  return()
endif()
find_program(SAMSTIG_WASI_CXX clang++-19)
find_program(SAMSTIG_WASI_C clang-19)
find_path(SAMSTIG_WASI_LIBCXX __config PATHS /usr/include/wasm32-wasi/c++/v1 NO_DEFAULT_PATH)
find_path(SAMSTIG_WASI_LIBC wasi/api.h PATHS /usr/include/wasm32-wasi NO_DEFAULT_PATH)
set(SAMSTIG_WASM_SOURCES ${CMAKE_SOURCE_DIR}/.cache/wasm-sources)
set(SAMSTIG_WASM OFF)
set(SAMSTIG_WASM_WHY_NOT "for the browser nothing is built before ./dev setup wasm")
if(NOT SAMSTIG_WASI_CXX OR NOT SAMSTIG_WASI_LIBCXX OR NOT SAMSTIG_WASI_LIBC
   OR NOT EXISTS ${SAMSTIG_WASM_SOURCES}/complete OR NOT EXISTS ${CMAKE_SOURCE_DIR}/node_modules/.bin/buf)
  # ./dev configures anew when it has fetched them. Looked for again each time.
  unset(SAMSTIG_WASI_CXX CACHE)
  unset(SAMSTIG_WASI_C CACHE)
  return()
endif()
set(SAMSTIG_WASM ON)
set(SAMSTIG_WASM_DIR ${CMAKE_BINARY_DIR}/wasm)
file(MAKE_DIRECTORY ${SAMSTIG_WASM_DIR}/proto ${SAMSTIG_WASM_DIR}/include/google)

# The headers of the libraries, of WASI's C and C++ libraries and of the compiler, and nothing else: the
# compiler by itself also looks in /usr/include, where all that must not be used lies ready.
execute_process(COMMAND ${SAMSTIG_WASI_CXX} --target=wasm32-wasi -print-resource-dir
  OUTPUT_VARIABLE WASI_RESOURCES OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_path(SAMSTIG_XXHASH_INCLUDE xxhash.h REQUIRED)
file(CREATE_LINK ${SAMSTIG_XXHASH_INCLUDE}/xxhash.h ${SAMSTIG_WASM_DIR}/include/xxhash.h SYMBOLIC)
file(CREATE_LINK ${SAMSTIG_WASM_SOURCES}/sqlite3/sqlite3.h ${SAMSTIG_WASM_DIR}/include/sqlite3.h SYMBOLIC)
file(CREATE_LINK ${SAMSTIG_WASM_SOURCES}/protobuf/src/google/protobuf ${SAMSTIG_WASM_DIR}/include/google/protobuf SYMBOLIC)

set(SAMSTIG_WASM_SYSTEM
  -isystem ${WASI_RESOURCES}/include -isystem ${SAMSTIG_WASI_LIBC})
set(SAMSTIG_WASM_CFLAGS --target=wasm32-wasi -Os -nostdinc)
set(SAMSTIG_WASM_CXXFLAGS --target=wasm32-wasi -std=c++20 -Os -fno-exceptions -fno-rtti -nostdinc -nostdinc++)

# samstig_wasm_objects(OBJECTS SOURCES file ... FLAGS flag ... [DEPENDS file ...]): their object files, made when
# something asks for them. C++ by its ending.
function(samstig_wasm_objects OBJECTS)
  cmake_parse_arguments(ARG "" "" "SOURCES;FLAGS;DEPENDS" ${ARGN})
  set(MADE)
  foreach(SOURCE ${ARG_SOURCES})
    cmake_path(ABSOLUTE_PATH SOURCE BASE_DIRECTORY ${CMAKE_SOURCE_DIR} NORMALIZE)
    cmake_path(IS_PREFIX CMAKE_BINARY_DIR ${SOURCE} GENERATED)
    if(GENERATED)
      cmake_path(RELATIVE_PATH SOURCE BASE_DIRECTORY ${CMAKE_BINARY_DIR} OUTPUT_VARIABLE NAME)
    else()
      cmake_path(RELATIVE_PATH SOURCE BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE NAME)
    endif()
    string(REGEX REPLACE "^(wasm|\\.cache/wasm-sources)/" "" NAME ${NAME})
    set(OBJECT ${SAMSTIG_WASM_DIR}/objects/${NAME}.o)
    cmake_path(GET OBJECT PARENT_PATH FOLDER)
    file(MAKE_DIRECTORY ${FOLDER})
    if(SOURCE MATCHES "\\.c$")
      set(COMPILE ${SAMSTIG_WASI_C} ${SAMSTIG_WASM_CFLAGS} ${ARG_FLAGS} ${SAMSTIG_WASM_SYSTEM})
    else()
      set(COMPILE ${SAMSTIG_WASI_CXX} ${SAMSTIG_WASM_CXXFLAGS} ${ARG_FLAGS}
        -isystem ${SAMSTIG_WASI_LIBCXX} ${SAMSTIG_WASM_SYSTEM})
    endif()
    add_custom_command(
      OUTPUT ${OBJECT}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${COMPILE} -MD -MF ${OBJECT}.d -c ${SOURCE} -o ${OBJECT}
      DEPENDS ${SOURCE} ${ARG_DEPENDS}
      DEPFILE ${OBJECT}.d
      COMMENT "For the browser: ${NAME}"
      VERBATIM)
    list(APPEND MADE ${OBJECT})
  endforeach()
  set(${OBJECTS} ${MADE} PARENT_SCOPE)
endfunction()
