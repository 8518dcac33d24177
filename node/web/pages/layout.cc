#include "node/web/pages/layout.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "federation/base/bytes.h"
#include "federation/base/check.h"
#include "federation/base/sha256.h"
#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/http/static_files.h"
#include "node/web/pages/asset.h"
#include "node/web/pages/own_path.h"
#include "node/web/words/language_names.h"
#include "node/web/words/word_book.h"

namespace cledi {
namespace {

struct MenuEntry {
  std::string_view place;
  std::string_view message;
};

constexpr std::array<MenuEntry, 6> kMenu = {{{"plans", "nav_plans"},
                                             {"resources", "nav_resources"},
                                             {"talk", "nav_talk"},
                                             {"institutions", "nav_institutions"},
                                             {"people", "nav_people"},
                                             {"network", "nav_network"}}};

// This page in another language of the menu.
std::string PathInLanguage(const HttpRequest& request, std::string_view language) {
  Query query = request.query;
  query.Remove("lang");
  query.Add("lang", std::string(language));
  return request.path + "?" + query.Encode();
}

std::string PathWithoutLanguage(const HttpRequest& request) {
  Query query = request.query;
  query.Remove("lang");
  const std::string encoded = query.Encode();
  return encoded.empty() ? request.path : request.path + "?" + encoded;
}

// Where to sign in, and come back to what is read now.
std::string SignInAddress(const HttpRequest& request) {
  const std::string here = PathWithoutLanguage(request);
  const bool comes_back = request.method == HttpMethod::kGet && here != "/" && IsOwnPath(here) &&
                          PathAfterSignIn(here) == here;
  return comes_back ? absl::StrCat("/sign-in?next=", PercentEncode(here)) : "/sign-in";
}

}  // namespace

Layout::Layout(Site site, const Templates* templates, Router& router)
    : site_(std::move(site)), templates_(templates), islands_(router) {
  font_path_ =
      AddStaticFile(router, "latin.woff2", "font/woff2", std::string(Asset("latin.woff2")));
  const std::string extended_font_path =
      AddStaticFile(router, "latin-ext.woff2", "font/woff2", std::string(Asset("latin-ext.woff2")));
  icon_path_ = AddStaticFile(router, "mark.svg", "image/svg+xml", std::string(Asset("mark.svg")));
  print_style_path_ = AddStaticFile(router, "print.css", "text/css; charset=utf-8",
                                    std::string(Asset("print.css")));
  AddFixedFile(router, "/favicon.svg", "image/svg+xml", std::string(Asset("mark.svg")));
  style_ = absl::StrReplaceAll(ToAbsl(Asset("trama.css")),
                               {{"FONT_LATIN", font_path_}, {"FONT_EXTENDED", extended_font_path}});
  // The style is in the page itself, so that it costs no second round trip; its hash allows
  // this one and no other.
  const std::string policy = absl::StrCat(
      "default-src 'none'; style-src 'self' 'sha256-", Base64Encode(Sha256(style_).view()),
      "'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
      "frame-ancestors 'none'; require-trusted-types-for 'script'; ");
  // Where there is no island, no script can run at all. What islands put into a page is what the
  // node printed, through the one policy that is named here.
  policy_without_script_ = policy + "trusted-types 'none'";
  policy_with_islands_ = policy + "script-src 'self'; connect-src 'self'; trusted-types node-html";
}

View Layout::FrameView(const Frame& frame, const Words& words, const HttpRequest& request,
                       const Reader& reader) const {
  std::vector<View> menu;
  for (const MenuEntry& entry : kMenu) {
    menu.emplace_back()
        .Text("href", absl::StrCat("/", ToAbsl(entry.place)))
        .Say("label", words.Get(entry.message))
        .Flag("current", entry.place == frame.place);
  }
  std::vector<View> languages;
  for (const std::string& language : WordBook::Languages()) {
    languages.emplace_back()
        .Text("code", language)
        .Text("name", OwnLanguageName(language))
        .Text("href", PathInLanguage(request, language))
        .Text("absolute", site_.address + PathInLanguage(request, language))
        .Flag("current", language == words.language());
  }
  std::vector<View> scripts;
  for (const Island island : frame.islands) {
    scripts.emplace_back().Text("src", islands_.PathOf(island));
  }
  View view;
  view.Text("language", words.language())
      .Text("title", words.Format("title_with_site", {{"title", frame.title}}).text)
      .Text("title_language", IsLanguageTag(frame.title_language) ? frame.title_language : "")
      .Text("description", frame.description)
      .Text("canonical", site_.address + PathWithoutLanguage(request))
      .Flag("listed", frame.listed && frame.status == 200)
      .Text("icon", icon_path_)
      .Text("font", font_path_)
      .Text("print_style", print_style_path_)
      .Insert("style_html", {style_})
      .Insert("json_ld_html", frame.json_ld)
      .List("scripts", std::move(scripts))
      .List("menu", std::move(menu))
      .Text("person", reader.signed_in() ? reader.account->profile().name() : "")
      .Text("sign_in", SignInAddress(request))
      .Flag("own_place", frame.place == "my")
      .Flag("administers", reader.caller.Has(Role::kAdministrator))
      .Flag("admin_place", frame.place == "admin")
      .Text("form_token", reader.form_token)
      .List("languages", std::move(languages))
      .Flag("partly_english", !words.untranslated().empty())
      .Say("institution", words.Format("footer_institution", {{"institution", site_.institution}}))
      .Text("institution_name", site_.institution)
      .Say("version", words.Format("footer_version", {{"version", site_.version}}));
  return view;
}

HttpResponse Layout::Print(std::string_view page, const Frame& frame, View view, const Words& words,
                           const HttpRequest& request, const Reader& reader) const {
  view.Put("page", FrameView(frame, words, request, reader));
  HttpResponse response;
  response.status = frame.status;
  response.body = templates_->Render(page, view, words);
  response.headers = {{"Content-Security-Policy",
                       frame.islands.empty() ? policy_without_script_ : policy_with_islands_},
                      {"Content-Language", words.language()},
                      {"Vary", "Accept-Language, Cookie"}};
  if (reader.signed_in()) {
    // Not no-store: with it, browsers forget what was typed when one goes back to a form. Signing
    // out clears what they keep.
    response.headers.emplace_back("Cache-Control", "private, no-cache");
  }
  if (request.query.Get("lang") == words.language()) {
    response.headers.emplace_back("Set-Cookie", LanguageCookie(words.language()));
  }
  return response;
}

HttpResponse Layout::PrintFragment(std::string_view fragment, View view, const Words& words,
                                   const Reader& reader) const {
  view.Put("page", std::move(View().Text("form_token", reader.form_token)));
  HttpResponse response;
  response.body = templates_->Render(fragment, view, words);
  response.headers = {{"Content-Security-Policy", policy_without_script_},
                      {"Content-Language", words.language()},
                      {"Vary", "Accept-Language, Cookie"},
                      {"X-Robots-Tag", "noindex"},
                      {"Cache-Control", "private, no-cache"}};
  return response;
}

std::string LanguageCookie(std::string_view language) {
  return absl::StrCat(ToAbsl(kLanguageCookie), "=", ToAbsl(language),
                      "; Path=/; Max-Age=31536000; SameSite=Lax");
}

}  // namespace cledi
