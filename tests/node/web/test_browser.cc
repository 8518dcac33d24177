#include "tests/node/web/test_browser.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "federation/base/status.h"
#include "tests/node/web/html_checker.h"

namespace cledi {
namespace {

std::string Attribute(const HtmlTag& tag, const std::string& name) {
  const auto found = tag.attributes.find(name);
  return found == tag.attributes.end() ? "" : found->second;
}

// What a control of a form sends as it was printed.
void AddControl(const HtmlPage& page, const HtmlTag& tag, Query& form) {
  const std::string type = Attribute(tag, "type");
  const std::string name = Attribute(tag, "name");
  if (tag.name == "textarea") {
    const std::string& text = tag.text;  // A line feed right after the tag does not count.
    form.Add(name, text.starts_with('\n') ? text.substr(1) : text);
  } else if (tag.name == "option" && tag.attributes.contains("selected")) {
    form.Add(Attribute(*page.Around(tag, "select"), "name"), Attribute(tag, "value"));
  } else if (tag.name == "input" && !name.empty() && type != "submit") {
    const bool box = type == "checkbox" || type == "radio";
    if (!box || tag.attributes.contains("checked")) {
      form.Add(name, Attribute(tag, "value"));
    }
  }
}

}  // namespace

Query TestBrowser::FormOf(std::string_view action) const {
  const HtmlPage page(shown_.body);
  const HtmlTag* form = nullptr;
  for (const HtmlTag* candidate : page.All("form")) {
    if (Attribute(*candidate, "action") == action) {
      form = candidate;
    }
  }
  Query fields;
  if (form == nullptr) {
    ADD_FAILURE() << "the page has no form for " << action << ":\n" << page.text();
    return fields;
  }
  for (const HtmlTag& tag : page.tags()) {
    if (page.Around(tag, "form") == form) {
      AddControl(page, tag, fields);
    }
  }
  return fields;
}

const HttpResponse& TestBrowser::Get(std::string_view target) {
  return Ask(HttpMethod::kGet, target, {}, "");
}

const HttpResponse& TestBrowser::Send(std::string_view action, const Typed& typed) {
  Query form = FormOf(action);
  for (const auto& [name, value] : typed) {
    form.Remove(name);
  }
  for (const auto& [name, value] : typed) {
    form.Add(name, value);
  }
  return Ask(HttpMethod::kPost, action,
             {{"Content-Type", "application/x-www-form-urlencoded"},
              {"Origin", origin_},
              {"Sec-Fetch-Site", "same-origin"}},
             form.Encode());
}

const HttpResponse& TestBrowser::Follow() {
  const std::string location(shown_.Header("Location").value_or(""));
  if (location.empty()) {
    ADD_FAILURE() << "the answer leads nowhere: " << shown_.status;
    return shown_;
  }
  return Get(location);
}

const HttpResponse& TestBrowser::Ask(HttpMethod method, std::string_view target,
                                     HttpHeaders headers, std::string body) {
  std::string cookies;
  for (const auto& [name, value] : cookies_) {
    absl::StrAppend(&cookies, cookies.empty() ? "" : "; ", name, "=", value);
  }
  if (!cookies.empty()) {
    headers.emplace_back("Cookie", cookies);
  }
  headers.insert(headers.end(), headers_.begin(), headers_.end());
  shown_ = server_(method, target, std::move(headers), std::move(body));
  for (const auto& [name, value] : shown_.headers) {
    if (!absl::EqualsIgnoreCase(name, "Set-Cookie")) {
      continue;
    }
    const size_t equals = value.find('=');
    const std::string cookie = value.substr(0, equals);
    if (absl::StrContains(value, "01 Jan 1970")) {
      cookies_.erase(cookie);
    } else {
      cookies_[cookie] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
  }
  return shown_;
}

}  // namespace cledi
