# tvlt_library(NAME [LINK lib...] [PRIVATE_LINK lib...]): a static library of all .cpp files in the current folder and
# its sub-folders that have no CMakeLists.txt of their own.
function(tvlt_library name)
  cmake_parse_arguments(ARG "" "" "LINK;PRIVATE_LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  foreach(list_file ${nested})
    get_filename_component(folder ${list_file} DIRECTORY)
    list(FILTER sources EXCLUDE REGEX "^${folder}/")
  endforeach()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC tvlt_settings ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()

# tvlt_tests(NAME lib...): a Catch2 program of all .cpp files in the current folder, one ctest entry per TEST_CASE.
function(tvlt_tests name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  # CMake's lists take brackets and semicolons apart: such a name would join its neighbours into one entry that runs nothing.
  foreach(source ${sources})
    file(STRINGS ${source} bad_names REGEX "TEST_CASE\\(\"[^\"]*[][;]")
    if(bad_names)
      message(FATAL_ERROR "${source}: a test's name may not hold '[', ']' or ';'")
    endif()
  endforeach()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE tvlt_settings tvlt_test_support ${ARGN})
  target_compile_options(${name} PRIVATE -fPIC) # as libraries are: a precompiled header of theirs may be used
  catch_discover_tests(${name} PROPERTIES TIMEOUT 300)
endfunction()
