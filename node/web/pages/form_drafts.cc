#include "node/web/pages/form_drafts.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/log_line.h"
#include "federation/base/text.h"
#include "node/web/pages/form_guard.h"
#include "node/web/pages/practice_address.h"

namespace cledi {
namespace {

constexpr size_t kTitleBytesMax = 300;

// Cut between two characters, and one line.
std::string TitleOf(const Query& form) {
  std::string title(form.Get("title").value_or(""));
  if (title.size() > kTitleBytesMax) {
    size_t end = kTitleBytesMax;
    while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xc0) == 0x80) {
      --end;
    }
    title.resize(end);
  }
  std::erase_if(title, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return title;
}

void LogFailure(std::string_view event, const Status& status) {
  LogLine(Severity::kWarning, std::string(event), {{"why", status.ToString()}});
}

}  // namespace

std::string DraftAddress(std::string_view key) {
  std::string_view rest = key;
  const std::string_view kind = TakeUntil(rest, '.');
  const std::string_view purpose = TakeUntil(rest, '.');
  const std::string query = absl::StrCat("?draft=", PercentEncode(key));
  if (kind == "thread" && purpose == "new" && !rest.empty()) {
    return absl::StrCat("/talk/new", query);
  }
  if (kind == "post" && purpose == "answer" && !rest.empty()) {
    return absl::StrCat("/talk/", PercentEncode(rest), "#answer");  // It is found there.
  }
  const bool plan = kind == "plan";
  if ((!plan && kind != "resource") || rest.empty()) {
    return "";
  }
  if (purpose == "new") {
    return absl::StrCat(plan ? "/plans/new" : "/suggest", query);
  }
  if (purpose == "edit" || (plan && (purpose == "adapt" || purpose == "translate"))) {
    return absl::StrCat(PracticeHref(plan ? "plans" : "resources", rest), "/", ToAbsl(purpose),
                        query);
  }
  return "";
}

std::string QuestionDraftKey(std::string_view request_key) {
  return absl::StrCat("thread.new.", ToAbsl(request_key));
}

std::string AnswerDraftKey(std::string_view thread_id) {
  return absl::StrCat("post.answer.", ToAbsl(thread_id));
}

std::optional<Query> OpenDraft(const Community& community, std::string_view key) {
  community::v1::GetDraftRequest request;
  request.set_key(std::string(key));
  const StatusOr<community::v1::GetDraftResponse> response = community.GetDraft(request);
  if (!response.ok()) {
    return std::nullopt;
  }
  StatusOr<Query> form = Query::Parse(response->draft().form(), Query::kFormPairsMax);
  return form.ok() ? std::optional(*std::move(form)) : std::nullopt;
}

std::vector<community::v1::Draft> DraftsOf(const Community& community, std::string_view prefix) {
  std::vector<community::v1::Draft> drafts;
  const StatusOr<community::v1::ListDraftsResponse> response = community.ListDrafts({});
  if (!response.ok()) {
    LogFailure("drafts_unreadable", response.status());
    return drafts;
  }
  for (const community::v1::Draft& draft : response->drafts()) {
    if (draft.key().starts_with(prefix)) {
      drafts.push_back(draft);
    }
  }
  return drafts;
}

Status KeepDraft(const Community& community, std::string_view key, std::string_view kind,
                 const Query& form) {
  community::v1::SaveDraftRequest request;
  community::v1::Draft& draft = *request.mutable_draft();
  draft.set_key(std::string(key));
  draft.set_kind(std::string(kind));
  draft.set_title(TitleOf(form));
  Query fields = form;
  fields.Remove(kFormTokenField);
  fields.Remove("do");  // Which button was pressed.
  draft.set_form(fields.Encode());
  return community.SaveDraft(request).status();
}

void KeepDraftQuietly(const Community& community, std::string_view key, std::string_view kind,
                      const Query& form) {
  if (const Status kept = KeepDraft(community, key, kind, form); !kept.ok()) {
    LogFailure("draft_not_kept", kept);
  }
}

void DropDraftQuietly(const Community& community, std::string_view key) {
  community::v1::DeleteDraftRequest request;
  request.set_key(std::string(key));
  if (const auto dropped = community.DeleteDraft(request); !dropped.ok()) {
    LogFailure("draft_not_dropped", dropped.status());
  }
}

}  // namespace cledi
