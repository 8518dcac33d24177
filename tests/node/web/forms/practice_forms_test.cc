#include "node/web/forms/practice_forms.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"

#include "cledi/community/v1/practice_document.pb.h"
#include "node/web/forms/step_groups.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using community::v1::PracticeDocument;
using event::v1::LessonPlan;
using event::v1::TrainingResource;
using google::protobuf::util::MessageDifferencer;
using testing::IsEmpty;

// All practices that are shipped as samples.
std::vector<PracticeDocument> Samples() {
  std::vector<PracticeDocument> documents;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(CLEDI_SOURCE_DIR "/deploy/samples")) {
    if (file.path().extension() != ".jsonl") {
      continue;
    }
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      PracticeDocument document;
      if (google::protobuf::util::JsonStringToMessage(line, &document).ok() &&
          (document.has_plan() || document.has_resource())) {
        documents.push_back(std::move(document));
      }
    }
  }
  return documents;
}

template <class Practice>
void ExpectUnchangedByItsForm(const Practice& practice) {
  Practice read = practice;
  FieldProblemList problems;
  ReadForm(FormOf(practice), read, problems);
  EXPECT_THAT(problems, IsEmpty());
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(practice, read)) << difference;
}

TEST(PracticeFormsTest, OpeningAFormAndSendingItChangesNothing) {
  const std::vector<PracticeDocument> samples = Samples();
  ASSERT_GT(samples.size(), 10u);
  for (const PracticeDocument& sample : samples) {
    if (sample.has_plan()) {
      ExpectUnchangedByItsForm(sample.plan());
    } else {
      ExpectUnchangedByItsForm(sample.resource());
    }
  }
}

// Without the practice that it came from, a form holds all that it shows.
TEST(PracticeFormsTest, AFormAloneHoldsWhatItShows) {
  for (const PracticeDocument& sample : Samples()) {
    LessonPlan plan = sample.plan();
    for (event::v1::Step& step : *plan.mutable_steps()) {
      step.clear_id();
    }
    LessonPlan read;
    FieldProblemList problems;
    ReadForm(FormOf(plan), read, problems);
    EXPECT_THAT(problems.size(), sample.has_plan() ? 0u : 6u);
    EXPECT_EQ(FormOf(read).Encode(), FormOf(plan).Encode());
  }
}

TEST(PracticeFormsTest, FieldsThatTheFormDoesNotShowSurvive) {
  TrainingResource resource;
  event::v1::FileReference& file = *resource.add_files();
  file.set_name("cards.pdf");
  resource.mutable_description()->set_work_id("work");
  resource.mutable_description()->set_institution_id("es-cartuja");
  resource.mutable_description()->set_first_published_unix_ms(5);
  resource.mutable_description()->add_derived_from()->set_title("a book");
  resource.mutable_description()->add_authors()->set_name("Ada");
  resource.mutable_description()->mutable_authors(0)->set_institution_id("tr-metu");
  const TrainingResource before = resource;
  Form form = FormOf(resource);
  form.Remove("title");
  form.Add("title", "Cards");
  FieldProblemList problems;
  ReadForm(form, resource, problems);

  EXPECT_EQ(resource.description().title(), "Cards");
  resource.mutable_description()->clear_title();
  EXPECT_TRUE(MessageDifferencer::Equals(before, resource));
}

TEST(PracticeFormsTest, AnEmptyFormNamesEveryNeededFieldOnce) {
  LessonPlan plan;
  FieldProblemList problems;
  ReadForm(Form(), plan, problems);
  std::vector<std::string> fields;
  for (const FieldProblem& problem : problems) {
    EXPECT_EQ(problem.kind(), FieldProblem::KIND_NEEDED);
    fields.push_back(problem.field());
  }
  EXPECT_THAT(fields, testing::ElementsAre("description.title", "kind", "description.summary",
                                           "description.language", "description.licence", "steps"));
}

TEST(PracticeFormsTest, EveryFieldIsThereAndEveryControlHasAName) {
  for (const auto* sections : {&PlanSections(), &ResourceSections()}) {
    std::vector<std::string_view> names;
    for (const FormSection& section : *sections) {
      for (const FormField& field : section.fields) {
        names.push_back(field.name);
      }
    }
    std::ranges::sort(names);
    EXPECT_TRUE(std::ranges::adjacent_find(names) == names.end());
  }
  // Filling walks every path, and a path that is not there ends the program.
  FormOf(LessonPlan());
  FormOf(TrainingResource());
}

TEST(PracticeFormsTest, AProblemOfTheServiceFindsItsControl) {
  Form form;
  form.Add("step-1-name", "");
  form.Add("step-2-name", "Talk");
  const auto place = [&](std::string_view path) {
    return PlaceOfProblem(form, PlanSections(), path);
  };
  EXPECT_EQ(place("description.title").control, "title");
  EXPECT_EQ(place("description.ages").control, "ages_from");
  EXPECT_EQ(place("description.levels[1]").control, "levels");
  EXPECT_EQ(place("outcomes[2].sentence").control, "outcomes");
  EXPECT_EQ(place("outcomes[2].sentence").line, 3);
  EXPECT_EQ(place("inclusion.glossary[0].translations[1].text").control, "glossary");
  EXPECT_EQ(place("steps[0].procedure").control, "step-2-procedure");
  EXPECT_EQ(place("steps[0].procedure").step, 2);
  EXPECT_EQ(place("steps[0].materials[4]").control, "step-2-materials");
  EXPECT_EQ(place("steps[0].materials[4]").line, 5);
  EXPECT_EQ(place("steps").control, "step-2-procedure");
  EXPECT_EQ(place("steps[99].minutes").control, "step-1-duration");
  for (const char* none :
       {"", "plan", "steps[", "steps[x].name", "description.titles", "nowhere"}) {
    EXPECT_EQ(place(none).control, "") << none;
  }
}

TEST(PracticeFormsTest, WhateverIsSentIsReadWithoutHarm) {
  const std::vector<std::string> values = {
      std::string(300'000, 'x'), "\xe2\x80\xae<script>", "|||:|:", "\n\n\n", "-1",
      "18446744073709551616"};
  for (const std::string& value : values) {
    Form form = FormOf(LessonPlan());
    form.Add("step-1-duration", "");
    Form hostile;
    for (const auto& [name, unused] : form.pairs()) {
      hostile.Add(name, value);
    }
    for (const char* ticked : {"levels", "subjects", "pillars", "accessibility"}) {
      hostile.Add(ticked, value);
    }
    LessonPlan plan;
    FieldProblemList problems;
    ReadForm(hostile, plan, problems);
    for (const FieldProblem& problem : problems) {
      EXPECT_NE(PlaceOfProblem(hostile, PlanSections(), problem.field()).control, "")
          << problem.field();
    }
  }
}

}  // namespace
}  // namespace cledi
