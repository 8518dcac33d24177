# Copies the islands and their tests to COPY, and fetches what they need there.
foreach(folder src test)
  file(REMOVE_RECURSE ${COPY}/${folder})
endforeach()
file(COPY ${SOURCE}/src ${SOURCE}/package.json ${SOURCE}/package-lock.json ${SOURCE}/tsconfig.json
  ${SOURCE}/vitest.config.ts DESTINATION ${COPY})
file(GLOB tests ${TESTS}/*.test.ts)
file(COPY ${tests} DESTINATION ${COPY}/test)
execute_process(COMMAND ${NPM} ci --prefix ${COPY} --ignore-scripts --no-audit --no-fund
  --loglevel=error RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "npm ci failed: ${result}")
endif()
