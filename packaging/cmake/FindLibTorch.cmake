# Imported targets of our own for LibTorch, the same for a distribution's package and for PyPI's wheel. The wheel's own
# CMake package demands a CUDA toolkit, which neither building nor running this program needs.
#
#   tvlt::torch         headers and libraries
#                       (of the libraries none, for a program with the property TVLT_LATE_TORCH)
#   LibTorch_VERSION    as in torch/version.h
#   LibTorch_CUDA       whether libtorch_cuda is there
set(_roots)
if(TVLT_TORCH_ROOT)
  list(APPEND _roots ${TVLT_TORCH_ROOT})
endif()
foreach(prefix ${CMAKE_PREFIX_PATH})
  list(APPEND _roots ${prefix})
endforeach()

find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h PATHS ${_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h)
find_library(LibTorch_LIBRARY torch PATHS ${_roots} PATH_SUFFIXES lib NO_DEFAULT_PATH)
find_library(LibTorch_LIBRARY torch)
get_filename_component(_lib_dir "${LibTorch_LIBRARY}" DIRECTORY)
find_library(LibTorch_CPU_LIBRARY torch_cpu HINTS ${_lib_dir} NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 HINTS ${_lib_dir} NO_DEFAULT_PATH)
find_library(LibTorch_CUDA_LIBRARY torch_cuda HINTS ${_lib_dir} NO_DEFAULT_PATH)

set(LibTorch_VERSION "unknown")
foreach(header version.h headeronly/version.h csrc/api/include/torch/version.h)
  set(_file "${LibTorch_INCLUDE_DIR}/torch/${header}")
  if(EXISTS "${_file}")
    file(STRINGS "${_file}" _lines REGEX "define TORCH_VERSION_(MAJOR|MINOR|PATCH) [0-9]+")
    string(REGEX MATCHALL "[0-9]+" _numbers "${_lines}")
    list(LENGTH _numbers _count)
    if(_count EQUAL 3)
      list(JOIN _numbers "." LibTorch_VERSION)
    endif()
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_LIBRARY LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION)

set(LibTorch_CUDA FALSE)
if(LibTorch_FOUND AND NOT TARGET tvlt::torch)
  add_library(tvlt::torch INTERFACE IMPORTED)
  set_target_properties(tvlt::torch PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
                        "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include")
  set(_libs ${LibTorch_LIBRARY} ${LibTorch_CPU_LIBRARY} ${LibTorch_C10_LIBRARY})
  if(LibTorch_CUDA_LIBRARY)
    set(LibTorch_CUDA TRUE)
    list(APPEND _libs ${LibTorch_CUDA_LIBRARY})
  endif()
  # Nothing of ours names a symbol of libtorch_cuda: without --no-as-needed the linker drops it, and CUDA with it.
  # Its own dependencies are found at run time through its rpath. The C++ library comes first since the wheel exports
  # half of std::filesystem too: its remove_all() calls a function that is not there.
  set(_linked "$<NOT:$<BOOL:$<TARGET_PROPERTY:TVLT_LATE_TORCH>>>")
  target_link_libraries(tvlt::torch INTERFACE "$<${_linked}:-Wl,--no-as-needed;stdc++;${_libs};-Wl,--as-needed>")
  if(LibTorch_CUDA_LIBRARY)
    target_link_options(tvlt::torch INTERFACE "$<${_linked}:-Wl,--allow-shlib-undefined>")
  endif()
  if(NOT _lib_dir MATCHES "^/usr/lib")
    target_link_options(tvlt::torch INTERFACE "$<${_linked}:-Wl,-rpath,${_lib_dir},--disable-new-dtags>")
  endif()
endif()

# A bare Debian resolves libblas to the reference implementation: a base model's pass then takes over 30 seconds.
get_filename_component(_blas "/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/libblas.so.3" REALPATH)
if(_lib_dir MATCHES "^/usr/lib" AND _blas MATCHES "/blas/libblas")
  message(WARNING "libblas.so.3 is the reference BLAS (${_blas}): models will run many times slower than they could. "
                  "Install libopenblas0-openmp.")
endif()
