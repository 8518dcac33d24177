# Puts files into a program, so that it needs none of them when it runs.

set(CLEDI_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/EmbedFiles.cmake)

# cledi_embed(node_web_words WordFiles en.json it.json) adds to the target a source that defines
#   std::span<const EmbeddedFile> WordFiles();
# as node/web/embedded_file.h describes it. Files go by their names without folders.
function(cledi_embed target function)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cc)
  set(files)
  foreach(file ${ARGN})
    cmake_path(ABSOLUTE_PATH file OUTPUT_VARIABLE absolute)
    list(APPEND files ${absolute})
  endforeach()
  string(REPLACE ";" "," joined "${files}")
  add_custom_command(OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFUNCTION=${function} -DOUTPUT=${source} -DFILES=${joined}
      -P ${CLEDI_EMBED_SCRIPT}
    DEPENDS ${files} ${CLEDI_EMBED_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()
