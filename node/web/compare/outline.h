#ifndef CLEDI_NODE_WEB_COMPARE_OUTLINE_H_
#define CLEDI_NODE_WEB_COMPARE_OUTLINE_H_

#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// A practice as texts under headings, in the words that a reader sees: what two practices are
// compared by. Headings are ids of messages.

struct OutlineField {
  std::string_view heading;  // Empty: the section's own is enough.
  std::string text;          // Empty where the practice says nothing.
};

struct OutlineSection {
  std::string_view heading;
  std::vector<OutlineField> fields;
};

struct OutlineStep {
  std::string id;  // Kept by whoever changes the step.
  std::string name;
  std::vector<OutlineField> fields;
};

// Outlines of one kind of practice have the same sections with the same fields, in the same
// order; their steps may differ in number, and each step has the same fields.
struct Outline {
  std::vector<OutlineSection> before_steps;
  std::vector<OutlineStep> steps;
  std::vector<OutlineSection> after_steps;
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_COMPARE_OUTLINE_H_
