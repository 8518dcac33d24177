#include "node/web/pages/templates.h"

#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"

#include "federation/base/check.h"
#include "node/web/embedded_file.h"
#include "node/web/pages/template_escape.h"

namespace cledi {
namespace {

namespace mustache = kainjow::mustache;
using Sources = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view kLayout = "layout";
constexpr std::string_view kFragment = "_fragment";
constexpr int kPartialDepthMax = 8;

// Indentation is for those who write templates; readers need not wait for it.
std::string CollapseSpace(std::string_view text) {
  std::string collapsed;
  bool newline = false;
  bool space = false;
  for (const char c : text) {
    if (absl::ascii_isspace(static_cast<unsigned char>(c))) {
      space = true;
      newline = newline || c == '\n';
      continue;
    }
    if (space) {
      collapsed.push_back(newline ? '\n' : ' ');
      space = newline = false;
    }
    collapsed.push_back(c);
  }
  return collapsed;
}

// Replaces each {{>piece}} by the piece's source; "content" stands for `page`. Once here
// saves parsing it anew for each of fifty cards.
StatusOr<std::string> InlinePieces(std::string_view text, const Sources& sources,
                                   std::string_view page, int depth) {
  if (depth > kPartialDepthMax) {
    return absl::InternalError(absl::StrFormat("%s: pieces contain each other", page));
  }
  std::string inlined;
  for (size_t at = text.find("{{>"); at != std::string_view::npos; at = text.find("{{>")) {
    const size_t end = text.find("}}", at);
    std::string_view name = text.substr(at + 3, end - at - 3);
    const auto piece = sources.find(name == "content" ? page : name);
    if (piece == sources.end()) {
      return absl::InternalError(absl::StrFormat("%s: there is no piece \"%s\"", page, name));
    }
    ASSIGN_OR_RETURN(const std::string part, InlinePieces(piece->second, sources, page, depth + 1));
    inlined.append(text.substr(0, at)).append(part);
    text.remove_prefix(end + 2);
  }
  return inlined.append(text);
}

// Every message that a template names exists and takes no arguments.
Status CheckMessages(std::string_view page, std::string_view source, const Words& words) {
  for (const std::string_view prefix : {"{{t.", "{{a.", "{{#t.", "{{^t."}) {
    for (size_t at = source.find(prefix); at != std::string_view::npos;
         at = source.find(prefix, at + 1)) {
      const size_t begin = at + prefix.size();
      const std::string_view id = source.substr(begin, source.find('}', begin) - begin);
      const std::vector<std::string_view> ids = words.PlainIds();
      if (std::ranges::find(ids, id) == ids.end()) {
        return absl::InternalError(absl::StrFormat("%s: there is no message \"%s\"", page, id));
      }
    }
  }
  return absl::OkStatus();
}

// Where a template finds the value of a name.
class Context final : public mustache::basic_context<std::string> {
 public:
  Context(const mustache::data& root, const Words& words, std::string_view page,
          const Templates::OnMissing& on_missing)
      : words_(words), page_(page), on_missing_(on_missing) {
    push(&root);
  }

  void push(const mustache::data* data) override { stack_.push_back(data); }
  void pop() override { stack_.pop_back(); }

  const mustache::data* get(const std::string& name) const override {
    if (name.starts_with("t.")) {
      word_ = mustache::data(MarkEnglish(words_.Get(std::string_view(name).substr(2))));
      return &word_;
    }
    if (name.starts_with("a.")) {
      word_ = mustache::data(words_.Get(std::string_view(name).substr(2)).text);
      return &word_;
    }
    for (auto data = stack_.rbegin(); data != stack_.rend(); ++data) {
      if (const mustache::data* value = Find(**data, name)) {
        return value;
      }
    }
    on_missing_(page_, name);
    return nullptr;
  }

  const mustache::data* get_partial(const std::string&) const override { return nullptr; }

 private:
  // The value of "name" or "outer.inner".
  static const mustache::data* Find(const mustache::data& data, const std::string& name) {
    const size_t dot = name.find('.');
    if (dot == std::string::npos) {
      return data.get(name);
    }
    const mustache::data* outer = data.get(name.substr(0, dot));
    return outer == nullptr ? nullptr : outer->get(name.substr(dot + 1));
  }

  const Words& words_;
  std::string_view page_;
  const Templates::OnMissing& on_missing_;
  std::vector<const mustache::data*> stack_;
  mutable mustache::data word_;  // Used up before the next name is asked for.
};

}  // namespace

// One page's template. The library's templates may be used by one thread at a time, so each
// thread takes one of those that are free.
class Templates::Page {
 public:
  explicit Page(std::string source) : source_(std::move(source)) {}

  Status Check() {
    const mustache::mustache compiled = Compile();
    return compiled.is_valid() ? absl::OkStatus() : absl::InternalError(compiled.error_message());
  }

  std::string Render(Context& context) const {
    std::unique_ptr<mustache::mustache> compiled = Take();
    std::string page = compiled->render(context);
    absl::MutexLock lock(&mutex_);
    free_.push_back(std::move(compiled));
    return page;
  }

 private:
  mustache::mustache Compile() const {
    mustache::mustache compiled(source_);
    compiled.set_custom_escape([](const std::string& text) { return EscapeText(text); });
    return compiled;
  }

  std::unique_ptr<mustache::mustache> Take() const {
    {
      absl::MutexLock lock(&mutex_);
      if (!free_.empty()) {
        auto compiled = std::move(free_.back());
        free_.pop_back();
        return compiled;
      }
    }
    return std::make_unique<mustache::mustache>(Compile());
  }

  const std::string source_;
  mutable absl::Mutex mutex_;
  mutable std::vector<std::unique_ptr<mustache::mustache>> free_ ABSL_GUARDED_BY(mutex_);
};

StatusOr<Templates> Templates::Load(const Words& words, OnMissing on_missing) {
  Sources sources;
  for (const EmbeddedFile& file : TemplateFiles()) {
    sources.emplace(file.name.substr(0, file.name.find('.')), CollapseSpace(file.content));
  }
  Templates templates;
  templates.on_missing_ = std::move(on_missing);
  for (const auto& [name, source] : sources) {
    if (name == kLayout || name.starts_with('_')) {
      continue;  // A part of others.
    }
    const std::string& frame = name.ends_with(kFragment) ? source : sources[std::string(kLayout)];
    ASSIGN_OR_RETURN(std::string whole, InlinePieces(frame, sources, name, 0));
    RETURN_IF_ERROR(CheckMessages(name, whole, words));
    auto page = std::make_unique<Page>(std::move(whole));
    if (Status status = page->Check(); !status.ok()) {
      return Annotate(std::move(status), name);
    }
    templates.pages_.emplace(name, std::move(page));
  }
  return templates;
}

std::string Templates::Render(std::string_view page, const View& view, const Words& words) const {
  const auto found = pages_.find(page);
  CHECK(found != pages_.end());
  Context context(view.data(), words, page, on_missing_);
  return found->second->Render(context);
}

Templates::Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates::~Templates() = default;

}  // namespace cledi
