// Practices that are good in every respect, for tests to break in one.

#ifndef CLEDI_TESTS_SUPPORT_PRACTICE_SAMPLES_H_
#define CLEDI_TESTS_SUPPORT_PRACTICE_SAMPLES_H_

#include <string>

#include "cledi/event/v1/institution.pb.h"
#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"

namespace cledi {

// Every field is filled in.
event::v1::LessonPlan SamplePlan(const std::string& title = "Half a pizza each");
event::v1::TrainingResource SampleResource(const std::string& title = "Teaching in two languages");
event::v1::InstitutionDescribed SampleInstitution(const std::string& id, const std::string& name,
                                                  const std::string& country);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_PRACTICE_SAMPLES_H_
