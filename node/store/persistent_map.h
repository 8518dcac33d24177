#ifndef CLEDI_NODE_STORE_PERSISTENT_MAP_H_
#define CLEDI_NODE_STORE_PERSISTENT_MAP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cledi {

// An ordered map of byte strings that is copied in no time: copies share what they have in
// common, and a change to one is never seen in another.
//
// A treap whose priorities are hashes of the keys: equal contents have equal shapes, whatever
// the order of the changes. A change copies the path from the root, O(log n) nodes.
//
// A value type. Copies may be read and changed on different threads at once.
class PersistentMap {
 public:
  // Called for each row in key order; returns false to stop.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;

  void Put(std::string_view key, std::string_view value);
  void Delete(std::string_view key);
  // Deletes [begin, end); an empty `end` means no end.
  void DeleteRange(std::string_view begin, std::string_view end);

  // Null if there is no such key; valid as long as this copy, or one that holds the same row.
  const std::string* Find(std::string_view key) const;
  // Rows with begin <= key < end, upwards or downwards; an empty `end` means no end.
  void Visit(std::string_view begin, std::string_view end, const Visitor& visit) const;
  void VisitBackwards(std::string_view begin, std::string_view end, const Visitor& visit) const;

 private:
  struct Row;
  struct Node;
  using RowPointer = std::shared_ptr<const Row>;
  using Tree = std::shared_ptr<const Node>;
  struct Halves {
    Tree below;  // Keys smaller than the one asked for.
    Tree rest;
  };

  static Tree Join(const RowPointer& row, Tree left, Tree right);
  static Halves Split(const Tree& tree, std::string_view key);
  // Every key of `left` is smaller than every key of `right`.
  static Tree Merge(const Tree& left, const Tree& right);
  static Tree With(const Tree& tree, const RowPointer& row);
  static Tree Without(const Tree& tree, std::string_view key);
  static bool VisitTree(const Tree& tree, std::string_view begin, std::string_view end,
                        bool backwards, const Visitor& visit);

  Tree root_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_STORE_PERSISTENT_MAP_H_
