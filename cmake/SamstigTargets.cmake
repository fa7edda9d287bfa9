# samstig_library(NAME SRCS a.cc b.cc DEPS lib ...): one room, or one part of it, as a static library.
function(samstig_library NAME)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${NAME} STATIC ${ARG_SRCS})
  target_link_libraries(${NAME} PUBLIC ${ARG_DEPS} PRIVATE samstig_flags ${ARG_PRIVATE_DEPS})
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
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# samstig_proto(NAME SERVICES|MESSAGES SRCS a.proto ...): generated code as its own library, with
# optimisation but without our warnings. SERVICES adds the gRPC stubs.
function(samstig_proto NAME)
  cmake_parse_arguments(ARG "SERVICES" "" "SRCS;DEPS" ${ARGN})
  set(OUT ${CMAKE_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${OUT})
  set(GENERATED)
  foreach(PROTO ${ARG_SRCS})
    string(REPLACE ".proto" "" STEM ${PROTO})
    set(FILES ${OUT}/${STEM}.pb.cc ${OUT}/${STEM}.pb.h)
    set(ARGS --cpp_out=${OUT})
    set(TOOLS protobuf::protoc)
    if(ARG_SERVICES)
      list(APPEND FILES ${OUT}/${STEM}.grpc.pb.cc ${OUT}/${STEM}.grpc.pb.h)
      list(APPEND ARGS --grpc_out=${OUT}
           --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
      list(APPEND TOOLS gRPC::grpc_cpp_plugin)
    endif()
    add_custom_command(
      OUTPUT ${FILES}
      COMMAND protobuf::protoc -I ${CMAKE_CURRENT_SOURCE_DIR} ${ARGS} ${PROTO}
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
      DEPENDS ${PROTO} ${TOOLS}
      COMMENT "protoc ${PROTO}")
    list(APPEND GENERATED ${FILES})
  endforeach()
  add_library(${NAME} STATIC ${GENERATED})
  target_include_directories(${NAME} SYSTEM PUBLIC ${OUT})
  target_link_libraries(${NAME} PUBLIC ${ARG_DEPS})
  target_compile_options(${NAME} PRIVATE -w)
endfunction()
