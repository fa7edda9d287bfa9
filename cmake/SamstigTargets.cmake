# samstig_library(NAME SRCS a.cc b.cc DEPS lib ... [NO_EXCEPTIONS] [PRECOMPILED headers]): one room, or one part of it, as
# a static library.
function(samstig_library NAME)
  cmake_parse_arguments(ARG "NO_EXCEPTIONS" "PRECOMPILED" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  if(NOT ARG_PRECOMPILED)
    set(ARG_PRECOMPILED samstig_precompiled_library)
  endif()
  add_library(${NAME} STATIC ${ARG_SRCS})
  target_link_libraries(${NAME} PUBLIC ${ARG_DEPS}
    PRIVATE $<BUILD_INTERFACE:samstig_flags> ${ARG_PRIVATE_DEPS})
  if(ARG_NO_EXCEPTIONS)
    target_compile_options(${NAME} PRIVATE -fno-exceptions)
    samstig_precompile(${NAME} samstig_precompiled_shared)
  else()
    samstig_precompile(${NAME} ${ARG_PRECOMPILED})
  endif()
endfunction()

# samstig_test(NAME SRCS a_test.cc DEPS lib ... LABELS unit): one GoogleTest program, one ctest test for
# each label. Every test has a time limit and its own scratch folder in TEST_TMPDIR.
function(samstig_test NAME)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${NAME} ${ARG_SRCS})
  target_link_libraries(${NAME} PRIVATE samstig_flags ${ARG_DEPS} GTest::gmock_main)
  samstig_precompile(${NAME} samstig_precompiled_tests)
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "TEST_TMPDIR=${CMAKE_BINARY_DIR}/test-tmp/${NAME}")
endfunction()

# samstig_proto(NAME SRCS a.proto ... [STUBS] DEPS ...): generated code as its own library, without our
# warnings. Plain: the messages. STUBS: only the gRPC stubs, for the few rooms that speak gRPC; the
# messages come from a plain samstig_proto among DEPS.
function(samstig_proto NAME)
  cmake_parse_arguments(ARG "STUBS" "" "SRCS;DEPS" ${ARGN})
  set(OUT ${CMAKE_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${OUT})
  if(ARG_STUBS)
    set(EXT .grpc.pb)
    set(ARGS --grpc_out=${OUT} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
  else()
    set(EXT .pb)
    set(ARGS --cpp_out=${OUT})
  endif()
  set(GENERATED)
  foreach(PROTO ${ARG_SRCS})
    string(REPLACE ".proto" "" STEM ${PROTO})
    add_custom_command(
      OUTPUT ${OUT}/${STEM}${EXT}.cc ${OUT}/${STEM}${EXT}.h
      COMMAND protobuf::protoc -I ${CMAKE_CURRENT_SOURCE_DIR} ${ARGS} ${PROTO}
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
      DEPENDS ${PROTO}
      COMMENT "protoc ${PROTO}")
    list(APPEND GENERATED ${OUT}/${STEM}${EXT}.cc ${OUT}/${STEM}${EXT}.h)
  endforeach()
  add_library(${NAME} STATIC ${GENERATED})
  target_include_directories(${NAME} SYSTEM PUBLIC $<BUILD_INTERFACE:${OUT}>)
  target_link_libraries(${NAME} PUBLIC ${ARG_DEPS})
  # Debug builds are for tests of our code, not of this: half the time to compile.
  target_compile_options(${NAME} PRIVATE -w $<$<CONFIG:Debug>:-O0>)
endfunction()
