#ifndef CLEDI_NODE_WEB_PAGES_API_CATALOGUE_H_
#define CLEDI_NODE_WEB_PAGES_API_CATALOGUE_H_

#include <string>
#include <string_view>
#include <vector>

#include "federation/base/status.h"

namespace cledi {

// A field or a value of an enumeration, as programs meet it in JSON.
struct ApiField {
  std::string name;     // "pageToken"
  std::string type;     // "string", "list of PracticeCard"; empty for a value.
  std::string type_id;  // Of the ApiType that it holds; empty: a plain one.
  std::string comment;
};

// A message or an enumeration.
struct ApiType {
  std::string id;    // "cledi.community.v1.PracticeCard": unique.
  std::string name;  // "PracticeCard"
  std::string comment;
  bool is_enum = false;
  std::vector<ApiField> fields;
};

struct ApiMethod {
  std::string full_name;  // "cledi.community.v1.PlanService/ListPlans"
  std::string name;
  std::string comment;
  bool may_get = false;  // It has no side effects.
  std::string request_id;
  std::string request_name;
  std::string response_id;
  std::string response_name;
  std::string example;  // A request in JSON.
};

struct ApiService {
  std::string id;
  std::string name;
  std::string comment;
  std::vector<ApiMethod> methods;
};

// What the community's protos say about themselves, with their comments.
struct ApiCatalogue {
  std::vector<ApiService> services;  // By name.
  std::vector<ApiType> types;        // Those that the methods' messages lead to; by name.

  // `descriptor_set`: a FileDescriptorSet with imports and source info. Internal: it is none.
  static StatusOr<ApiCatalogue> Read(std::string_view descriptor_set);
};

}  // namespace cledi

#endif  // CLEDI_NODE_WEB_PAGES_API_CATALOGUE_H_
