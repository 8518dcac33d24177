#ifndef CLEDI_TESTS_SUPPORT_SYNC_DISPATCH_H_
#define CLEDI_TESTS_SUPPORT_SYNC_DISPATCH_H_

#include <string>

#include "federation/sync/exchange_server.h"
#include "federation/sync/peer_network.h"

namespace cledi {

// Hands a request to the method of `server` that its type belongs to, as a call by `from`.
void Dispatch(ExchangeServer& server, const std::string& from, const ExchangeRequest& request,
              ExchangeAnswer answer);

}  // namespace cledi

#endif  // CLEDI_TESTS_SUPPORT_SYNC_DISPATCH_H_
