#include "federation/log/heads.h"

#include <algorithm>
#include <vector>

#include "federation/log/merkle.h"

namespace cledi {

Hash HeadsDigest(const std::set<Checkpoint>& heads) {
  std::vector<std::string> rows;
  rows.reserve(heads.size());
  for (const Checkpoint& head : heads) {
    std::string& row = rows.emplace_back();
    row.append(head.log.view());
    row.append(head.tag.view());
    PutLittleEndian(row, head.size);
    row.append(head.root.view());
  }
  std::ranges::sort(rows);
  RightEdge edge;
  for (const std::string& row : rows) {
    edge.Append(MerkleLeafHash(row));
  }
  return edge.Root();
}

}  // namespace cledi
