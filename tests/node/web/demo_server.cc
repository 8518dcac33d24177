// Serves the pages with the sample practices, without a node: for looking at them, and for the
// browser tests. "marta" can sign in with "a long password". Prints its address, then serves
// until its input ends.
//
//   demo_server [port]

#include <iostream>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "node/web/pages/web_pages.h"
#include "tests/node/web/sample_people.h"
#include "tests/node/web/sample_source.h"
#include "tests/node/web/sample_talk.h"
#include "tests/support/http/serve.h"

namespace cledi {
namespace {

int Serve(uint16_t port) {
  SampleSource source = SampleSource::FromSamples();
  MethodTable methods;
  source.RegisterWith(methods);
  SamplePeople people;
  SampleTalk talk(&people);
  people.Add("marta", "a long password");
  people.RegisterWith(methods);
  source.AlsoKnow([&people](std::string_view id) { return people.FindPerson(id); });
  talk.RegisterWith(methods);
  SystemRandom random;
  Router router;
  auto pages = WebPages::Create(
      {.site = {.institution = "Universidad de Granada",
                .version = "0.1.0",
                .address = absl::StrCat("http://localhost:", port)},
       .time_zone = "Europe/Madrid"},
      {.methods = &methods, .node = &source, .callers = people.resolver(), .random = &random},
      router);
  if (!pages.ok()) {
    std::cerr << pages.status() << "\n";
    return 1;
  }
  Executor executor(1, 100);  // The sample people are for one thread.
  HttpServerOptions options;
  options.port = port;
  options.error_page = (*pages)->error_page();
  return ServeUntilInputEnds(std::move(options), router, &executor);
}

}  // namespace
}  // namespace cledi

int main(int argc, char** argv) {
  int port = 0;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &port)) {
    std::cerr << "usage: demo_server [port]\n";
    return 2;
  }
  return cledi::Serve(static_cast<uint16_t>(port));
}
