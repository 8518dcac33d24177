#include <utility>

#include "node/web/pages/practice_fetch.h"
#include "node/web/pages/sheet_desk.h"
#include "node/web/pages/writing_pages.h"

namespace cledi {
namespace {

using event::v1::TrainingResource;

struct ResourceForms {
  using Practice = TrainingResource;
  static constexpr std::string_view kName = "resource";
  static constexpr std::string_view kFolder = "resources";

  static const std::vector<FormSection>& Sections() { return ResourceSections(); }

  static StatusOr<ReadPractice<TrainingResource>> Read(const Community& community,
                                                       std::string_view id,
                                                       std::string_view revision) {
    ASSIGN_OR_RETURN(community::v1::ResourceView view, FetchResource(community, id, revision));
    return ReadPractice<TrainingResource>{.practice = std::move(*view.mutable_resource()),
                                          .id = view.id(),
                                          .revision = view.revision(),
                                          .may_revise = view.may_revise(),
                                          .withdrawn = view.withdrawn()};
  }

  static void FinishReading(PracticeSheet&, const TrainingResource&, TrainingResource&) {}

  static StatusOr<std::string> Publish(const Community& community, const PracticeSheet& sheet,
                                       const std::string& revises, const std::string& key,
                                       const TrainingResource& resource) {
    community::v1::PublishResourceRequest request;
    request.set_key(key);
    *request.mutable_resource() = resource;
    if (!revises.empty()) {
      request.set_revises(revises);
      request.set_change_note(std::string(sheet.form.Get(kChangeNoteControl).value_or("")));
    }
    ASSIGN_OR_RETURN(const auto response, community.PublishResource(request));
    return response.id();
  }
};

using ResourceDesk = SheetDesk<ResourceForms>;

StatusOr<ResourceDesk> OpenDesk(const PageContext& context, SheetPurpose purpose,
                                std::string_view id) {
  RETURN_IF_ERROR(CheckMayWrite(context.reader));
  return purpose == SheetPurpose::kRevise ? OpenRevision<ResourceForms>(context, id)
                                          : OpenNew<ResourceForms>(context);
}

}  // namespace

StatusOr<HttpResponse> ResourceFormPage(const PageContext& context, SheetPurpose purpose,
                                        std::string_view id) {
  ASSIGN_OR_RETURN(ResourceDesk desk, OpenDesk(context, purpose, id));
  return PrintOpened(context, std::move(desk));
}

StatusOr<HttpResponse> TakeResourceForm(const PageContext& context, SheetPurpose purpose,
                                        std::string_view id, const Query& form) {
  ASSIGN_OR_RETURN(ResourceDesk desk, OpenDesk(context, purpose, id));
  return TakeSheet(context, std::move(desk), form);
}

}  // namespace cledi
