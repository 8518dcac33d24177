#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/key_register.h"
#include "admin/cli/line_job.h"
#include "admin/cli/practice_lookup.h"
#include "admin/cli/practice_verbs.h"
#include "cledi/community/v1/plan_service.pb.h"
#include "cledi/community/v1/practice_document.pb.h"
#include "cledi/community/v1/resource_service.pb.h"

namespace cledi {
namespace {

using community::v1::PracticeDocument;
using community::v1::PublishPlanResponse;
using community::v1::PublishResourceResponse;

// What both kinds' answers say.
struct Published {
  std::string id;
  std::string event_id;
  std::vector<std::string> missing;
};

event::v1::Description& MutableDescription(PracticeDocument& document) {
  return document.has_plan() ? *document.mutable_plan()->mutable_description()
                             : *document.mutable_resource()->mutable_description();
}

// Writes what the document came from into its description: the revisions that the node shows.
Status FillInSources(Session& session, const KeyRegister& keys, PracticeDocument& document) {
  for (const community::v1::SourceByKey& source : document.sources()) {
    ASSIGN_OR_RETURN(const std::string id, keys.IdOf(source.key()));
    const StatusOr<PracticeView> found = FindPractice(session, id);
    if (found.status().code() == StatusCode::kNotFound) {
      return NotFound(absl::StrFormat(
          "\"%s\", which it came from, has not arrived at this node yet. Try again later",
          source.key()));
    }
    RETURN_IF_ERROR(found.status());
    std::visit(
        [&](const auto& view) {
          auto& derived_from = *MutableDescription(document).add_derived_from();
          derived_from.set_object(HexDecode(view.object_id()).value_or(""));
          derived_from.set_revision(HexDecode(view.revision()).value_or(""));
          derived_from.set_kind(source.kind());
          derived_from.set_licence(DescriptionOf(view).licence());
          derived_from.set_title(DescriptionOf(view).title());
        },
        *found);
  }
  return absl::OkStatus();
}

// `request` holds the practice already.
template <class Response, class Request>
StatusOr<Published> Send(Session& session, std::string_view method, Request request,
                         const PracticeDocument& document, const PublishOptions& options) {
  request.set_key(document.key());
  request.set_revises(options.revises);
  request.set_change_note(options.change_note);
  ASSIGN_OR_RETURN(const Response response,
                   session.AskAs<Response>(document.person(), method, request));
  return Published{.id = response.id(),
                   .event_id = response.event_id(),
                   .missing = {response.missing().begin(), response.missing().end()}};
}

StatusOr<Published> Publish(Session& session, const PracticeDocument& document,
                            const PublishOptions& options) {
  switch (document.practice_case()) {
    case PracticeDocument::kPlan: {
      community::v1::PublishPlanRequest request;
      *request.mutable_plan() = document.plan();
      return Send<PublishPlanResponse>(session, "cledi.community.v1.PlanService/PublishPlan",
                                       std::move(request), document, options);
    }
    case PracticeDocument::kResource: {
      community::v1::PublishResourceRequest request;
      *request.mutable_resource() = document.resource();
      return Send<PublishResourceResponse>(session,
                                           "cledi.community.v1.ResourceService/PublishResource",
                                           std::move(request), document, options);
    }
    case PracticeDocument::PRACTICE_NOT_SET:
      break;
  }
  return Invalid("neither a \"plan\" nor a \"resource\" is in it");
}

void PrintPublished(Session& session, const Published& published) {
  session.out() << absl::StrFormat("Published %s: durable here, and on its way to the partners.\n",
                                   OnOneLine(published.id));
  if (!published.missing.empty()) {
    session.out() << "Colleagues would also like to know: "
                  << OnOneLine(absl::StrJoin(published.missing, ", ")) << ".\n";
  }
}

void PrintPublishedJson(Session& session, const PracticeDocument& document,
                        const Published& published) {
  // Both answers have the same fields; one form serves both.
  PublishPlanResponse response;
  response.set_id(published.id);
  response.set_event_id(published.event_id);
  response.mutable_missing()->Assign(published.missing.begin(), published.missing.end());
  session.PrintJson({{document.has_plan() ? "plan" : "resource", &response}});
}

}  // namespace

Status PublishPractice(Session& session, const PublishOptions& options) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file, session.in()));
  StatusOr<std::string> text = file.Rest();
  PracticeDocument document;
  const Status read = text.ok() ? ParseJson(*text, document) : text.status();
  if (!read.ok()) {
    return Annotate(read, options.file);
  }
  if (document.key().empty()) {
    // So that the request, should it have to be sent twice, publishes once.
    document.set_key(HexEncode(session.random().Draw<FixedBytes<struct KeyKind, 16>>().view()));
  }
  ASSIGN_OR_RETURN(const Published published, Publish(session, document, options));
  if (session.json) {
    PrintPublishedJson(session, document, published);
  } else {
    PrintPublished(session, published);
  }
  return absl::OkStatus();
}

Status ImportPractices(Session& session, const ImportOptions& options) {
  KeyRegister keys;
  if (!options.keys_file.empty()) {
    ASSIGN_OR_RETURN(keys, KeyRegister::Load(options.keys_file));
  }
  const auto import = [&](std::string_view line) -> Status {
    PracticeDocument document;
    ASSIGN_OR_RETURN(std::optional<PracticeDocument> collected,
                     ReadCollectedWork(line, options.as));
    if (collected.has_value()) {
      document = *std::move(collected);
    } else {
      RETURN_IF_ERROR(ParseJson(line, document));
    }
    if (document.key().empty()) {
      return Invalid(
          "it has no \"key\". Give each practice one of at most 64 bytes, so that importing the "
          "file again does not publish it again");
    }
    RETURN_IF_ERROR(FillInSources(session, keys, document));
    ASSIGN_OR_RETURN(const Published published, Publish(session, document, {}));
    keys.Note(document.key(), published.id);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const LineCounts counts,
                   ForEachLine(session, options.file, "Importing practices", import));
  RETURN_IF_ERROR(keys.Save());
  session.out() << absl::StrFormat(
      "%s of %s practices are published here; those that were before stay as they are.\n",
      WithThousands(counts.done), WithThousands(counts.done + counts.refused));
  return CheckAllTaken(counts);
}

}  // namespace cledi
