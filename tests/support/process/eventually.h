#ifndef CLEDI_TESTS_SUPPORT_PROCESS_EVENTUALLY_H_
#define CLEDI_TESTS_SUPPORT_PROCESS_EVENTUALLY_H_

#include <chrono>
#include <thread>

namespace cledi {

// Looks until the condition holds, or patience ends: for what another process does.
template <class Condition>
bool Eventually(const Condition& condition,
                std::chrono::milliseconds patience = std::chrono::seconds(60)) {
  constexpr std::chrono::milliseconds kLook{100};
  for (std::chrono::milliseconds waited{0}; waited < patience; waited += kLook) {
    if (condition()) {
      return true;
    }
    std::this_thread::sleep_for(kLook);
  }
  return condition();
}

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PROCESS_EVENTUALLY_H_
