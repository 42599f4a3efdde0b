# Finds Intel's decimal floating point library as distributions package it. Defines IntelRDFPMath::bid.
# The flavour is 000: arguments by value, rounding mode and status flags passed with each call, so no state is shared
# between threads.

find_path(IntelRDFPMath_INCLUDE_DIR bid_functions.h)
find_library(IntelRDFPMath_LIBRARY NAMES bidgcc000 bid)
mark_as_advanced(IntelRDFPMath_INCLUDE_DIR IntelRDFPMath_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(IntelRDFPMath REQUIRED_VARS IntelRDFPMath_LIBRARY IntelRDFPMath_INCLUDE_DIR)

if(IntelRDFPMath_FOUND AND NOT TARGET IntelRDFPMath::bid)
  add_library(IntelRDFPMath::bid UNKNOWN IMPORTED)
  set_target_properties(IntelRDFPMath::bid PROPERTIES
    IMPORTED_LOCATION "${IntelRDFPMath_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${IntelRDFPMath_INCLUDE_DIR}")
endif()
