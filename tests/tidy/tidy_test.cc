// Rules about the source text itself, checked like any other behaviour.

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace cledi {
namespace {

namespace fs = std::filesystem;
using Modules = std::set<std::string>;

// Which modules a module may include. This table is the architecture: it is changed on
// purpose, in a commit of its own. Generated messages (cledi/…/v1) are open to all but base.
const std::map<std::string, Modules>& MayInclude() {
  static const Modules kCore = {"federation/base", "federation/event", "federation/log",
                                "federation/roster"};
  const auto with = [](Modules modules, const Modules& more) {
    modules.insert(more.begin(), more.end());
    return modules;
  };
  static const Modules kSubject = with(kCore, {"federation/rpc", "node/fields", "node/fold",
                                               "node/person", "node/practice", "node/store"});
  static const auto& table = *new std::map<std::string, Modules>{
      {"federation/base", {}},
      {"federation/event", {"federation/base"}},
      {"federation/log", {"federation/base", "federation/event"}},
      {"federation/roster", {"federation/base", "federation/event"}},
      {"federation/trust", {"federation/base", "federation/event", "federation/roster"}},
      {"federation/rpc", {"federation/base"}},
      {"federation/rpc_grpc", {"federation/base", "federation/rpc"}},
      {"federation/sync", kCore},
      {"federation/peer",
       with(kCore, {"federation/sync", "federation/rpc", "federation/rpc_grpc"})},

      {"node/store", {"federation/base", "federation/event", "federation/log"}},
      {"node/config", {"federation/base", "federation/event"}},
      {"node/http", {"federation/base", "federation/rpc"}},
      {"node/connect", {"federation/base", "federation/rpc", "node/http"}},
      {"node/fold", with(kCore, {"node/store"})},
      {"node/fields", {"federation/base", "federation/event", "federation/rpc"}},
      {"node/person", with(kCore, {"federation/rpc", "node/fields", "node/fold", "node/store"})},
      {"node/practice", kSubject},
      {"node/library", kSubject},
      {"node/plan", kSubject},
      {"node/discussion", kSubject},
      {"node/institution", kSubject},
      {"node/audit", with(kCore, {"federation/sync", "node/http"})},
      {"node/enrolment", {"federation/base", "federation/rpc_grpc", "federation/trust"}},
      {"node/live", {"federation/base", "federation/rpc", "node/discussion", "node/http"}},
      {"node/operator",
       with(kCore, {"federation/sync", "federation/peer", "federation/rpc", "node/fold"})},
      {"node/membership", with(kCore, {"federation/peer", "federation/trust", "node/fold",
                                       "node/operator", "node/store"})},
      {"node/web", {"federation/base", "federation/rpc", "node/http"}},
      {"admin/cli",
       {"federation/base", "federation/event", "federation/roster", "federation/rpc",
        "federation/rpc_grpc", "federation/trust", "admin/practice", "admin/setup"}},
      {"admin/practice", {"federation/base"}},
      {"admin/setup", {"federation/base", "federation/roster", "federation/trust"}},
      {"admin/socket",
       {"federation/base", "federation/rpc", "federation/rpc_grpc", "federation/trust",
        "admin/cli"}},
  };
  return table;
}

// Text that may stand in some places only, and what to use instead.
struct Ban {
  std::string_view text;
  std::vector<std::string_view> allowed_in;  // Beginnings of paths.
  std::string_view use;
};
const std::vector<Ban>& Bans() {
  static const auto& bans = *new std::vector<Ban>{
      {"system_clock::now", {"federation/base/system_clock.cc"}, "the injected Clock"},
      {"steady_clock::now", {"federation/base/system_clock.cc"}, "the injected Clock"},
      {"random_device", {}, "the injected Random"},
      {"unordered_map", {}, "std::map: its order is stable, hash order is not"},
      {"unordered_set", {}, "std::set"},
      {"#include \"rocksdb/", {"node/store/"}, "node/store's Store"},
      {"#include \"boost/", {"node/http/", "node/enrolment/"}, "node/http's HttpServer"},
      {"#include \"grpcpp/",
       {"federation/rpc_grpc/", "federation/trust/tls_identity"},
       "federation/rpc"},
      {"grpc::experimental",
       {"federation/rpc_grpc/", "federation/trust/tls_identity"},
       "federation/trust/tls_identity.h"},
      {"FIXME", {}, "a fix, before the merge"},
      {"TODO", {}, "an issue"},
  };
  return bans;
}

struct Source {
  std::string path;    // Relative to the repository, '/'-separated.
  std::string module;  // Its first two folders.
  std::vector<std::string> lines;
};

std::vector<Source> AllSources() {
  std::vector<Source> sources;
  const fs::path root = CLEDI_SOURCE_DIR;
  for (const char* top : {"federation", "node", "admin"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const fs::path relative = entry.path().lexically_relative(root);
      if (relative.extension() != ".h" && relative.extension() != ".cc") {
        continue;
      }
      auto part = relative.begin();
      const std::string first = (part++)->string();
      Source source{relative.generic_string(), first + "/" + part->string(), {}};
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        source.lines.push_back(line);
      }
      sources.push_back(std::move(source));
    }
  }
  return sources;
}

TEST(TidyTest, IncludesFollowTheLayers) {
  static const std::regex include_line(
      R"re(#include "((?:federation|node|admin|tests)/[^/"]+)/[^"]+")re");
  for (const Source& source : AllSources()) {
    if (source.module == "node/app") {
      continue;  // The composition root sees everything.
    }
    const auto allowed = MayInclude().find(source.module);
    ASSERT_NE(allowed, MayInclude().end()) << source.module << " is missing from MayInclude()";
    for (size_t i = 0; i < source.lines.size(); ++i) {
      std::smatch match;
      if (std::regex_search(source.lines[i], match, include_line) && match[1] != source.module) {
        EXPECT_TRUE(allowed->second.contains(match[1].str()))
            << source.path << ":" << i + 1 << ": " << source.module << " may not include "
            << match[1];
      }
    }
  }
}

TEST(TidyTest, NothingIncludesTheCompositionRoot) {
  for (const Source& source : AllSources()) {
    for (const std::string& line : source.lines) {
      EXPECT_TRUE(source.module == "node/app" ||
                  line.find("#include \"node/app/") == std::string::npos)
          << source.path << ": " << line;
    }
  }
}

TEST(TidyTest, BannedTextStaysInItsPlace) {
  for (const Source& source : AllSources()) {
    for (size_t i = 0; i < source.lines.size(); ++i) {
      for (const Ban& ban : Bans()) {
        if (source.lines[i].find(ban.text) == std::string::npos) {
          continue;
        }
        const bool allowed = std::ranges::any_of(ban.allowed_in, [&](std::string_view beginning) {
          return source.path.starts_with(beginning);
        });
        EXPECT_TRUE(allowed) << source.path << ":" << i + 1 << ": " << ban.text << "; use "
                             << ban.use;
      }
    }
  }
}

TEST(TidyTest, EveryModuleSaysWhatItIsFor) {
  for (const auto& [module, allowed] : MayInclude()) {
    if (fs::exists(fs::path(CLEDI_SOURCE_DIR) / module)) {
      EXPECT_TRUE(fs::exists(fs::path(CLEDI_SOURCE_DIR) / module / "README.md"))
          << module << " has no README.md";
    }
  }
}

TEST(TidyTest, FilesHoldOneIdea) {
  for (const Source& source : AllSources()) {
    EXPECT_LE(source.lines.size(), 500U) << source.path << " is long: does it hold two ideas?";
  }
}

}  // namespace
}  // namespace cledi
