#include "admin/cli/talk_verbs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "admin/cli/display_text.h"
#include "admin/cli/input_file.h"
#include "admin/cli/table.h"
#include "cledi/community/v1/discussion_service.pb.h"

namespace cledi {
namespace {

using community::v1::AuthorView;
using community::v1::GetThreadResponse;
using community::v1::ListThreadsResponse;
using community::v1::PostView;
using community::v1::ThreadCard;

constexpr uint32_t kPageMax = 100;
constexpr uint32_t kPostsPerPage = 40;

std::string Method(std::string_view name) {
  return absl::StrCat("cledi.community.v1.DiscussionService/", ToAbsl(name));
}

std::string NameOf(const AuthorView& author) {
  if (author.person_id().empty()) {
    return author.institution_id();
  }
  return absl::StrCat(author.name().empty() ? author.person_id() : author.name(), ", ",
                      author.institution_id());
}

void PrintThreads(const ListThreadsResponse& list, UnixMillis now, std::ostream& out) {
  Table table({{"ID"},
               {"LANGUAGE"},
               {"ANSWERS", Table::Align::kRight},
               {"ACTIVE", Table::Align::kRight},
               {"BY", Table::Align::kLeft, 40},
               {"TITLE", Table::Align::kLeft, 70}});
  for (const ThreadCard& card : list.threads()) {
    table.AddRow({card.id(), card.language(),
                  absl::StrCat(card.posts(), card.answered() ? " ok" : ""),
                  RelativeTime(card.active_unix_ms(), now), NameOf(card.author()), card.title()});
  }
  table.Print(out);
}

void PrintWords(const PostView& post, std::ostream& out) {
  out << OnOneLine(absl::StrFormat("%s  %s  %s%s%s", post.id(), NameOf(post.author()),
                                   AbsoluteTime(post.written_unix_ms()),
                                   post.accepted() ? "  (this helped)" : "",
                                   post.revised_unix_ms() != 0 ? "  (changed since)" : ""))
      << '\n';
  if (!post.reply_to().empty()) {
    out << OnOneLine(absl::StrCat("a reply to ", post.reply_to())) << '\n';
  }
  if (post.withdrawn()) {
    out << OnOneLine(absl::StrCat("taken back: ", post.withdrawn_reason())) << "\n\n";
  } else {
    out << OnManyLines(post.body()) << "\n\n";
  }
}

void PrintHead(const GetThreadResponse& thread, std::ostream& out) {
  const ThreadCard& card = thread.thread();
  FactList facts;
  facts.Add("title", card.title());
  facts.Add("id", card.id());
  facts.Add("language", card.language());
  if (card.has_anchor()) {
    const auto& anchor = card.anchor();
    facts.Add("about", anchor.practice_id().empty() ? anchor.object_id() : anchor.title());
    facts.Add("step", anchor.step() == 0 ? "" : absl::StrCat(anchor.step()));
  }
  facts.Add("answers", absl::StrCat(card.posts()));
  facts.Print(out);
  out << '\n';
}

// Publishes, and says what came of it.
template <class Response, class Request>
Status Publish(Session& session, std::string_view method, const Request& request) {
  ASSIGN_OR_RETURN(const Response response, session.Ask<Response>(Method(method), request));
  if (session.json) {
    session.PrintJson(response);
  } else {
    session.out() << absl::StrFormat(
        "Published %s: durable here, and on its way to the partners.\n", OnOneLine(response.id()));
  }
  return absl::OkStatus();
}

// The words of a request to publish: the same request, should it have to be sent twice.
template <class Request>
StatusOr<Request> RequestOf(Session& session, const WriteOptions& options) {
  ASSIGN_OR_RETURN(InputFile file, InputFile::Open(options.file, session.in()));
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_body(), file.Rest());
  request.set_language(options.language);
  request.set_key(HexEncode(session.random().Draw<FixedBytes<struct KeyKind, 16>>().view()));
  return request;
}

}  // namespace

Status ListThreads(Session& session, const ListThreadsOptions& options) {
  community::v1::ListThreadsRequest request;
  request.mutable_languages()->Assign(options.languages.begin(), options.languages.end());
  request.mutable_institutions()->Assign(options.institutions.begin(), options.institutions.end());
  request.set_practice(options.practice);
  request.set_unanswered(options.unanswered);
  ListThreadsResponse all;
  do {
    const auto shown = static_cast<uint32_t>(all.threads_size());
    request.mutable_page()->set_size(
        options.count_max == 0 ? kPageMax : std::min(kPageMax, options.count_max - shown));
    ASSIGN_OR_RETURN(ListThreadsResponse page,
                     session.Ask<ListThreadsResponse>(Method("ListThreads"), request));
    all.mutable_threads()->MergeFrom(page.threads());
    all.set_total(page.total());
    request.mutable_page()->set_token(page.next_page_token());
  } while (!request.page().token().empty() &&
           (options.count_max == 0 || all.threads_size() < static_cast<int>(options.count_max)));
  if (session.json) {
    session.PrintJson(all);
    return absl::OkStatus();
  }
  if (!all.threads().empty()) {
    PrintThreads(all, session.clock().Now(), session.out());
  }
  const auto shown = static_cast<uint32_t>(all.threads_size());
  session.out() << absl::StrFormat("%s of %s discussions%s\n", WithThousands(shown),
                                   WithThousands(all.total()),
                                   shown < all.total() ? "; --count 0 lists all" : "");
  return absl::OkStatus();
}

Status ShowThread(Session& session, const std::string& id) {
  community::v1::GetThreadRequest request;
  request.set_id(id);
  request.set_page_size(kPostsPerPage);
  GetThreadResponse thread;
  uint32_t pages = 1;
  for (uint32_t number = 1; number <= pages; ++number) {
    request.set_page_number(number);
    ASSIGN_OR_RETURN(GetThreadResponse page,
                     session.Ask<GetThreadResponse>(Method("GetThread"), request));
    pages = page.page_count();
    thread.mutable_posts()->MergeFrom(page.posts());
    page.mutable_posts()->Swap(thread.mutable_posts());
    thread = std::move(page);
  }
  thread.set_page_number(1);
  thread.set_page_count(1);
  if (session.json) {
    session.PrintJson(thread);
    return absl::OkStatus();
  }
  PrintHead(thread, session.out());
  PrintWords(thread.opening(), session.out());
  for (const PostView& post : thread.posts()) {
    PrintWords(post, session.out());
  }
  return absl::OkStatus();
}

Status OpenThread(Session& session, const WriteOptions& options) {
  ASSIGN_OR_RETURN(auto request, RequestOf<community::v1::PublishThreadRequest>(session, options));
  request.set_title(options.title);
  request.set_practice(options.practice);
  request.set_step(options.step);
  return Publish<community::v1::PublishThreadResponse>(session, "PublishThread", request);
}

Status PostAnswer(Session& session, const WriteOptions& options) {
  ASSIGN_OR_RETURN(auto request, RequestOf<community::v1::PublishPostRequest>(session, options));
  request.set_thread(options.thread);
  request.set_reply_to(options.reply_to);
  return Publish<community::v1::PublishPostResponse>(session, "PublishPost", request);
}

}  // namespace cledi
