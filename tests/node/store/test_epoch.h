// An epoch that grows as a real one does, for tests that store it.

#ifndef CLEDI_TESTS_NODE_STORE_TEST_EPOCH_H_
#define CLEDI_TESTS_NODE_STORE_TEST_EPOCH_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/random.h"
#include "federation/log/log_storage.h"

namespace cledi {

// An event with this payload. Its time and salt come from `random`.
Record MakeTestRecord(Random& random, std::string_view payload);
// An event whose payload is withheld.
Record MakeTestRecordWithoutBody(Random& random);

// The first variant of an epoch of es-granada's, empty.
VariantState MakeTestVariant(Random& random, VariantNo variant);

// Appends `records` to `state`, and returns what is to be committed. `sign` adds a checkpoint
// at the new size; its signature is random, which no storage checks.
LogWrite GrowTestVariant(Random& random, VariantState& state, std::vector<Record> records,
                         bool sign = true);

// Every field, as one comparable text.
std::string Describe(const VariantState& state);

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_STORE_TEST_EPOCH_H_
