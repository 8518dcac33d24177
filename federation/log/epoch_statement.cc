#include "federation/log/epoch_statement.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/sha256.h"
#include "federation/base/text.h"
#include "federation/log/note.h"

namespace cledi {
namespace {

constexpr std::string_view kVersionLine = "cledi-epoch/v1";

// Each named once, in order.
bool IsStrictlySorted(const std::vector<PreviousEpoch>& previous) {
  return std::ranges::adjacent_find(previous, std::ranges::greater_equal()) == previous.end();
}

// The rest of a line behind its keyword, which the caller has no need to check: the text is
// written again and compared.
std::string_view TakeLineBehindKeyword(std::string_view& rest) {
  std::string_view line = TakeUntil(rest, '\n');
  TakeUntil(line, ' ');
  return line;
}

std::optional<PreviousEpoch> ParsePrevious(std::string_view line) {
  const auto tag = FixedFromHex<EpochTag>(TakeUntil(line, ' '));
  const std::optional<uint64_t> size = ParseDecimal(TakeUntil(line, ' '));
  const auto root = FixedFromBase64<Hash>(line);
  if (!tag || !size || !root) {
    return std::nullopt;
  }
  return PreviousEpoch{.tag = *tag, .size = *size, .root = *root};
}

StatusOr<EpochStatement> ParseStatementText(std::string_view text) {
  std::string_view rest = text;
  const std::string_view name = TakeUntil(rest, '\n');
  if (TakeUntil(rest, '\n') != kVersionLine) {
    return Invalid(absl::StrFormat("it is not of the kind %s", kVersionLine));
  }
  std::string_view node = TakeLineBehindKeyword(rest);
  const std::string_view node_id = TakeUntil(node, ' ');
  const std::optional<uint64_t> incarnation = ParseDecimal(node);
  const auto log = FixedFromHex<LogId>(name.substr(name.rfind('/') + 1));
  const auto space = FixedFromHex<SpaceId>(TakeLineBehindKeyword(rest));
  const auto instance = FixedFromHex<InstanceId>(TakeLineBehindKeyword(rest));
  if (!log || !IsNodeId(node_id) || !incarnation ||
      *incarnation > std::numeric_limits<uint32_t>::max() || !space || !instance) {
    return Invalid("its log, node, space or instance is malformed");
  }
  EpochStatement statement{.log = *log,
                           .node_id = std::string(node_id),
                           .incarnation = static_cast<uint32_t>(*incarnation),
                           .space = *space,
                           .instance = *instance,
                           .previous = {}};
  while (!rest.empty()) {
    if (statement.previous.size() == kPreviousMax) {
      return Invalid(absl::StrFormat("it names more than %d previous epochs", kPreviousMax));
    }
    const std::optional<PreviousEpoch> previous = ParsePrevious(TakeLineBehindKeyword(rest));
    if (!previous) {
      return Invalid(absl::StrFormat("previous epoch %d is malformed", statement.previous.size()));
    }
    statement.previous.push_back(*previous);
  }
  return statement;
}

// As ParseStatement, of a note that was taken apart already.
StatusOr<EpochStatement> StatementOf(std::string_view trust_domain, const Note& note) {
  constexpr std::string_view kDoing = "reading an epoch statement";
  StatusOr<EpochStatement> statement = ParseStatementText(note.text);
  if (!statement.ok()) {
    return Annotate(statement.status(), kDoing);
  }
  if (!IsStrictlySorted(statement->previous) ||
      StatementText(trust_domain, *statement) != note.text) {
    return Annotate(Invalid("it is not in its canonical form"), kDoing);
  }
  if (note.signatures.size() != 1 ||
      note.signatures[0].name != LogName(trust_domain, statement->log)) {
    return Annotate(Invalid("it must carry the signature of its log and no other"), kDoing);
  }
  return statement;
}

}  // namespace

std::string LogName(std::string_view trust_domain, const LogId& log) {
  return absl::StrFormat("%s/log/%s", trust_domain, HexEncode(log.view()));
}

std::string StatementText(std::string_view trust_domain, const EpochStatement& statement) {
  std::string text = absl::StrFormat(
      "%s\n%s\nnode %s %d\nspace %s\ninstance %s\n", LogName(trust_domain, statement.log),
      kVersionLine, statement.node_id, statement.incarnation, HexEncode(statement.space.view()),
      HexEncode(statement.instance.view()));
  for (const PreviousEpoch& previous : statement.previous) {
    absl::StrAppendFormat(&text, "previous %s %d %s\n", HexEncode(previous.tag.view()),
                          previous.size, Base64Encode(previous.root.view()));
  }
  return text;
}

EpochTag TagOf(std::string_view statement_text) {
  return Truncated<EpochTag>(Sha256(statement_text));
}

std::string SignStatement(std::string_view trust_domain, const EpochStatement& statement,
                          const SigningKey& key) {
  CHECK(statement.previous.size() <= kPreviousMax && IsStrictlySorted(statement.previous));
  const std::string text = StatementText(trust_domain, statement);
  return FormatNote(text, LogName(trust_domain, statement.log), key.public_key(), key.Sign(text));
}

StatusOr<EpochStatement> ParseStatement(std::string_view trust_domain, std::string_view note) {
  ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  return StatementOf(trust_domain, parsed);
}

StatusOr<VerifiedStatement> VerifyStatement(std::string_view trust_domain,
                                            const FederationId& federation, std::string_view note,
                                            const PublicKey& key) {
  ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  ASSIGN_OR_RETURN(EpochStatement statement, StatementOf(trust_domain, parsed));
  if (LogIdOf(federation, statement.node_id, statement.incarnation, statement.space) !=
      statement.log) {
    return Invalid(
        absl::StrFormat("an epoch statement of %s does not belong to the log %s that it claims",
                        statement.node_id, HexEncode(statement.log.view())));
  }
  RETURN_IF_ERROR(VerifiedSignature(parsed, LogName(trust_domain, statement.log), key).status());
  return VerifiedStatement{
      .statement = std::move(statement), .tag = TagOf(parsed.text), .note = std::string(note)};
}

}  // namespace cledi
