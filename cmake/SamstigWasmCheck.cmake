# Target wasm_check: compiles domain/ and client-lib/core for the browser (WASI, no exceptions, no threads,
# protobuf-lite), all warnings errors. It links nothing: it only proves that what is shared stays portable.
# Without the compiler the target says what to install; with it there is also a test of that name, with
# the label wasm.
find_program(SAMSTIG_WASI_CXX clang++-19)
find_path(SAMSTIG_WASI_LIBCXX __config PATHS /usr/include/wasm32-wasi/c++/v1 NO_DEFAULT_PATH)
find_path(SAMSTIG_WASI_LIBC wasi/api.h PATHS /usr/include/wasm32-wasi NO_DEFAULT_PATH)
set(SAMSTIG_WASI_PACKAGES "clang-19 wasi-libc libc++-19-dev-wasm32 libclang-rt-19-dev-wasm32 lld-19")

if(NOT SAMSTIG_WASI_CXX OR NOT SAMSTIG_WASI_LIBCXX OR NOT SAMSTIG_WASI_LIBC)
  set(WHY "wasm_check needs clang++-19 for WASI; packages: ${SAMSTIG_WASI_PACKAGES}")
  message(STATUS "Not tested: ${WHY}")
  add_custom_target(wasm_check
    COMMAND ${CMAKE_COMMAND} -E echo "${WHY}"
    COMMAND ${CMAKE_COMMAND} -E false
    VERBATIM)
  return()
endif()

set(WASM_DIR ${CMAKE_BINARY_DIR}/wasm-check)
file(MAKE_DIRECTORY ${WASM_DIR}/proto ${WASM_DIR}/include/google)

# The headers of three libraries, of WASI's C and C++ libraries and of the compiler, and nothing else: the
# compiler by itself also looks in /usr/include, where all that must not be used lies ready.
execute_process(COMMAND ${SAMSTIG_WASI_CXX} --target=wasm32-wasi -print-resource-dir
  OUTPUT_VARIABLE WASI_RESOURCES OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_path(SAMSTIG_XXHASH_INCLUDE xxhash.h REQUIRED)
file(CREATE_LINK ${Protobuf_INCLUDE_DIRS}/google/protobuf ${WASM_DIR}/include/google/protobuf SYMBOLIC)
file(CREATE_LINK ${SQLite3_INCLUDE_DIRS}/sqlite3.h ${WASM_DIR}/include/sqlite3.h SYMBOLIC)
file(CREATE_LINK ${SAMSTIG_XXHASH_INCLUDE}/xxhash.h ${WASM_DIR}/include/xxhash.h SYMBOLIC)

# protobuf-lite from the same .proto files; the messages of the services are used by the core too.
file(GLOB PROTOS RELATIVE ${CMAKE_SOURCE_DIR}/proto CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/proto/samstig/v1/*.proto)
set(WASM_PROTO_HEADERS)
set(WASM_PROTO_DEPENDS)
foreach(PROTO ${PROTOS})
  string(REGEX REPLACE "\\.proto$" ".pb.h" HEADER ${PROTO})
  list(APPEND WASM_PROTO_HEADERS ${WASM_DIR}/proto/${HEADER})
  list(APPEND WASM_PROTO_DEPENDS ${CMAKE_SOURCE_DIR}/proto/${PROTO})
endforeach()
add_custom_command(
  OUTPUT ${WASM_PROTO_HEADERS}
  COMMAND protobuf::protoc -I ${CMAKE_SOURCE_DIR}/proto --cpp_out=lite:${WASM_DIR}/proto ${PROTOS}
  DEPENDS ${WASM_PROTO_DEPENDS} protobuf::protoc
  COMMENT "protoc (lite)"
  VERBATIM)

# The one place that looks for sources itself: a source that is forgotten here would be a hole.
file(GLOB_RECURSE WASM_SOURCES RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/domain/*.cc ${CMAKE_SOURCE_DIR}/client-lib/core/*.cc)
set(WASM_FLAGS
  --target=wasm32-wasi -std=c++20 -Os -fno-exceptions -nostdinc -nostdinc++
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -I ${CMAKE_SOURCE_DIR} -I ${SAMSTIG_GENERATED} -I ${CMAKE_SOURCE_DIR}/client-lib/include
  -isystem ${WASM_DIR}/proto -isystem ${WASM_DIR}/include -isystem ${SAMSTIG_WASI_LIBCXX}
  -isystem ${WASI_RESOURCES}/include -isystem ${SAMSTIG_WASI_LIBC})
set(WASM_OBJECTS)
foreach(SOURCE ${WASM_SOURCES})
  set(OBJECT ${WASM_DIR}/${SOURCE}.o)
  get_filename_component(FOLDER ${OBJECT} DIRECTORY)
  file(MAKE_DIRECTORY ${FOLDER})
  add_custom_command(
    OUTPUT ${OBJECT}
    COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${SAMSTIG_WASI_CXX} ${WASM_FLAGS} -MD -MF ${OBJECT}.d
            -c ${CMAKE_SOURCE_DIR}/${SOURCE} -o ${OBJECT}
    DEPENDS ${CMAKE_SOURCE_DIR}/${SOURCE} ${WASM_PROTO_HEADERS}
    DEPFILE ${OBJECT}.d
    COMMENT "For the browser: ${SOURCE}"
    VERBATIM)
  list(APPEND WASM_OBJECTS ${OBJECT})
endforeach()
add_custom_target(wasm_check DEPENDS ${WASM_OBJECTS})

add_test(NAME wasm_check COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target wasm_check)
set_tests_properties(wasm_check PROPERTIES LABELS wasm TIMEOUT 600 RUN_SERIAL TRUE)
