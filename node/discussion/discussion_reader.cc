#include "node/discussion/discussion_reader.h"

#include <optional>
#include <set>
#include <utility>

#include "cledi/event/v1/discussion.pb.h"
#include "cledi/event/v1/plan.pb.h"
#include "node/discussion/post_projection.h"
#include "node/discussion/thread_projection.h"
#include "node/discussion/written_fold.h"
#include "node/person/person_id.h"

namespace cledi {
namespace {

using community::v1::AnchorView;
using community::v1::AuthorView;
using community::v1::PostRevision;
using community::v1::PostView;
using community::v1::ThreadCard;
using google::protobuf::RepeatedPtrField;
using view::v1::PracticeRow;
using view::v1::WrittenRow;

int64_t TimeOf(Hlc hlc) { return ToUnixMs(HlcTime(hlc)); }

Status Unreadable() {
  return Corrupt("the view of a discussion cannot be read; rebuild the views");
}

// `missing`: what a person reads where there is none.
StatusOr<StatementId> FindEntity(const ViewSnapshot& views, std::string_view id,
                                 const Status& missing) {
  const StatusOr<EventId> event = views.FindEvent(id);
  if (!event.ok()) {
    return event.status().code() == StatusCode::kNotFound ? missing : event.status();
  }
  return views.StatementOf(*event);
}

template <class Found>
StatusOr<Found> ReadFound(const ViewSnapshot& views, std::string_view view_name,
                          const StatementId& entity) {
  ASSIGN_OR_RETURN(const std::string bytes, views.Row(view_name, CommonsSpace(), entity.view()));
  Found found{.entity = entity, .row = {}};
  if (!found.row.ParseFromString(bytes) || found.row.written().ids().empty() ||
      found.row.written().ids(0).size() != EventId::kSize) {
    return Unreadable();
  }
  return found;
}

// `fill` takes the words of each.
template <class Payload, class Fill>
RepeatedPtrField<PostRevision> ReadRevisions(const ViewSnapshot& views, const WrittenRow& written,
                                             Fill fill) {
  RepeatedPtrField<PostRevision> revisions;
  for (const view::v1::KeptRevision& kept : written.revisions()) {
    const std::optional<EventId> event = EventId::From(kept.event());
    const StatusOr<std::string> payload = event ? views.Payload(*event) : Unreadable();
    const auto fact = payload.ok() ? ReadPayload<Payload>(*payload) : std::nullopt;
    if (fact) {
      PostRevision& revision = *revisions.Add();
      revision.set_event_id(HexEncode(kept.event()));
      revision.set_written_unix_ms(TimeOf(kept.hlc()));
      fill(*fact, revision);
    }
  }
  return revisions;
}

}  // namespace

std::string IdOf(const WrittenRow& written) { return ShortId(*EventId::From(written.ids(0))); }

std::set<EventId> NamesOf(const PracticeRow& practice) {
  std::set<EventId> names;
  for (const std::string& id : practice.ids()) {
    if (const std::optional<EventId> name = EventId::From(id)) {
      names.insert(*name);
    }
  }
  return names;
}

StatusOr<DiscussionReader> DiscussionSources::Read() const {
  ASSIGN_OR_RETURN(ViewSnapshot views, practices.views->Read());
  return DiscussionReader(std::move(views), practices.institutions->countries(), threads);
}

std::string TokenKey(const ThreadPlace& place) {
  std::string key;
  PutBigEndian(key, place.active);
  return key.append(place.thread.view());
}

StatusOr<std::optional<ThreadPlace>> PlaceIn(std::string_view key) {
  if (key.empty()) {
    return std::nullopt;
  }
  if (key.size() != sizeof(Hlc) + StatementId::kSize) {
    return Invalid("this page token does not continue this list; start again without a token");
  }
  return ThreadPlace{.active = GetBigEndian<Hlc>(AsBytes(key).data()),
                     .thread = *StatementId::From(key.substr(sizeof(Hlc)))};
}

DiscussionReader::DiscussionReader(ViewSnapshot views,
                                   std::shared_ptr<const InstitutionDirectory::Countries> countries,
                                   const ThreadIndex* threads)
    : practices_(views, countries), people_(views), countries_(countries), threads_(threads) {}

StatusOr<FoundThread> DiscussionReader::FindThread(std::string_view id) const {
  const Status missing = NotFound("no discussion has this id here");
  ASSIGN_OR_RETURN(const StatementId entity, FindEntity(views(), id, missing));
  StatusOr<FoundThread> thread = ThreadOf(entity);
  return thread.status().code() == StatusCode::kNotFound ? missing : thread;
}

StatusOr<FoundPost> DiscussionReader::FindPost(std::string_view id) const {
  const Status missing = NotFound("no answer has this id here");
  ASSIGN_OR_RETURN(const StatementId entity, FindEntity(views(), id, missing));
  StatusOr<FoundPost> post = PostOf(entity);
  return post.status().code() == StatusCode::kNotFound ? missing : post;
}

StatusOr<PracticeRow> DiscussionReader::FindPractice(std::string_view id) const {
  StatusOr<PracticeRow> plan = practices_.Find(kPlanViews, id, "lesson plan");
  if (plan.ok() || plan.status().code() != StatusCode::kNotFound) {
    return plan;
  }
  return practices_.Find(kResourceViews, id, "lesson plan or training resource");
}

StatusOr<FoundThread> DiscussionReader::ThreadOf(const StatementId& entity) const {
  return ReadFound<FoundThread>(views(), kThreadViews, entity);
}

StatusOr<FoundPost> DiscussionReader::PostOf(const StatementId& entity) const {
  return ReadFound<FoundPost>(views(), kPostViews, entity);
}

StatusOr<ThreadCard> DiscussionReader::CardOf(const FoundThread& thread) {
  const std::optional<ThreadActivity> activity = threads_->ActivityOf(thread.entity);
  if (!activity) {
    return NotFound("no discussion has this id here");
  }
  const WrittenRow& written = thread.row.written();
  ThreadCard card;
  card.set_id(IdOf(written));
  if (!written.withdrawn()) {
    const auto fact = ReadPayload<event::v1::ThreadRevised>(written.payload());
    if (!fact) {
      return Unreadable();
    }
    card.set_title(fact->thread().title());
    card.set_language(fact->thread().language());
  }
  ASSIGN_OR_RETURN(*card.mutable_author(), AuthorOf(written));
  RETURN_IF_ERROR(AddAnchor(thread, card));
  card.set_posts(activity->posts);
  card.set_opened_unix_ms(TimeOf(written.written_hlc()));
  card.set_active_unix_ms(TimeOf(activity->active));
  *card.mutable_last_author() = card.author();
  if (activity->last_post) {
    ASSIGN_OR_RETURN(const FoundPost last, PostOf(*activity->last_post));
    ASSIGN_OR_RETURN(*card.mutable_last_author(), AuthorOf(last.row.written()));
  }
  card.set_answered(activity->accepted.has_value());
  card.set_withdrawn(written.withdrawn());
  std::set<std::string> countries;
  for (const std::string& node : activity->home_nodes) {
    countries.insert(CountryOf(node));
  }
  countries.erase("");
  card.mutable_countries()->Assign(countries.begin(), countries.end());
  return card;
}

Status DiscussionReader::AddAnchor(const FoundThread& thread, ThreadCard& card) const {
  if (thread.row.practice().empty()) {
    return absl::OkStatus();
  }
  AnchorView& anchor = *card.mutable_anchor();
  anchor.set_object_id(HexEncode(thread.row.practice()));
  anchor.set_step(thread.row.step());
  anchor.set_revision(HexEncode(thread.row.revision()));
  ASSIGN_OR_RETURN(const std::optional<PracticeRow> practice,
                   practices_.FindObject(thread.row.practice()));
  if (practice) {
    anchor.set_practice_id(practice->card().id());
    anchor.set_title(practice->card().title());
    anchor.set_language(practice->card().language());
    anchor.set_resource(practice->card().resource_type() != 0);
  }
  return absl::OkStatus();
}

Status DiscussionReader::AddStepName(const FoundThread& thread, ThreadCard& card) const {
  if (thread.row.step() == 0 || thread.row.revision().empty()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<PracticeRow> practice,
                   practices_.FindObject(thread.row.practice()));
  if (!practice) {
    return absl::OkStatus();
  }
  // Only a revision of this very plan: the anchor is what somebody elsewhere wrote.
  const StatusOr<PracticeReader::Revision> revision =
      practices_.RevisionOf(*practice, HexEncode(thread.row.revision()), "lesson plan");
  if (revision.status().code() == StatusCode::kNotFound) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(revision.status());
  const auto fact = ReadPayload<event::v1::PlanRevised>(revision->payload);
  if (fact && thread.row.step() <= static_cast<uint32_t>(fact->plan().steps_size())) {
    card.mutable_anchor()->set_step_name(
        fact->plan().steps(static_cast<int>(thread.row.step()) - 1).name());
  }
  return absl::OkStatus();
}

StatusOr<PostView> DiscussionReader::OpeningOf(const FoundThread& thread) {
  ASSIGN_OR_RETURN(PostView view, WordsOf(thread.row.written()));
  const auto fact = ReadPayload<event::v1::ThreadRevised>(thread.row.written().payload());
  if (!fact) {
    return Unreadable();
  }
  view.set_body(fact->thread().body());
  view.set_language(fact->thread().language());
  return view;
}

StatusOr<PostView> DiscussionReader::ViewOf(const StatementId& thread, const FoundPost& post) {
  ASSIGN_OR_RETURN(PostView view, WordsOf(post.row.written()));
  const auto fact = ReadPayload<event::v1::PostRevised>(post.row.written().payload());
  if (!fact) {
    return Unreadable();
  }
  view.set_body(fact->post().body());
  view.set_language(fact->post().language());
  const std::optional<EventId> reply_to = EventId::From(post.row.reply_to());
  const std::optional<StatementId> replied =
      reply_to ? threads_->PostNamed(thread, *reply_to) : std::nullopt;
  if (replied && *replied != post.entity) {
    ASSIGN_OR_RETURN(const FoundPost other, PostOf(*replied));
    view.set_reply_to(IdOf(other.row.written()));
  }
  return view;
}

RepeatedPtrField<PostRevision> DiscussionReader::RevisionsOf(const FoundThread& thread) const {
  return ReadRevisions<event::v1::ThreadRevised>(
      views(), thread.row.written(),
      [](const event::v1::ThreadRevised& fact, PostRevision& revision) {
        revision.set_title(fact.thread().title());
        revision.set_body(fact.thread().body());
      });
}

RepeatedPtrField<PostRevision> DiscussionReader::RevisionsOf(const FoundPost& post) const {
  return ReadRevisions<event::v1::PostRevised>(
      views(), post.row.written(), [](const event::v1::PostRevised& fact, PostRevision& revision) {
        revision.set_body(fact.post().body());
      });
}

StatusOr<PostView> DiscussionReader::WordsOf(const WrittenRow& written) {
  PostView view;
  view.set_id(IdOf(written));
  view.set_object_id(HexEncode(written.ids(0)));
  ASSIGN_OR_RETURN(*view.mutable_author(), AuthorOf(written));
  view.set_written_unix_ms(TimeOf(written.written_hlc()));
  view.set_revision_count(written.revision_count());
  if (written.revision_count() > 1) {
    view.set_revised_unix_ms(TimeOf(written.revised_hlc()));
  }
  view.set_withdrawn(written.withdrawn());
  view.set_withdrawn_reason(written.withdrawn_reason());
  return view;
}

StatusOr<AuthorView> DiscussionReader::AuthorOf(const WrittenRow& written) {
  const auto [place, missing] =
      authors_.try_emplace(absl::StrCat(written.home_node(), " ", written.author()));
  AuthorView& author = place->second;
  if (!missing) {
    return author;
  }
  author.set_home_node(written.home_node());
  author.set_institution_id(written.home_node());
  if (!written.author().empty()) {
    author.set_person_id(PersonIdOf(written.home_node(), written.author()));
    ASSIGN_OR_RETURN(const std::optional<DescribedPerson> person, people_.Find(author.person_id()));
    if (person) {
      author.set_name(person->profile.name());
      author.set_institution_id(person->institution());
    }
  }
  author.set_country(CountryOf(author.institution_id()));
  return author;
}

std::string DiscussionReader::CountryOf(const std::string& institution) const {
  const auto country = countries_->find(institution);
  return country == countries_->end() ? "" : country->second;
}

}  // namespace cledi
