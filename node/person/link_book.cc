#include "node/person/link_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "federation/base/sha256.h"

namespace cledi {
namespace {

using store::v1::PersonLinkRow;
using LinkSecret = FixedBytes<struct LinkSecretKind, 32>;

constexpr std::string_view kPrefix = "person-link/";

std::string KeyOf(std::string_view token) {
  return absl::StrCat(ToAbsl(kPrefix), ToAbsl(Sha256(token).view()));
}

bool HasEnded(const PersonLinkRow& link, UnixMillis now) {
  return FromUnixMs(link.ends_unix_ms()) <= now;
}

bool IsResetOf(const PersonLinkRow& link, std::string_view account) {
  return link.kind() == community::v1::GetInvitationResponse::KIND_PASSWORD_RESET &&
         link.account_id() == account;
}

}  // namespace

StatusOr<PersonLinkRow> FindLink(const Snapshot& rows, std::string_view token, UnixMillis now) {
  PersonLinkRow link;
  ASSIGN_OR_RETURN(const bool found, ReadRow(rows, KeyOf(token), "a link", link));
  if (!found || HasEnded(link, now)) {
    return NotFound(
        "this link does not work: it was used already, has ended, or was not copied as a whole; "
        "ask an administrator of your institution for a new one");
  }
  return link;
}

StatusOr<std::string> MakeLink(const Snapshot& rows, const PersonLinkRow& link, UnixMillis now,
                               Random& random, WriteBatch& batch) {
  size_t open = 0;
  RETURN_IF_ERROR(ScanRows<PersonLinkRow>(
      rows, kPrefix, "a link", [&](std::string_view rest, const PersonLinkRow& other) {
        if (HasEnded(other, now) ||
            (!link.account_id().empty() && IsResetOf(other, link.account_id()))) {
          batch.Delete(Family::kLocal, absl::StrCat(ToAbsl(kPrefix), ToAbsl(rest)));
        } else {
          ++open;
        }
      }));
  if (open >= kLinksMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there are ", kLinksMax, " links that nobody used; wait until some end"));
  }
  std::string token = Base64UrlEncode(random.Draw<LinkSecret>().view());
  batch.Put(Family::kLocal, KeyOf(token), link.SerializeAsString());
  return token;
}

void DropLink(std::string_view token, WriteBatch& batch) {
  batch.Delete(Family::kLocal, KeyOf(token));
}

Status DropResets(const Snapshot& rows, const AccountId& account, WriteBatch& batch) {
  return ScanRows<PersonLinkRow>(
      rows, kPrefix, "a link", [&](std::string_view rest, const PersonLinkRow& link) {
        if (IsResetOf(link, account.view())) {
          batch.Delete(Family::kLocal, absl::StrCat(ToAbsl(kPrefix), ToAbsl(rest)));
        }
      });
}

StatusOr<std::vector<PersonLinkRow>> OpenLinks(const Snapshot& rows, UnixMillis now) {
  std::vector<PersonLinkRow> links;
  RETURN_IF_ERROR(
      ScanRows<PersonLinkRow>(rows, kPrefix, "a link", [&](std::string_view, PersonLinkRow link) {
        if (!HasEnded(link, now)) {
          links.push_back(std::move(link));
        }
      }));
  std::ranges::sort(links, {}, &PersonLinkRow::ends_unix_ms);
  return links;
}

}  // namespace cledi
