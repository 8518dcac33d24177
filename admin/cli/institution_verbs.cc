#include "admin/cli/institution_verbs.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/line_job.h"
#include "admin/cli/table.h"
#include "cledi/community/v1/institution_service.pb.h"

namespace cledi {

Status DescribeInstitutions(Session& session, const std::string& file) {
  const auto describe = [&](std::string_view line) -> Status {
    community::v1::DescribeInstitutionRequest request;
    RETURN_IF_ERROR(ParseJson(line, *request.mutable_description()));
    return session
        .Ask<community::v1::DescribeInstitutionResponse>(
            "cledi.community.v1.InstitutionService/DescribeInstitution", request)
        .status();
  };
  ASSIGN_OR_RETURN(const LineCounts counts,
                   ForEachLine(session, file, "Describing institutions", describe));
  session.out() << absl::StrFormat("%s institutions are described.\n", WithThousands(counts.done));
  return CheckAllTaken(counts);
}

Status ListInstitutions(Session& session) {
  ASSIGN_OR_RETURN(const auto response,
                   session.Ask<community::v1::ListInstitutionsResponse>(
                       "cledi.community.v1.InstitutionService/ListInstitutions",
                       community::v1::ListInstitutionsRequest()));
  if (session.json) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  Table table({{"COUNTRY"},
               {"ID"},
               {"NAME", Table::Align::kLeft, 60},
               {"CITY"},
               {"HOME NODE"},
               {"PLANS", Table::Align::kRight},
               {"RESOURCES", Table::Align::kRight}});
  for (const community::v1::InstitutionView& view : response.institutions()) {
    table.AddRow({view.description().country(), view.id(), view.description().name(),
                  view.description().city(), view.home_node(), absl::StrCat(view.plans()),
                  absl::StrCat(view.resources())});
  }
  table.Print(session.out());
  return absl::OkStatus();
}

}  // namespace cledi
