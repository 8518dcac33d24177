#include "tests/bench/report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/bench/measurement.h"

namespace cledi {
namespace {

using nlohmann::ordered_json;

// Four digits: more than any of these figures repeats.
double Rounded(double value) {
  if (value == 0) {
    return 0;
  }
  const double scale = std::pow(10, 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

ordered_json ToJson(const Figure& figure) {
  const double median = Median(figure.samples);
  ordered_json json{{"name", figure.name}, {"unit", figure.unit}};
  if (!figure.note.empty()) {
    json["note"] = figure.note;
  }
  json["median"] = Rounded(median);
  json["low"] = Rounded(*std::ranges::min_element(figure.samples));
  json["high"] = Rounded(*std::ranges::max_element(figure.samples));
  json["rounds"] = figure.samples.size();
  if (figure.at_least.has_value()) {
    json["at_least"] = *figure.at_least;
    json["reached"] = median >= *figure.at_least;
  }
  if (figure.at_most.has_value()) {
    json["at_most"] = *figure.at_most;
    json["reached"] = median <= *figure.at_most;
  }
  if (!figure.reference_samples.empty()) {
    const double reference = Median(figure.reference_samples);
    json["reference"] = {{"name", figure.reference}, {"median", Rounded(reference)}};
    if (reference != 0) {
      json["reference"]["ratio"] = Rounded(median / reference);
    }
  }
  return json;
}

}  // namespace

Figure& Report::Add(std::string name, std::string unit) {
  Figure& figure = figures_.emplace_back();
  figure.name = std::move(name);
  figure.unit = std::move(unit);
  return figure;
}

void Report::Skip(std::string name, std::string why) {
  skipped_.emplace_back(std::move(name), std::move(why));
}

ordered_json Report::ToJson() const {
  ordered_json json{{"figures", ordered_json::array()}, {"skipped", ordered_json::array()}};
  for (const Figure& figure : figures_) {
    if (!figure.samples.empty()) {
      json["figures"].push_back(cledi::ToJson(figure));
    }
  }
  for (const auto& [name, why] : skipped_) {
    json["skipped"].push_back({{"name", name}, {"why", why}});
  }
  return json;
}

}  // namespace cledi
