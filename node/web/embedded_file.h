#ifndef CLEDI_NODE_WEB_EMBEDDED_FILE_H_
#define CLEDI_NODE_WEB_EMBEDDED_FILE_H_

#include <span>
#include <string_view>

namespace cledi {

// A file that the build put into the program (deploy/cmake/Embed.cmake). Lives for ever.
struct EmbeddedFile {
  // Without its folder.
  std::string_view name;
  std::string_view content;
};

// The catalogues of node/web/words: "en.json" and so on.
std::span<const EmbeddedFile> WordFiles();
// The templates of node/web/pages: "layout.mustache" and so on.
std::span<const EmbeddedFile> TemplateFiles();
// What pages link to: style sheets, fonts, the mark.
std::span<const EmbeddedFile> AssetFiles();

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_EMBEDDED_FILE_H_
