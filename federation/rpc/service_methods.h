#ifndef CLEDI_FEDERATION_RPC_SERVICE_METHODS_H_
#define CLEDI_FEDERATION_RPC_SERVICE_METHODS_H_

#include <string>
#include <string_view>
#include <utility>

#include "federation/rpc/method_table.h"

namespace cledi {

// Puts the methods of one service into the table; each is told its caller.
template <class Service>
class ServiceMethods {
 public:
  // `name`: "cledi.community.v1.PersonService". Both outlive the binding.
  ServiceMethods(std::string name, const Service* service, MethodTable* table)
      : name_(std::move(name)), service_(service), table_(table) {}

  template <class Request, class Response>
  void Add(std::string_view method, Role needs,
           StatusOr<Response> (Service::*handler)(const Caller&, const Request&) const) {
    std::string full_name = name_ + "/" + std::string(method);
    table_->Add<Request, Response>(
        std::move(full_name), needs,
        [service = service_, handler](const Call& call, const Request& request) {
          return (service->*handler)(call.caller(), request);
        });
  }

 private:
  const std::string name_;
  const Service* const service_;
  MethodTable* const table_;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_SERVICE_METHODS_H_
