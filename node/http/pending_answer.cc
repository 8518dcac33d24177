#include "node/http/pending_answer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "node/http/response_writer.h"

namespace cledi {

void PendingAnswer::Give(HttpResponse response) {
  std::shared_ptr<HttpEventStream> events = response.events;
  if (given_.exchange(true)) {
    if (events != nullptr) {
      events->End();
    }
    return;
  }
  if (response.status >= 400 && response.body.empty() && response.prepared == nullptr) {
    HttpResponse page = service_->error_page(*request_, response.status, response.detail);
    std::ranges::move(response.headers, std::back_inserter(page.headers));
    response = std::move(page);
  }
  if (request_->client != nullptr) {
    request_->client->MarkAnswered();
  }
  const ResponseTerms terms = ResponseTerms::Of(*request_);
  if (terms.head && events != nullptr) {
    std::exchange(events, nullptr)->End();
  }
  deliver_({.bytes = WriteResponse(terms, std::move(response), service_->clock->Now()),
            .keep_alive = terms.keep_alive,
            .events = std::move(events)});
}

void ServeRequest(const HttpService& service, std::shared_ptr<const HttpRequest> request,
                  HttpAnswer answer) {
  switch (service.hosts.Judge(request->host)) {
    case HostPolicy::Verdict::kOurs:
      break;
    case HostPolicy::Verdict::kMissing:
      answer(ErrorResponse(400, "The request does not name a host. This site is at " +
                                    service.hosts.main_address()));
      return;
    case HostPolicy::Verdict::kForeign:
      answer(ErrorResponse(421, "This site is at " + service.hosts.main_address()));
      return;
  }
  if (request->method == HttpMethod::kOther) {
    answer(ErrorResponse(501));
    return;
  }
  service.handler(std::move(request), std::move(answer));
}

}  // namespace cledi
