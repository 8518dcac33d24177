# A compiler cache and a fast linker where the machine has them.
#
# ccache caches a compilation that uses a precompiled header only with the
# sloppiness below and -fpch-preprocess (see Modules.cmake). Paths are rewritten
# relative to the source folder, so that two checkouts share what they compile.

find_program(CLEDI_CCACHE ccache)
if(CLEDI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=5G
    ${CLEDI_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

find_program(CLEDI_MOLD mold)
if(CLEDI_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
