#include "node/web/forms/licence_choice.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "federation/base/status.h"

namespace cledi {
namespace {

constexpr std::string_view kBy = "https://creativecommons.org/licenses/by/4.0/";
constexpr std::string_view kBySa = "https://creativecommons.org/licenses/by-sa/4.0/";
constexpr std::string_view kByNc = "https://creativecommons.org/licenses/by-nc/4.0/";
constexpr std::string_view kByNcSa = "https://creativecommons.org/licenses/by-nc-sa/4.0/";
constexpr std::string_view kByNd = "https://creativecommons.org/licenses/by-nd/4.0/";
constexpr std::string_view kZero = "https://creativecommons.org/publicdomain/zero/1.0/";

// The conditions of a Creative Commons licence, out of its address or its SPDX identifier:
// {"by", "nc", "sa"}, or {"zero"}; empty: not one of these.
std::vector<std::string> ConditionsOf(std::string_view licence) {
  const std::string lower = absl::AsciiStrToLower(ToAbsl(licence));
  if (lower.starts_with("cc-by")) {
    return absl::StrSplit(lower.substr(3), '-');
  }
  if (lower.starts_with("cc0-") || absl::StrContains(lower, "/publicdomain/")) {
    return {"zero"};
  }
  const size_t at = lower.find("creativecommons.org/licenses/");
  if (at == std::string::npos) {
    return {};
  }
  const std::vector<std::string> path = absl::StrSplit(lower.substr(at), '/');
  return absl::StrSplit(path[2], '-');
}

}  // namespace

const std::vector<std::string_view>& OfferedLicences() {
  static const auto& licences =
      *new std::vector<std::string_view>{kBy, kBySa, kByNc, kByNcSa, kByNd, kZero};
  return licences;
}

bool DerivedLicences::Allows(std::string_view licence) const {
  return std::ranges::find(allowed, licence) != allowed.end();
}

DerivedLicences LicencesFor(std::string_view source) {
  const std::vector<std::string> conditions = ConditionsOf(source);
  const auto asks = [&conditions](std::string_view condition) {
    return std::ranges::find(conditions, condition) != conditions.end();
  };
  if (asks("nd")) {
    return {.refused = true};
  }
  const auto starting_with = [&source](std::vector<std::string_view> others) {
    DerivedLicences licences{.allowed = {std::string(source)}};
    for (const std::string_view other : others) {
      if (other != source) {
        licences.allowed.emplace_back(other);
      }
    }
    return licences;
  };
  if (source.empty() || asks("zero")) {
    DerivedLicences licences = starting_with(OfferedLicences());
    std::erase(licences.allowed, "");
    return licences;
  }
  if (asks("sa") || !asks("by")) {
    return starting_with({});
  }
  if (asks("nc")) {
    return starting_with({kByNc, kByNcSa});
  }
  return starting_with({kBy, kBySa, kByNc, kByNcSa});
}

}  // namespace cledi
