#ifndef CLEDI_FEDERATION_PEER_EXCHANGE_SERVICE_H_
#define CLEDI_FEDERATION_PEER_EXCHANGE_SERVICE_H_

#include "federation/rpc/method_table.h"
#include "federation/sync/exchange_server.h"

namespace cledi {

// Makes the calls of cledi.federation.v1.Exchange reachable, for peers only. `server` outlives
// the table.
void RegisterExchange(ExchangeServer* server, MethodTable& table);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_PEER_EXCHANGE_SERVICE_H_
