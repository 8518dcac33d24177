#ifndef CLEDI_ADMIN_CLI_TABLE_H_
#define CLEDI_ADMIN_CLI_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

namespace cledi {

// Rows under headings, aligned by display width. Cells are made harmless to a terminal
// (OnOneLine) as they come in.
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string heading;
    Align align = Align::kLeft;
    size_t width_max = 0;  // 0: as wide as it gets.
  };

  explicit Table(std::vector<Column> columns);

  // As many cells as columns.
  void AddRow(const std::vector<std::string>& cells);
  bool empty() const { return rows_.empty(); }

  void Print(std::ostream& out) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Names and values, one a line, the values aligned. Entries without a value are left out.
class FactList {
 public:
  void Add(std::string name, std::string value);
  void Print(std::ostream& out) const;

 private:
  std::vector<std::pair<std::string, std::string>> facts_;
};

}  // namespace cledi

#endif  // CLEDI_ADMIN_CLI_TABLE_H_
