# The parts of Gecode that a constraint problem over integers needs; it brings neither a CMake nor a
# pkg-config file: target Gecode::Gecode.
find_path(Gecode_INCLUDE_DIR gecode/int.hh)
set(Gecode_LIBRARIES)
foreach(PART search int kernel support)  # Each needs those after it.
  find_library(Gecode_${PART}_LIBRARY gecode${PART})
  list(APPEND Gecode_LIBRARY_VARIABLES Gecode_${PART}_LIBRARY)
  list(APPEND Gecode_LIBRARIES ${Gecode_${PART}_LIBRARY})
endforeach()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Gecode REQUIRED_VARS Gecode_INCLUDE_DIR ${Gecode_LIBRARY_VARIABLES})
if(Gecode_FOUND AND NOT TARGET Gecode::Gecode)
  add_library(Gecode::Gecode INTERFACE IMPORTED)
  set_target_properties(Gecode::Gecode PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES ${Gecode_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "${Gecode_LIBRARIES}")
endif()
mark_as_advanced(Gecode_INCLUDE_DIR ${Gecode_LIBRARY_VARIABLES})
