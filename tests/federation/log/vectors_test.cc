// The published vectors of the log's formats, every item of them. They were made by a plain
// reference and checked with implementations that this project did not write.

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/sha256.h"
#include "federation/event/record.h"
#include "federation/log/checkpoint.h"
#include "federation/log/epoch_statement.h"
#include "federation/log/fork_proof.h"
#include "federation/log/heads.h"
#include "federation/log/merkle.h"
#include "federation/log/note.h"
#include "federation/log/tiles.h"
#include "tests/support/hex.h"

#include <nlohmann/json.hpp>

namespace cledi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const json& Vectors() {
  static const json vectors =
      json::parse(std::ifstream(CLEDI_SOURCE_DIR "/tests/federation/log/vectors.json"));
  return vectors;
}

std::string Text(const json& item) { return item.get<std::string>(); }

template <class Bytes>
Bytes Fixed(const json& item) {
  return FromHex<Bytes>(Text(item));
}

std::vector<Hash> Proof(const json& item) {
  std::vector<Hash> proof;
  for (const json& hash : item) {
    proof.push_back(Fixed<Hash>(hash));
  }
  return proof;
}

Hash RootOf(std::span<const Hash> leaf_hashes) {
  RightEdge edge;
  for (const Hash& hash : leaf_hashes) {
    edge.Append(hash);
  }
  return edge.Root();
}

class VectorsTest : public testing::Test {
 protected:
  static std::vector<LeafBytes> Leaves() {
    const std::string bytes = Unhex(Text(Vectors()["leaves"]));
    std::vector<LeafBytes> leaves;
    for (size_t at = 0; at < bytes.size(); at += kLeafBytes) {
      leaves.push_back(*LeafBytes::From(bytes.substr(at, kLeafBytes)));
    }
    return leaves;
  }

  std::vector<Hash> LeafHashes() const {
    std::vector<Hash> hashes;
    for (const LeafBytes& leaf : leaves_) {
      hashes.push_back(MerkleLeafHash(log_, leaf));
    }
    return hashes;
  }

  EpochTag Tag(size_t epoch) const { return Fixed<EpochTag>(Vectors()["epochs"][epoch]["tag"]); }
  static SigningKey Key(const std::string& node) {
    return SigningKey::FromSeed(
        Fixed<FixedBytes<struct SeedKind, 32>>(Vectors()["private_keys"][node]));
  }

  Checkpoint CheckpointOf(const EpochTag& tag, std::span<const Hash> leaf_hashes) const {
    return {.log = log_, .tag = tag, .size = leaf_hashes.size(), .root = RootOf(leaf_hashes)};
  }

  // Every checkpoint listed of the epoch whose events these are.
  void ExpectCheckpoints(const json& listed, const EpochTag& tag,
                         std::span<const Hash> leaf_hashes) const;

  const std::string domain_ = Text(Vectors()["domain"]);
  const FederationId federation_ = Fixed<FederationId>(Vectors()["federation_id"]);
  const std::string node_ = Text(Vectors()["node"]);
  const std::string peer_ = Text(Vectors()["peer"]);
  const SpaceId space_ = Fixed<SpaceId>(Vectors()["space"]);
  const LogId log_ = Fixed<LogId>(Vectors()["log_id"]);
  const std::vector<LeafBytes> leaves_ = Leaves();
  const std::vector<Hash> leaf_hashes_ = LeafHashes();
  const HashReader read_ = ReaderOver(leaf_hashes_);
  const SigningKey node_key_ = Key(node_);
  const SigningKey peer_key_ = Key(peer_);
};

void VectorsTest::ExpectCheckpoints(const json& listed, const EpochTag& tag,
                                    std::span<const Hash> leaf_hashes) const {
  ASSERT_FALSE(listed.empty());
  for (const json& item : listed) {
    SCOPED_TRACE(item["size"]);
    const Checkpoint expected = CheckpointOf(tag, leaf_hashes.first(item["size"]));
    EXPECT_EQ(expected.root, Fixed<Hash>(item["root"]));

    const SignedCheckpoint checkpoint = SignCheckpoint(domain_, expected, node_key_);
    EXPECT_EQ(CheckpointNote(domain_, checkpoint, node_key_.public_key()), Text(item["note"]));
    const StatusOr<Note> note = ParseNote(Text(item["note"]));
    ASSERT_TRUE(note.ok()) << note.status();
    EXPECT_EQ(ParseCheckpointText(domain_, note->text).value(), expected);
    const StatusOr<SignatureBytes> signature =
        VerifiedSignature(*note, CheckpointOrigin(domain_, log_, tag), node_key_.public_key());
    ASSERT_TRUE(signature.ok()) << signature.status();
    EXPECT_EQ(VerifyCheckpoint(domain_, expected, *signature, node_key_.public_key()).value(),
              checkpoint);

    const uint64_t unix_seconds = 1790000000 + expected.size;
    const Acknowledgement acknowledgement =
        Acknowledge(domain_, expected, peer_, unix_seconds, peer_key_);
    EXPECT_TRUE(VerifyAcknowledgement(domain_, acknowledgement, peer_key_.public_key()));
    EXPECT_EQ(Text(item["note"]) + CosignatureLine(NodeName(domain_, peer_), peer_key_.public_key(),
                                                   unix_seconds, acknowledgement.signature),
              Text(item["cosigned"]));
    EXPECT_EQ(ParseNote(Text(item["cosigned"])).value().signatures.size(), 2U);
  }
}

// Goal: nothing in the file is left out below.
TEST_F(VectorsTest, HoldNothingThatIsNotCheckedHere) {
  std::vector<std::string> names;
  for (const auto& [name, item] : Vectors().items()) {
    names.push_back(name);
  }
  EXPECT_THAT(names, ElementsAre("about", "checkpoints", "consistency", "domain", "epochs",
                                 "events", "federation_id", "fork", "heads_digest", "inclusion",
                                 "leaves", "log_id", "node", "peer", "private_keys", "public_keys",
                                 "second_epoch", "seed", "space", "spaces", "tiles"));
}

TEST_F(VectorsTest, SpacesAndLogFollowFromNames) {
  for (const auto& [name, id] : Vectors()["spaces"].items()) {
    constexpr std::string_view kInstitution = "institution of ";
    const SpaceId space = name.starts_with(kInstitution)
                              ? InstitutionSpace(name.substr(kInstitution.size()))
                              : BuiltinSpace(name);
    EXPECT_EQ(space, Fixed<SpaceId>(id)) << name;
  }
  EXPECT_EQ(CommonsSpace(), space_);
  EXPECT_EQ(LogIdOf(federation_, node_, 0, space_), log_);
}

TEST_F(VectorsTest, PublicKeysFollowFromPrivateOnes) {
  for (const auto& [node, key] : Vectors()["public_keys"].items()) {
    EXPECT_EQ(Key(node).public_key(), Fixed<PublicKey>(key)) << node;
    EXPECT_TRUE(IsSoundPublicKey(Fixed<PublicKey>(key))) << node;
  }
}

TEST_F(VectorsTest, EpochStatements) {
  std::vector<VerifiedStatement> verified;
  for (const json& epoch : Vectors()["epochs"]) {
    const std::string note = Text(epoch["statement"]);
    StatusOr<VerifiedStatement> statement =
        VerifyStatement(domain_, federation_, note, node_key_.public_key());
    ASSERT_TRUE(statement.ok()) << statement.status();
    EXPECT_EQ(statement->tag, Fixed<EpochTag>(epoch["tag"]));
    EXPECT_EQ(statement->note, note);
    EXPECT_EQ(SignStatement(domain_, statement->statement, node_key_), note);
    EXPECT_EQ(statement->statement.log, log_);
    EXPECT_EQ(statement->statement.node_id, node_);
    EXPECT_EQ(statement->statement.incarnation, 0U);
    EXPECT_EQ(statement->statement.space, space_);
    verified.push_back(*std::move(statement));
  }
  ASSERT_EQ(verified.size(), 2U);
  EXPECT_THAT(verified[0].statement.previous, IsEmpty());
  EXPECT_THAT(verified[1].statement.previous,
              ElementsAre(PreviousEpoch{
                  .tag = Tag(0), .size = 512, .root = RootOf(std::span(leaf_hashes_).first(512))}));
}

TEST_F(VectorsTest, Events) {
  ASSERT_FALSE(Vectors()["events"].empty());
  for (const json& event : Vectors()["events"]) {
    SCOPED_TRACE(event["index"]);
    const Salt salt = Fixed<Salt>(event["salt"]);
    const std::string payload = Unhex(Text(event["payload"]));
    const Hash commitment = Commitment(salt, payload);
    EXPECT_EQ(commitment, Fixed<Hash>(event["commitment"]));

    const size_t index = event["index"];
    const Header header{
        .flags = static_cast<uint8_t>(std::array{2, 1, 3}[index % 3]),
        .type = static_cast<uint16_t>(1 + index % 7),
        .payload_bytes = static_cast<uint32_t>(payload.size()),
        .hlc = MakeHlc(FromUnixMs(static_cast<int64_t>(1790000000000 + 997 * index)),
                       static_cast<uint32_t>(index % 5)),
        .roster_number = static_cast<uint32_t>(1 + index / 50),
        .schema = 1};
    EXPECT_EQ(HexEncode(EncodeHeader(header)), Text(event["header"]));
    EXPECT_EQ(DecodeHeader(Unhex(Text(event["header"]))), header);

    const LeafBytes leaf = MakeLeaf(header, commitment);
    EXPECT_EQ(leaf, leaves_[index]);
    EXPECT_EQ(EventIdOf(log_, leaf), Fixed<EventId>(event["event_id"]));

    const Record whole{.leaf = leaf, .body = Body{salt, payload}};
    const Record bare{.leaf = leaf, .body = std::nullopt};
    std::string bytes;
    AppendRecord(whole, bytes);
    EXPECT_EQ(HexEncode(bytes), Text(event["record"]));
    AppendRecord(bare, bytes);
    EXPECT_EQ(HexEncode(bytes), Text(event["record"]) + Text(event["record_without_payload"]));
    EXPECT_THAT(ParseRecords(bytes, 2).value(), ElementsAre(whole, bare));
  }
}

TEST_F(VectorsTest, CheckpointsOfTheFirstEpoch) {
  ExpectCheckpoints(Vectors()["checkpoints"], Tag(0), leaf_hashes_);
}

TEST_F(VectorsTest, CheckpointsOfTheSecondEpoch) {
  EXPECT_EQ(Text(Vectors()["second_epoch"]["leaves"]), "the first epoch's from 600 on");
  ExpectCheckpoints(Vectors()["second_epoch"]["checkpoints"], Tag(1),
                    std::span(leaf_hashes_).subspan(600));
}

TEST_F(VectorsTest, ForkOfTheFirstEpoch) {
  EXPECT_EQ(Text(Vectors()["fork"]["leaves"]),
            "the first epoch's first 600, then its last 20 backwards");
  std::vector<Hash> forked(leaf_hashes_.begin(), leaf_hashes_.begin() + 600);
  forked.insert(forked.end(), leaf_hashes_.rbegin(), leaf_hashes_.rbegin() + 20);
  ExpectCheckpoints(Vectors()["fork"]["checkpoints"], Tag(0), forked);

  const StatusOr<ForkProof> proof =
      ProveFork(SignCheckpoint(domain_, CheckpointOf(Tag(0), leaf_hashes_), node_key_),
                SignCheckpoint(domain_, CheckpointOf(Tag(0), forked), node_key_), read_);
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_EQ(proof->smaller.size(), 620U);
  EXPECT_EQ(proof->larger.size(), 700U);
}

TEST_F(VectorsTest, InclusionProofs) {
  ASSERT_FALSE(Vectors()["inclusion"].empty());
  for (const json& item : Vectors()["inclusion"]) {
    SCOPED_TRACE(item.dump());
    const uint64_t index = item["index"];
    const uint64_t size = item["size"];
    EXPECT_EQ(InclusionProof(index, size, read_).value(), Proof(item["proof"]));
    EXPECT_TRUE(VerifyInclusion(index, size, leaf_hashes_[index], Proof(item["proof"]),
                                RootAt(size, read_).value()));
  }
}

TEST_F(VectorsTest, ConsistencyProofs) {
  ASSERT_FALSE(Vectors()["consistency"].empty());
  for (const json& item : Vectors()["consistency"]) {
    SCOPED_TRACE(item.dump());
    const uint64_t first = item["first"];
    const uint64_t second = item["second"];
    EXPECT_EQ(ConsistencyProof(first, second, read_).value(), Proof(item["proof"]));
    EXPECT_TRUE(VerifyConsistency(first, second, RootAt(first, read_).value(),
                                  RootAt(second, read_).value(), Proof(item["proof"])));
  }
}

TEST_F(VectorsTest, DigestOfHeads) {
  std::set<Checkpoint> heads;
  for (const json& head : Vectors()["heads_digest"]["heads"]) {
    heads.insert({.log = Fixed<LogId>(head["log_id"]),
                  .tag = Fixed<EpochTag>(head["epoch"]),
                  .size = head["size"],
                  .root = Fixed<Hash>(head["root"])});
  }
  EXPECT_EQ(heads.size(), 3U);
  EXPECT_EQ(HeadsDigest(heads), Fixed<Hash>(Vectors()["heads_digest"]["digest"]));
}

TEST_F(VectorsTest, Tiles) {
  ASSERT_FALSE(Vectors()["tiles"].empty());
  for (const auto& [path, hash] : Vectors()["tiles"].items()) {
    SCOPED_TRACE(path);
    const std::optional<TileAddress> address = ParseTilePath(path);
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(TilePath(*address), path);
    EXPECT_TRUE(TileExists(*address, leaves_.size()));
    const std::string tile =
        address->level >= 0 ? HashTile(*address, read_).value()
                            : EntryBundle(log_, std::span(leaves_).subspan(
                                                    address->index * kTileWidth, address->width));
    EXPECT_EQ(Sha256(tile), Fixed<Hash>(hash));
  }
}

}  // namespace
}  // namespace cledi
