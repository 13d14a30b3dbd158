# Warnings, sanitizers, hardening and the compiler cache, in one interface target that every target of ours links.
add_library(tvlt_settings INTERFACE)
target_include_directories(tvlt_settings INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(tvlt_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion
                       -Wno-sign-conversion $<$<BOOL:${TVLT_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  # Warns of every reference that a function of a temporary returns, whatever it refers to.
  target_compile_options(tvlt_settings INTERFACE -Wno-dangling-reference)
endif()
# core/torch_library is made of core's static libraries.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# A distribution's LibTorch brings OpenCV and with that Qt 5, which else would call what is inline of Qt 6 in our programs.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
if(TVLT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TVLT_SANITIZE)
  add_compile_options(-fsanitize=${TVLT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TVLT_SANITIZE})
endif()
# What a file does to memory ends the program rather than runs in it: checked copies, stack canaries and probes, branch
# targets, a position-independent program whose relocations become read-only, checked subscripts of the C++ library.
option(TVLT_HARDENING "Harden optimised builds" ON)
if(TVLT_HARDENING AND NOT TVLT_SANITIZE AND NOT TVLT_FUZZ)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    add_compile_options(-fcf-protection)
  endif()
  add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
# Line tables only: full debug information of LibTorch's templates costs more disk and link time than it tells.
string(REPLACE "-g" "-g1" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header is cached too when its defines and times are not looked at.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
endif()
