# cmake --install: the client library for programs outside of this tree. C++ programs link the static
# Samstig::client, and Samstig::markdown to show texts; C programs the shared Samstig::c, which shows its C functions and nothing else.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(SAMSTIG_VERSION_SHORT ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
# A folder of its own: the headers of C++ name each other by their rooms.
set(SAMSTIG_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/samstig-${SAMSTIG_VERSION_SHORT})
set(SAMSTIG_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/Samstig)

# ---- The shared library of the C ABI
add_library(samstig_shared SHARED ${CMAKE_SOURCE_DIR}/client-lib/c/samstig.cc)
set_target_properties(samstig_shared PROPERTIES
  OUTPUT_NAME samstig VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/client-lib/c/samstig.map)
target_link_libraries(samstig_shared PRIVATE samstig_flags samstig_client samstig_markdown)
target_link_options(samstig_shared PRIVATE
  -Wl,--version-script=${CMAKE_SOURCE_DIR}/client-lib/c/samstig.map)

set_target_properties(samstig_client PROPERTIES EXPORT_NAME client)
set_target_properties(samstig_markdown PROPERTIES EXPORT_NAME markdown)
set_target_properties(samstig_shared PROPERTIES EXPORT_NAME c)
install(TARGETS samstig_messages samstig_base samstig_rules samstig_client_core samstig_client_system
                samstig_transport_grpc samstig_client samstig_markdown samstig_shared
  EXPORT SamstigTargets
  INCLUDES DESTINATION ${SAMSTIG_INCLUDEDIR})
install(EXPORT SamstigTargets NAMESPACE Samstig:: DESTINATION ${SAMSTIG_CMAKEDIR})

# ---- The headers: the face, and what it names
set(SAMSTIG_FACE client-lib/include/samstig/client.h client-lib/include/samstig/markdown.h
                 client-lib/include/samstig/operator.h client-lib/include/samstig/samstig.h)
install(FILES ${SAMSTIG_FACE} DESTINATION ${SAMSTIG_INCLUDEDIR}/samstig)
foreach(HEADER client-lib/core/types.h domain/base/clock.h domain/base/id.h domain/base/result.h
               domain/rules/keys.h domain/rules/names.h domain/rules/scope.h)
  get_filename_component(FOLDER ${HEADER} DIRECTORY)
  install(FILES ${HEADER} DESTINATION ${SAMSTIG_INCLUDEDIR}/${FOLDER})
endforeach()
install(FILES ${SAMSTIG_GENERATED}/samstig/v1/kinds.inc DESTINATION ${SAMSTIG_INCLUDEDIR}/samstig/v1)
install(DIRECTORY ${CMAKE_BINARY_DIR}/proto/samstig/v1/ DESTINATION ${SAMSTIG_INCLUDEDIR}/samstig/v1
  FILES_MATCHING PATTERN "*.pb.h" PATTERN "*.grpc.pb.h" EXCLUDE)

# ---- How it is found
configure_package_config_file(cmake/SamstigConfig.cmake.in ${CMAKE_BINARY_DIR}/SamstigConfig.cmake
  INSTALL_DESTINATION ${SAMSTIG_CMAKEDIR})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/SamstigConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/SamstigConfig.cmake ${CMAKE_BINARY_DIR}/SamstigConfigVersion.cmake
              cmake/FindCmarkGfm.cmake
  DESTINATION ${SAMSTIG_CMAKEDIR})
# Where it is installed is only known then.
install(CODE "set(PROJECT_VERSION ${PROJECT_VERSION})
  set(CMAKE_INSTALL_LIBDIR ${CMAKE_INSTALL_LIBDIR})
  set(SAMSTIG_INCLUDEDIR ${SAMSTIG_INCLUDEDIR})
  configure_file(${CMAKE_SOURCE_DIR}/cmake/samstig.pc.in ${CMAKE_BINARY_DIR}/samstig.pc @ONLY)
  file(INSTALL ${CMAKE_BINARY_DIR}/samstig.pc
       DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/pkgconfig\")")
