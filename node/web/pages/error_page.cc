#include <array>
#include <utility>

#include "absl/strings/str_cat.h"

#include "node/web/pages/pages.h"

namespace cledi {
namespace {

// Made by hand, in all languages at once, out of nothing that could fail.
constexpr std::string_view kBroken = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>CLEDI</title></head><body><main>
<h1>Something went wrong on our side</h1>
<p>Please try again in a moment. It is not your fault, and nothing is lost.</p>
<p lang="it">Qualcosa non ha funzionato da parte nostra. Riprova tra poco: non è colpa tua e nulla è andato perso.</p>
<p lang="es">Algo ha fallado por nuestra parte. Vuelve a intentarlo dentro de un momento: no es culpa tuya y no se ha perdido nada.</p>
<p lang="ca">Alguna cosa ha fallat per part nostra. Torna-ho a provar d’aquí a un moment: no és culpa teva i no s’ha perdut res.</p>
<p lang="tr">Bizden kaynaklanan bir sorun oldu. Lütfen biraz sonra yeniden deneyin: sizin hatanız değil ve hiçbir şey kaybolmadı.</p>
<p lang="sl">Na naši strani je šlo nekaj narobe. Poskusite znova čez nekaj trenutkov: niste krivi vi in nič ni izgubljeno.</p>
<p><a href="/">CLEDI</a></p></main></body></html>
)";

// Pages of practices that we do not hold get advice of their own.
bool IsPractice(const HttpRequest& request) {
  return request.segments.size() == 2 &&
         (request.segments[0] == "plans" || request.segments[0] == "resources");
}

// What there are messages for; others share one.
std::string MessageName(int status) {
  constexpr std::array<int, 6> kStatuses = {400, 403, 404, 405, 421, 503};
  const bool own = std::ranges::find(kStatuses, status) != kStatuses.end();
  return absl::StrCat("error_", own ? absl::StrCat(status) : "other");
}

}  // namespace

HttpResponse BrokenPage() {
  HttpResponse response;
  response.status = 500;
  response.body = kBroken;
  return response;
}

HttpResponse ErrorPageFor(const PageContext& context, int status, std::string_view detail) {
  const HttpRequest& request = context.request;
  const Words& words = context.words;
  const std::string name = MessageName(status);
  Phrase text;
  if (status == 404) {
    text = IsPractice(request) ? words.Get("error_404_practice")
                               : words.Format("error_404_text", {{"path", request.path}});
  } else {
    text = words.Get(name + "_text");
  }
  View view;
  view.Say("title", words.Get(name + "_title"))
      .Say("text", text)
      // What the server found, in English.
      .Say("detail", {status == 421 ? "" : std::string(detail), words.language() != "en"})
      .Text("address", status == 421 ? context.layout.site().address : "")
      .Flag("search", status != 421);
  Frame frame;
  frame.status = status;
  frame.title = words.Get(name + "_title").text;
  frame.listed = false;
  return context.layout.Print("error", frame, std::move(view), words, request, context.reader);
}

}  // namespace cledi
