#include "node/web/pages/private_page.h"

#include <utility>

namespace cledi {

HttpResponse PrintPrivate(const PageContext& context, std::string_view page,
                          const PrivateFrame& frame, View view) {
  Frame whole;
  whole.status = frame.status;
  whole.title = context.words.Get(frame.title).text;
  whole.place = frame.place;
  whole.listed = false;
  whole.islands = frame.islands;
  return context.layout.Print(page, whole, std::move(view), context.words, context.request,
                              context.reader);
}

}  // namespace cledi
