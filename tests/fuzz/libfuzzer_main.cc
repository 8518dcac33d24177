// One program a parser: CLEDI_FUZZED is the name of its function.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/parsers.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  cledi::CLEDI_FUZZED({reinterpret_cast<const char*>(data), size});
  return 0;
}
