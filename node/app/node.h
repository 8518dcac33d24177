#ifndef CLEDI_NODE_APP_NODE_H_
#define CLEDI_NODE_APP_NODE_H_

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "federation/peer/federation_engine.h"
#include "federation/rpc/executor.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc/page_token.h"
#include "federation/rpc_grpc/grpc_server.h"
#include "federation/trust/coordinator_files.h"
#include "federation/trust/tls_identity.h"
#include "federation/trust/tls_refusal_book.h"
#include "node/app/certificate_renewer.h"
#include "node/app/node_core.h"
#include "node/app/people_services.h"
#include "node/app/service_pages.h"
#include "node/audit/log_pages.h"
#include "node/config/config.h"
#include "node/connect/connect_routes.h"
#include "node/discussion/discussion_service.h"
#include "node/enrolment/enrolment_listener.h"
#include "node/http/http_server.h"
#include "node/institution/institution_service.h"
#include "node/library/resource_service.h"
#include "node/live/thread_events.h"
#include "node/membership/coordinator.h"
#include "node/operator/node_service.h"
#include "node/plan/plan_service.h"
#include "node/web/pages/web_pages.h"

namespace cledi {

// One institution's node: the composition root. Everything runs from Start to the destructor,
// which stops it in the order: listeners, federation, workers, writer, folder, store.
class Node {
 public:
  // Errors: those of the parts; each says what to do. Nothing runs then.
  static StatusOr<std::unique_ptr<Node>> Start(const Config& config, const Platform& platform);
  ~Node();

  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // Ports that are listened on: those of the configuration, or the ones that the system chose.
  uint16_t web_port() const { return web_server_->port(); }
  // 0: this node only dials out.
  int federation_port() const { return peer_server_ == nullptr ? 0 : peer_server_->port(); }

 private:
  Node(const Config& config, const Platform& platform)
      : config_(config), platform_(platform), page_tokens_(*platform.random) {}

  Status LoadCoordinatorKeys();
  Status OpenTrust();
  // Asks the coordinator for a new certificate and puts it in place.
  StatusOr<NodeCertificate> RenewCertificate() const;
  StatusOr<NodeCertificate> RequestCertificate(const federation::v1::RenewRequest& request,
                                               const TlsKey& key) const;
  Status OpenCoordinator();
  Status OpenServices();
  Status StartListeners();
  Status StartWeb();
  Status StartOperatorSocket();
  GrpcServer::Serving Serving() const;
  void FollowRemovals(const std::shared_ptr<const Roster>& roster);
  // What people type; empty: not known yet.
  std::string WebAddress() const;
  // What NodeService::GetStatus cannot know.
  admin::v1::GetStatusResponse DescribeNode() const;
  void AddNotices(admin::v1::GetStatusResponse& status) const;
  // Leaves one line in the log when entries of this node's own come back from partners.
  void NoteOwnReturn();

  const Config config_;
  const Platform platform_;
  const PageTokens page_tokens_;
  InstanceId instance_;
  UnixMillis started_at_{};
  std::atomic<bool> own_return_noted_ = false;
  std::unique_ptr<NodeCore> core_;
  std::unique_ptr<TlsRefusalBook> tls_refusals_;
  std::unique_ptr<TlsIdentity> tls_;
  std::unique_ptr<FederationEngine> federation_;
  std::unique_ptr<CoordinatorKeys> coordinator_keys_;
  std::unique_ptr<Coordinator> coordinator_;

  std::unique_ptr<PeopleServices> people_;
  std::unique_ptr<ResourceService> resource_service_;
  std::unique_ptr<PlanService> plan_service_;
  std::unique_ptr<InstitutionService> institution_service_;
  std::unique_ptr<DiscussionService> discussion_service_;
  std::unique_ptr<LogInspection> inspection_;
  std::unique_ptr<NodeService> node_service_;
  std::unique_ptr<ServicePages> page_source_;
  std::unique_ptr<LogPages> log_pages_;
  MethodTable methods_;
  Router router_;
  std::unique_ptr<WebPages> web_pages_;
  std::unique_ptr<ConnectRoutes> connect_;
  std::unique_ptr<ThreadEvents> thread_events_;

  std::unique_ptr<Executor> executor_;
  std::unique_ptr<GrpcServer> peer_server_;  // Null: this node only dials out.
  std::unique_ptr<GrpcServer> operator_server_;
  std::unique_ptr<EnrolmentListener> enrolment_;  // Null: not the coordinator.
  std::unique_ptr<HttpServer> web_server_;
  std::unique_ptr<CertificateRenewer> renewer_;
  std::optional<RosterHolder::Subscription> removals_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_NODE_H_
