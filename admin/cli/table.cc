#include "admin/cli/table.h"

#include <algorithm>

#include "admin/cli/display_text.h"
#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr std::string_view kGap = "  ";

std::string Padding(std::string_view text, size_t width) {
  return std::string(width - std::min(width, DisplayWidth(text)), ' ');
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(const std::vector<std::string>& cells) {
  CHECK(cells.size() == columns_.size());
  std::vector<std::string>& row = rows_.emplace_back();
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = OnOneLine(cells[i]);
    row.push_back(columns_[i].width_max == 0 ? cell : CutToWidth(cell, columns_[i].width_max));
  }
}

void Table::Print(std::ostream& out) const {
  std::vector<std::string> headings;
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    headings.push_back(columns_[i].heading);
    widths.push_back(DisplayWidth(columns_[i].heading));
    for (const std::vector<std::string>& row : rows_) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
    }
  }
  const auto print_row = [&](const std::vector<std::string>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding = Padding(row[i], widths[i]);
      line += columns_[i].align == Align::kRight ? padding + row[i] : row[i] + padding;
      line += kGap;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  print_row(headings);
  std::ranges::for_each(rows_, print_row);
}

void FactList::Add(std::string name, std::string value) {
  if (!value.empty()) {
    facts_.emplace_back(std::move(name), OnOneLine(value));
  }
}

void FactList::Print(std::ostream& out) const {
  size_t width = 0;
  for (const auto& [name, value] : facts_) {
    width = std::max(width, DisplayWidth(name));
  }
  for (const auto& [name, value] : facts_) {
    out << name << Padding(name, width) << kGap << value << '\n';
  }
}

}  // namespace cledi
