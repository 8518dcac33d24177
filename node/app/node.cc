#include "node/app/node.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_format.h"

#include "federation/base/log_line.h"
#include "federation/rpc_grpc/grpc_log.h"
#include "federation/trust/enrolment_client.h"
#include "federation/trust/renewal.h"
#include "node/app/disk_usage.h"
#include "node/app/version.h"
#include "node/connect/connect_error.h"
#include "node/operator/notice.h"
#include "node/web/pages/form_guard.h"

namespace cledi {

using admin::v1::GetStatusResponse;
using admin::v1::Notice;

namespace {

constexpr std::chrono::milliseconds kStopGrace{2000};
constexpr std::chrono::hours kCertificateWarning{7 * 24};

// The services of this node. People's programs reach those of the community, over the web.
constexpr std::array<std::string_view, 9> kServices = {"cledi.federation.v1.Exchange",
                                                       "cledi.admin.v1.NodeService",
                                                       "cledi.community.v1.PlanService",
                                                       "cledi.community.v1.ResourceService",
                                                       "cledi.community.v1.InstitutionService",
                                                       "cledi.community.v1.DiscussionService",
                                                       "cledi.community.v1.PersonService",
                                                       "cledi.community.v1.DraftService",
                                                       "cledi.admin.v1.UserService"};
constexpr std::string_view kCommunityPackage = "cledi.community.v1.";

const google::protobuf::ServiceDescriptor* FindService(std::string_view name) {
  return google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(name));
}

std::vector<const google::protobuf::ServiceDescriptor*> CommunityServices() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string_view name : kServices) {
    if (name.starts_with(kCommunityPackage)) {
      services.push_back(FindService(name));
    }
  }
  return services;
}

// Every method that the node's protos declare must have a handler.
Status CheckMethods(const MethodTable& methods) {
  for (const std::string_view name : kServices) {
    const google::protobuf::ServiceDescriptor* service = FindService(name);
    if (service == nullptr) {
      return absl::InternalError(absl::StrFormat("the service %s is not compiled in", name));
    }
    RETURN_IF_ERROR(methods.CheckComplete(*service));
  }
  return absl::OkStatus();
}

void LogEnrolment(const EnrolmentEvent& event) {
  std::string_view what = "enrolment_refused";
  Severity severity = Severity::kWarning;
  switch (event.kind) {
    case EnrolmentEvent::Kind::kInvited:
      what = "node_invited";
      severity = Severity::kInfo;
      break;
    case EnrolmentEvent::Kind::kAdmitted:
      what = "node_admitted";
      severity = Severity::kInfo;
      break;
    case EnrolmentEvent::Kind::kAnsweredAgain:
      what = "enrolment_answered_again";
      severity = Severity::kInfo;
      break;
    case EnrolmentEvent::Kind::kRenewed:
      what = "certificate_issued";
      severity = Severity::kInfo;
      break;
    case EnrolmentEvent::Kind::kReplayed:
      what = "join_token_replayed";
      severity = Severity::kError;
      break;
    case EnrolmentEvent::Kind::kRefused:
      break;
  }
  LogLine(severity, what, {{"node", event.node_id}, {"from", event.remote}, {"why", event.detail}});
}

}  // namespace

StatusOr<std::unique_ptr<Node>> Node::Start(const Config& config, const Platform& platform) {
  std::unique_ptr<Node> self(new Node(config, platform));
  self->started_at_ = platform.clock->Now();
  self->instance_ = platform.random->Draw<InstanceId>();
  ASSIGN_OR_RETURN(self->core_, NodeCore::Open(config.data_folder, platform));
  RETURN_IF_ERROR(self->LoadCoordinatorKeys());
  RETURN_IF_ERROR(self->OpenTrust());
  RETURN_IF_ERROR(self->OpenCoordinator());
  RETURN_IF_ERROR(self->OpenServices());
  RETURN_IF_ERROR(self->StartListeners());
  RETURN_IF_ERROR(self->StartWeb());
  // Last: where an operator's `cledi status` is answered, everything else is up.
  RETURN_IF_ERROR(self->StartOperatorSocket());
  self->federation_->Start();
  LogLine(Severity::kInfo, "node_started",
          {{"node", self->core_->identity().node_id},
           {"web", absl::StrFormat("%d", self->web_port())},
           {"federation", absl::StrFormat("%d", self->federation_port())},
           {"version", std::string(kVersion)}});
  return self;
}

Node::~Node() {
  LogLine(Severity::kInfo, "node_stops");
  removals_.reset();
  renewer_.reset();
  // Listeners first: nobody new comes in, and who waits is told.
  enrolment_.reset();
  if (web_server_ != nullptr) {
    web_server_->Stop();
  }
  if (federation_ != nullptr) {
    federation_->AnswerWaiting();
  }
  for (GrpcServer* server : {peer_server_.get(), operator_server_.get()}) {
    if (server != nullptr) {
      server->Stop(kStopGrace);
    }
  }
  // Then the workers, who may still be writing; then the federation.
  executor_.reset();
  if (core_ != nullptr) {
    core_->SetListener(nullptr);
  }
  if (federation_ != nullptr) {
    federation_->Stop();
  }
  SendHandshakeFailuresTo(nullptr);
}

Status Node::LoadCoordinatorKeys() {
  const CoordinatorFiles files(config_.data_folder.string());
  if (files.Exist()) {
    ASSIGN_OR_RETURN(CoordinatorKeys keys,
                     files.Load(core_->identity().first_roster.root(), std::nullopt));
    coordinator_keys_ = std::make_unique<CoordinatorKeys>(std::move(keys));
  }
  return absl::OkStatus();
}

Status Node::OpenTrust() {
  RestrictGrpcToTls13();
  tls_refusals_ = std::make_unique<TlsRefusalBook>(platform_.clock);
  SendHandshakeFailuresTo([book = tls_refusals_.get()](std::string_view why) {
    book->OnTlsRefused({.reason = TlsRefusal::kHandshake, .detail = std::string(why)});
  });
  const NodeIdentity& identity = core_->identity();
  const IdentityFiles files(config_.data_folder.string());
  const auto renew = [this] { return RenewCertificate(); };
  std::optional<NodeCertificate> certificate = identity.certificate;
  if (!certificate.has_value() || !CheckValidAt(*certificate, platform_.clock->Now()).ok()) {
    // At once, not when the renewer gets to it: a peer that was refused waits before it comes
    // again. Without any, nothing can be served or dialled.
    LogLine(Severity::kWarning,
            certificate.has_value() ? "certificate_ended" : "certificate_missing");
    StatusOr<NodeCertificate> renewed = renew();
    if (renewed.ok()) {
      certificate = *std::move(renewed);
    } else if (!certificate.has_value()) {
      return Annotate(renewed.status(),
                      "this node has no TLS certificate and the coordinator gave none");
    }
  }
  ASSIGN_OR_RETURN(tls_,
                   TlsIdentity::Open(files.tls_pair_file(), {.roster = &core_->roster().holder(),
                                                             .clock = platform_.clock,
                                                             .refusals = tls_refusals_.get()}));
  renewer_ = std::make_unique<CertificateRenewer>(certificate, renew, platform_);
  federation_ = std::make_unique<FederationEngine>(FederationEngine::Environment{
      .logs = &core_->logs(),
      .roster = &core_->roster(),
      .acknowledgements = &core_->acknowledgements(),
      .refusals = &core_->refusals(),
      .clock = platform_.clock,
      .random = platform_.random,
      .credentials_for =
          [this](const std::string& node_id) { return tls_->ChannelCredentials(node_id); },
      .instance = instance_,
      .software = std::string(kVersion),
      .dialable = !config_.federation.addresses.empty()});
  core_->SetListener([this] {
    NoteOwnReturn();
    federation_->OnLogsChanged();
  });
  return absl::OkStatus();
}

void Node::NoteOwnReturn() {
  if (core_->logs().own_return().events > 0 && !own_return_noted_.exchange(true)) {
    LogLine(Severity::kWarning, "own_entries_return",
            {{"why", "partners hold entries of this node that its disk lacks"},
             {"then",
              "they are fetched; `cledi status` says how many, and from how old a copy "
              "this node went on"}});
  }
}

StatusOr<NodeCertificate> Node::RenewCertificate() const {
  const NodeIdentity& identity = core_->identity();
  const TrustRoot& root = identity.first_roster.root();
  TlsKey key = TlsKey::Generate();
  const auto request = MakeRenewRequest(root.trust_domain, identity.node_id, identity.log_key, key,
                                        platform_.clock->Now(), *platform_.random);
  ASSIGN_OR_RETURN(NodeCertificate certificate, RequestCertificate(request, key));
  RETURN_IF_ERROR(IdentityFiles(config_.data_folder.string())
                      .InstallTls({.key = std::move(key), .certificate = certificate}));
  return certificate;
}

StatusOr<NodeCertificate> Node::RequestCertificate(const federation::v1::RenewRequest& request,
                                                   const TlsKey& key) const {
  if (coordinator_keys_ != nullptr) {
    // Not over the network: its own port shows the certificate that is to be replaced, and one
    // that has ended is refused by everybody, this node included.
    return AnswerRenewRequest(request, *core_->roster().Get(), coordinator_keys_->authority,
                              platform_.clock->Now(), *platform_.random);
  }
  const NodeIdentity& identity = core_->identity();
  const TrustRoot& root = identity.first_roster.root();
  ASSIGN_OR_RETURN(
      const federation::v1::RenewResponse response,
      SendRenewRequest(root, identity.coordinator_addresses, request, *platform_.clock));
  return CheckRenewResponse(response, root, identity.node_id, key, platform_.clock->Now());
}

Status Node::OpenCoordinator() {
  if (coordinator_keys_ == nullptr) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(
      coordinator_,
      Coordinator::Open({.store = &core_->store(),
                         .roster = &core_->roster(),
                         .logs = &core_->logs(),
                         .writer = &core_->writer(),
                         .roster_key = &coordinator_keys_->roster_key,
                         .authority = &coordinator_keys_->authority,
                         .clock = platform_.clock,
                         .random = platform_.random,
                         .enrolment_addresses = config_.enrolment.addresses,
                         .observer = LogEnrolment,
                         .on_roster_changed = [this] { federation_->OnRosterChanged(); }}));
  return absl::OkStatus();
}

Status Node::OpenServices() {
  NodeCore& core = *core_;
  ASSIGN_OR_RETURN(people_, PeopleServices::Open({.core = core_.get(),
                                                  .page_tokens = &page_tokens_,
                                                  .platform = platform_,
                                                  .workers = config_.limits.workers,
                                                  .web_address = [this] { return WebAddress(); }}));
  const HomeNode home{.node_id = core.identity().node_id,
                      .commons_log = core.logs().OwnLogId(CommonsSpace()),
                      .writer = &core.writer(),
                      .random = platform_.random,
                      .authors = &people_->authors()};
  const PracticeSources sources{
      .views = &core.views(), .institutions = &core.institutions(), .page_tokens = &page_tokens_};
  resource_service_ = std::make_unique<ResourceService>(home, sources, &core.resources());
  plan_service_ = std::make_unique<PlanService>(home, sources, &core.plans());
  institution_service_ = std::make_unique<InstitutionService>(
      home.node_id, &core.views(), &core.plans(), &core.resources(), &core.writer());
  discussion_service_ =
      std::make_unique<DiscussionService>(home,
                                          DiscussionSources{.practices = sources,
                                                            .threads = &core.threads(),
                                                            .plans = &core.plans(),
                                                            .resources = &core.resources()},
                                          &core.store(), platform_.clock);
  inspection_ = std::make_unique<LogInspection>(&core.logs(), &core.acknowledgements(),
                                                [this] { return core_->roster().Get(); });
  node_service_ = std::make_unique<NodeService>(
      NodeService::Parts{.logs = &core.logs(),
                         .inspection = inspection_.get(),
                         .federation = federation_.get(),
                         .folder = &core.folder(),
                         .view_digests = &core.view_digests(),
                         .roster = &core.roster(),
                         .clock = platform_.clock,
                         .coordinator = coordinator_.get(),
                         .status = [this] { return DescribeNode(); }});
  resource_service_->RegisterWith(methods_);
  plan_service_->RegisterWith(methods_);
  institution_service_->RegisterWith(methods_);
  discussion_service_->RegisterWith(methods_);
  people_->RegisterWith(methods_);
  node_service_->RegisterWith(methods_);
  federation_->RegisterWith(methods_);
  executor_ =
      std::make_unique<Executor>(config_.limits.workers, config_.limits.waiting_requests_max);
  return CheckMethods(methods_);
}

Status Node::StartListeners() {
  if (config_.federation.listen.has_value()) {
    const auto identify = [this](const grpc::AuthContext& context) -> StatusOr<Caller> {
      ASSIGN_OR_RETURN(std::string node_id, tls_->PeerOf(context));
      return Caller::Peer(std::move(node_id));
    };
    ASSIGN_OR_RETURN(peer_server_, GrpcServer::ListenOnNetwork(
                                       config_.federation.listen->ToString(),
                                       tls_->ServerCredentials(), identify, Serving(), {}));
  }
  if (coordinator_ != nullptr && config_.enrolment.listen.has_value()) {
    EnrolmentListenerOptions options;
    options.listen_address = config_.enrolment.listen->host;
    options.port = config_.enrolment.listen->port;
    ASSIGN_OR_RETURN(
        enrolment_,
        EnrolmentListener::Start(
            options, {.desk = &coordinator_->desk(),
                      .tls_pair_file = IdentityFiles(config_.data_folder.string()).tls_pair_file(),
                      .authority_der = coordinator_keys_->authority.certificate_der()}));
  }
  removals_ = core_->roster().holder().Listen(
      [this](const std::shared_ptr<const Roster>& roster) { FollowRemovals(roster); });
  return absl::OkStatus();
}

Status Node::StartOperatorSocket() {
  ASSIGN_OR_RETURN(operator_server_,
                   GrpcServer::ListenOnUnixSocket(
                       (config_.data_folder / "run" / "node.sock").string(), Serving(), {},
                       [this](std::string_view user_name) { return people_->ActAs(user_name); }));
  return absl::OkStatus();
}

GrpcServer::Serving Node::Serving() const {
  return {.table = &methods_, .executor = executor_.get(), .clock = platform_.clock};
}

// A removed node's calls and connections end at once, not when they would by themselves.
void Node::FollowRemovals(const std::shared_ptr<const Roster>& roster) {
  for (const MemberEntry* member : roster->All()) {
    if (member->state == MemberState::kRemoved && member->removed_at == roster->number() &&
        peer_server_ != nullptr) {
      peer_server_->CutPeer(member->member.node_id());
    }
  }
}

Status Node::StartWeb() {
  page_source_ = std::make_unique<ServicePages>(federation_.get(), node_service_.get());
  log_pages_ = std::make_unique<LogPages>(&core_->logs(), &core_->acknowledgements(),
                                          [this] { return core_->roster().Get(); });
  log_pages_->RegisterWith(router_);
  WebPagesOptions options;
  const MemberEntry* self = core_->roster().Get()->Find(core_->identity().node_id);
  options.site = {
      .institution = self == nullptr ? core_->identity().node_id : self->member.institution(),
      .version = std::string(kVersion),
      .address = WebAddress(),
      .addresses = config_.web.public_urls};
  const CallerResolver callers = [this](std::string_view token) { return people_->Resolve(token); };
  const auto state = [this] { return core_->view_changes().Get(); };
  ASSIGN_OR_RETURN(web_pages_, WebPages::Create(std::move(options),
                                                {.methods = &methods_,
                                                 .node = page_source_.get(),
                                                 .callers = callers,
                                                 .random = platform_.random,
                                                 .clock = platform_.clock,
                                                 .state = state},
                                                router_));
  connect_ = std::make_unique<ConnectRoutes>(
      ConnectRoutes::Parts{.methods = &methods_,
                           .services = CommunityServices(),
                           .callers = callers,
                           .session_cookie = std::string(kSessionCookie),
                           .clock = platform_.clock});
  connect_->RegisterWith(router_);
  thread_events_ = std::make_unique<ThreadEvents>(ThreadEvents::Parts{
      .methods = &methods_, .watch = &core_->thread_watch(), .executor = executor_.get()});
  thread_events_->RegisterWith(router_);
  HttpServerOptions server;
  server.listen_address = config_.web.listen.host;
  server.port = config_.web.listen.port;
  server.public_addresses = config_.web.public_urls;
  server.trusted_proxies = config_.web.trusted_proxies;
  server.limits.connections_max = config_.web.connections_max;
  server.error_page = ErrorsForPrograms(web_pages_->error_page());
  ASSIGN_OR_RETURN(web_server_,
                   HttpServer::Start(
                       std::move(server),
                       [this](std::shared_ptr<const HttpRequest> request, HttpAnswer answer) {
                         router_.Route(std::move(request), std::move(answer));
                       },
                       executor_.get(), platform_.clock));
  return absl::OkStatus();
}

std::string Node::WebAddress() const {
  if (!config_.web.public_urls.empty()) {
    return config_.web.public_urls.front();
  }
  return web_server_ == nullptr ? "" : web_server_->main_address();
}

GetStatusResponse Node::DescribeNode() const {
  GetStatusResponse status;
  const TrustRoot& root = core_->identity().first_roster.root();
  status.set_node_id(core_->identity().node_id);
  status.set_trust_domain(root.trust_domain);
  status.set_federation_name(root.name);
  status.set_coordinator(coordinator_ != nullptr);
  status.set_version(std::string(kVersion));
  status.set_started_unix_ms(ToUnixMs(started_at_));
  if (config_.federation.listen.has_value() && !config_.federation.addresses.empty()) {
    status.set_federation_address(config_.federation.addresses.front());
  }
  if (web_server_ != nullptr) {
    status.set_web_address(web_server_->main_address());
  }
  if (coordinator_ != nullptr && !config_.enrolment.addresses.empty() &&
      coordinator_->desk().ExpectsSomebody()) {
    status.set_enrolment_address(config_.enrolment.addresses.front());
  }
  if (const auto expires = renewer_->expires(); expires.has_value()) {
    status.set_certificate_expires_unix_ms(ToUnixMs(*expires));
  }
  const DiskUsage usage = MeasureDisk(config_.data_folder);
  status.set_data_bytes(usage.data_bytes);
  status.set_disk_free_bytes(usage.free_bytes);
  status.set_instance(HexEncode(instance_.view()));
  status.set_plans(core_->plans().size());
  status.set_resources(core_->resources().size());
  AddNotices(status);
  return status;
}

void Node::AddNotices(GetStatusResponse& status) const {
  const auto expires = renewer_->expires();
  if (expires.has_value() && *expires - platform_.clock->Now() < kCertificateWarning) {
    AddNotice(status, Notice::SEVERITY_WARNING,
              absl::StrFormat("the TLS certificate ends soon and could not be renewed: %s",
                              renewer_->last_error()));
  }
  if (CoordinatorFiles(config_.data_folder.string()).RecoveryKeysAreHere()) {
    AddNotice(status, Notice::SEVERITY_WARNING,
              absl::StrFormat("the recovery keys still lie on this machine, where they protect "
                              "against nothing: read %s/README.txt and take them offline",
                              CoordinatorFiles(config_.data_folder.string()).recovery_folder()));
  }
  for (const TlsRefusalBook::Entry& entry : tls_refusals_->Entries()) {
    if (entry.count >= 20) {
      AddNotice(status, Notice::SEVERITY_INFO,
                absl::StrFormat("%s was refused %d times (%s): %s",
                                entry.node_id.empty() ? "somebody" : entry.node_id, entry.count,
                                NameOf(entry.reason), entry.last_detail));
    }
  }
}

}  // namespace cledi
