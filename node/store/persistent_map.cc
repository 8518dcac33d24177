#include "node/store/persistent_map.h"

#include <utility>

namespace cledi {
namespace {

// FNV-1a, then SplitMix64's finish: neighbouring keys get unrelated priorities.
uint64_t PriorityOf(std::string_view key) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : key) {
    hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  }
  hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ hash >> 27) * 0x94d049bb133111eb;
  return hash ^ hash >> 31;
}

}  // namespace

struct PersistentMap::Row {
  std::string key;
  std::string value;
  uint64_t priority;

  // A total order over all keys, so that the tree's shape depends on them alone.
  bool Above(const Row& other) const {
    return priority != other.priority ? priority > other.priority : key < other.key;
  }
};

struct PersistentMap::Node {
  RowPointer row;
  Tree left;
  Tree right;
};

PersistentMap::Tree PersistentMap::Join(const RowPointer& row, Tree left, Tree right) {
  return std::make_shared<const Node>(Node{row, std::move(left), std::move(right)});
}

PersistentMap::Halves PersistentMap::Split(const Tree& tree, std::string_view key) {
  if (tree == nullptr) {
    return {};
  }
  if (tree->row->key < key) {
    Halves halves = Split(tree->right, key);
    return {Join(tree->row, tree->left, std::move(halves.below)), std::move(halves.rest)};
  }
  Halves halves = Split(tree->left, key);
  return {std::move(halves.below), Join(tree->row, std::move(halves.rest), tree->right)};
}

PersistentMap::Tree PersistentMap::Merge(const Tree& left, const Tree& right) {
  if (left == nullptr || right == nullptr) {
    return left == nullptr ? right : left;
  }
  if (left->row->Above(*right->row)) {
    return Join(left->row, left->left, Merge(left->right, right));
  }
  return Join(right->row, Merge(left, right->left), right->right);
}

PersistentMap::Tree PersistentMap::With(const Tree& tree, const RowPointer& row) {
  if (tree == nullptr) {
    return Join(row, nullptr, nullptr);
  }
  if (tree->row->key == row->key) {
    return Join(row, tree->left, tree->right);
  }
  if (row->Above(*tree->row)) {
    Halves halves = Split(tree, row->key);
    return Join(row, std::move(halves.below), std::move(halves.rest));
  }
  if (row->key < tree->row->key) {
    return Join(tree->row, With(tree->left, row), tree->right);
  }
  return Join(tree->row, tree->left, With(tree->right, row));
}

PersistentMap::Tree PersistentMap::Without(const Tree& tree, std::string_view key) {
  const std::string_view here = tree->row->key;
  if (here == key) {
    return Merge(tree->left, tree->right);
  }
  if (key < here) {
    return Join(tree->row, Without(tree->left, key), tree->right);
  }
  return Join(tree->row, tree->left, Without(tree->right, key));
}

void PersistentMap::Put(std::string_view key, std::string_view value) {
  root_ =
      With(root_,
           std::make_shared<const Row>(Row{std::string(key), std::string(value), PriorityOf(key)}));
}

void PersistentMap::Delete(std::string_view key) {
  if (Find(key) != nullptr) {
    root_ = Without(root_, key);
  }
}

void PersistentMap::DeleteRange(std::string_view begin, std::string_view end) {
  if (!end.empty() && begin >= end) {
    return;
  }
  const Halves from_begin = Split(root_, begin);
  root_ =
      end.empty() ? from_begin.below : Merge(from_begin.below, Split(from_begin.rest, end).rest);
}

const std::string* PersistentMap::Find(std::string_view key) const {
  const Node* node = root_.get();
  while (node != nullptr && node->row->key != key) {
    node = key < node->row->key ? node->left.get() : node->right.get();
  }
  return node == nullptr ? nullptr : &node->row->value;
}

bool PersistentMap::VisitTree(const Tree& tree, std::string_view begin, std::string_view end,
                              bool backwards, const Visitor& visit) {
  if (tree == nullptr) {
    return true;
  }
  const Row& row = *tree->row;
  const bool above_begin = row.key >= begin;
  const bool below_end = end.empty() || row.key < end;
  const auto visit_left = [&] {
    return !above_begin || VisitTree(tree->left, begin, end, backwards, visit);
  };
  const auto visit_right = [&] {
    return !below_end || VisitTree(tree->right, begin, end, backwards, visit);
  };
  const auto visit_here = [&] { return !above_begin || !below_end || visit(row.key, row.value); };
  return backwards ? visit_right() && visit_here() && visit_left()
                   : visit_left() && visit_here() && visit_right();
}

void PersistentMap::Visit(std::string_view begin, std::string_view end,
                          const Visitor& visit) const {
  VisitTree(root_, begin, end, /*backwards=*/false, visit);
}

void PersistentMap::VisitBackwards(std::string_view begin, std::string_view end,
                                   const Visitor& visit) const {
  VisitTree(root_, begin, end, /*backwards=*/true, visit);
}

}  // namespace cledi
