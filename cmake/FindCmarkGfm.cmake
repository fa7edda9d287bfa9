# cmark-gfm, GitHub's CommonMark library, which brings no CMake file in Debian: target CmarkGfm::CmarkGfm. Static,
# so that whoever links Samstig's library needs nothing more.
find_path(CmarkGfm_INCLUDE_DIR cmark-gfm-core-extensions.h)
find_library(CmarkGfm_LIBRARY NAMES libcmark-gfm.a cmark-gfm)
find_library(CmarkGfm_EXTENSIONS_LIBRARY NAMES libcmark-gfm-extensions.a cmark-gfm-extensions)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CmarkGfm
  REQUIRED_VARS CmarkGfm_LIBRARY CmarkGfm_EXTENSIONS_LIBRARY CmarkGfm_INCLUDE_DIR)
if(CmarkGfm_FOUND AND NOT TARGET CmarkGfm::CmarkGfm)
  add_library(CmarkGfm::CmarkGfm UNKNOWN IMPORTED)
  set_target_properties(CmarkGfm::CmarkGfm PROPERTIES IMPORTED_LOCATION ${CmarkGfm_EXTENSIONS_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${CmarkGfm_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES ${CmarkGfm_LIBRARY}
    INTERFACE_COMPILE_DEFINITIONS "CMARK_GFM_STATIC_DEFINE;CMARK_GFM_EXTENSIONS_STATIC_DEFINE")
endif()
mark_as_advanced(CmarkGfm_INCLUDE_DIR CmarkGfm_LIBRARY CmarkGfm_EXTENSIONS_LIBRARY)
