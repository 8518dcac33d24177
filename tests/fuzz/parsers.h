// Every parser of bytes from outside, driven with any input. One function a parser; libFuzzer
// and the ordinary tests run the same ones.

#ifndef CLEDI_TESTS_FUZZ_PARSERS_H_
#define CLEDI_TESTS_FUZZ_PARSERS_H_

#include <span>
#include <string_view>

namespace cledi {

// Each hands `input` to its parser and aborts when what was promised does not hold: above all,
// what is accepted must be, byte for byte, what we would write ourselves. Returns whether the
// input was accepted.
bool FuzzRecords(std::string_view input);
bool FuzzNote(std::string_view input);
bool FuzzStatement(std::string_view input);
bool FuzzCheckpoint(std::string_view input);
bool FuzzTilePath(std::string_view input);
bool FuzzBatch(std::string_view input);

struct FuzzedParser {
  std::string_view name;  // Of its folder in corpus/.
  bool (*run)(std::string_view input);
};

// All of the above.
std::span<const FuzzedParser> FuzzedParsers();

}  // namespace cledi

#endif  // CLEDI_TESTS_FUZZ_PARSERS_H_
