#include "admin/setup/node_settings.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "federation/roster/member_rules.h"

namespace cledi {
namespace {

// A TOML basic string: quotes, backslashes and control characters are escaped.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&quoted, "\\", std::string(1, c));
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
      absl::StrAppendFormat(&quoted, "\\u%04X", static_cast<unsigned char>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string QuotedList(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    absl::StrAppend(&list, list.size() > 1 ? ", " : "", Quoted(text));
  }
  return list + "]";
}

Status CheckAddress(std::string_view address, std::string_view what) {
  if (IsHostAndPort(address)) {
    return absl::OkStatus();
  }
  return Invalid(
      absl::StrFormat("%s is host:port, such as 127.0.0.1:8432; \"%s\" is not", what, address));
}

Status CheckAddresses(const std::string& listen, std::vector<std::string>& addresses,
                      std::string_view who_calls) {
  if (!listen.empty()) {
    RETURN_IF_ERROR(CheckAddress(listen, absl::StrFormat("where %s call", who_calls)));
    if (addresses.empty()) {
      addresses.push_back(listen);
    }
  }
  for (const std::string& address : addresses) {
    RETURN_IF_ERROR(CheckAddress(address, absl::StrFormat("where %s find this node", who_calls)));
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<NodeSettings> Completed(NodeSettings settings) {
  RETURN_IF_ERROR(
      CheckAddresses(settings.federation_listen, settings.federation_addresses, "partners"));
  RETURN_IF_ERROR(
      CheckAddresses(settings.enrolment_listen, settings.enrolment_addresses, "new nodes"));
  RETURN_IF_ERROR(CheckAddress(settings.web_listen, "where browsers call"));
  if (settings.web_url.empty()) {
    const std::string_view listen = settings.web_listen;
    settings.web_url = absl::StrFormat("http://localhost%s", listen.substr(listen.rfind(':')));
  }
  return settings;
}

std::string NodeToml(std::string_view node_id, const NodeSettings& settings) {
  std::string text = absl::StrFormat(
      "# Settings of this CLEDI node. They count from its next start. A variable such as\n"
      "# CLEDI_WEB__LISTEN wins over what stands here.\n"
      "\n"
      "[node]\n"
      "id = %s\n"
      "# log_level = \"info\"   # or debug, warning, error\n"
      "\n"
      "# Calls of partners' nodes. Without \"listen\" this node takes none and only dials out.\n"
      "# The roster has the addresses too; whoever changes them here tells the coordinator.\n"
      "[federation]\n"
      "listen = %s\n"
      "addresses = %s\n"
      "\n"
      "# Pages for people. The first of the public addresses is the one that pages name.\n"
      "[web]\n"
      "listen = %s\n"
      "public_urls = %s\n",
      Quoted(node_id), Quoted(settings.federation_listen),
      QuotedList(settings.federation_addresses), Quoted(settings.web_listen),
      QuotedList({settings.web_url}));
  if (!settings.enrolment_listen.empty()) {
    absl::StrAppendFormat(&text,
                          "\n"
                          "# Where new nodes come with their join tokens; open only while somebody "
                          "is expected.\n"
                          "[enrolment]\n"
                          "listen = %s\n"
                          "addresses = %s\n",
                          Quoted(settings.enrolment_listen),
                          QuotedList(settings.enrolment_addresses));
  }
  return text;
}

}  // namespace cledi
