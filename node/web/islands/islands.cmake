# The islands, built by Vite from TypeScript at the versions that the lock file pins. Included by
# the folder whose target embeds ISLAND_FILES.
set(islands_source ${PROJECT_SOURCE_DIR}/node/web/islands)
set(islands ${PROJECT_BINARY_DIR}/node/web/islands)
set(ISLAND_FILES ${islands}/dist/draft.js ${islands}/dist/live.js)
set(islands_package package.json package-lock.json build.mjs)
list(TRANSFORM islands_package PREPEND ${islands_source}/)
file(GLOB islands_scripts CONFIGURE_DEPENDS ${islands_source}/src/*.ts)

# What the build needs of npm is fetched once for each lock file.
add_custom_command(OUTPUT ${islands}/modules.stamp
  COMMAND ${CMAKE_COMMAND} -E make_directory ${islands}
  COMMAND ${CMAKE_COMMAND} -E copy ${islands_package} ${islands}
  COMMAND ${NPM} ci --prefix ${islands} --omit=dev --ignore-scripts --no-audit --no-fund
    --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${islands}/modules.stamp
  DEPENDS ${islands_package} COMMENT "Fetching what builds the islands" VERBATIM)
add_custom_command(OUTPUT ${ISLAND_FILES}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${islands}/src
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${islands_source}/src ${islands}/src
  COMMAND ${NODE} ${islands}/build.mjs ${islands}/dist
  DEPENDS ${islands}/modules.stamp ${islands_scripts} COMMENT "Building the islands" VERBATIM)
