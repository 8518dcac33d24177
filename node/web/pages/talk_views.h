// How discussions look, on whatever page: a thread in a list, and what somebody wrote.

#ifndef CLEDI_NODE_WEB_PAGES_TALK_VIEWS_H_
#define CLEDI_NODE_WEB_PAGES_TALK_VIEWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/repeated_field.h"

#include "cledi/community/v1/discussion_service.pb.h"
#include "node/web/pages/directory.h"
#include "node/web/pages/view.h"
#include "node/web/words/words.h"

namespace cledi {

std::string ThreadHref(std::string_view id);
// Of the practice that a thread is about.
std::string AnchorHref(const community::v1::AnchorView& anchor);
std::string PostHref(std::string_view id);

// Fills the piece _thread.
View ThreadView(const community::v1::ThreadCard& card, const Words& words,
                const Directory& directory);
std::vector<View> ThreadViews(
    const google::protobuf::RepeatedPtrField<community::v1::ThreadCard>& cards, const Words& words,
    const Directory& directory);

// A thread's title; where it was taken back, words of ours.
Phrase SayTitle(const community::v1::ThreadCard& card, const Words& words);

// Sets what the piece _author shows: who wrote something, from where.
void SetAuthor(View& view, const community::v1::AuthorView& author, const Words& words,
               const Directory& directory);
// By whom, in words: "Bea Example, Granada".
std::string AuthorName(const community::v1::AuthorView& author, const Directory& directory);

// Sets "about" with what the piece _about shows: the practice that a thread is about.
void SetAbout(View& view, const community::v1::ThreadCard& card, const Words& words);

// Fills the piece _words: what somebody wrote, with who, when and what its reader may do.
// `heading_level`: of the headings in it.
View WordsView(const community::v1::PostView& post, int heading_level, const Words& words,
               const Directory& directory);

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_TALK_VIEWS_H_
