// SPDX-License-Identifier: Apache-2.0
// samstig-server: the only place that puts the server together. docs/operations.md has its files,
// signals and exit codes.
#include <fcntl.h>
#include <malloc.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "domain/rules/limits.h"
#include "samstig/v1/account_service.grpc.pb.h"
#include "samstig/v1/admin_service.grpc.pb.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "samstig/v1/catalogue_service.grpc.pb.h"
#include "samstig/v1/entity_service.grpc.pb.h"
#include "samstig/v1/group_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/api/account_handler.h"
#include "server/api/admin_handler.h"
#include "server/api/blob_handler.h"
#include "server/api/catalogue_handler.h"
#include "server/api/entity_handler.h"
#include "server/api/group_handler.h"
#include "server/api/grpc_server.h"
#include "server/api/sync_handler.h"
#include "server/auth/mail.h"
#include "server/auth/secret.h"
#include "server/auth/sessions.h"
#include "server/auth/sign_in.h"
#include "server/config.h"
#include "server/decide/guests.h"
#include "server/gateway/app_files.h"
#include "server/gateway/grpc_web.h"
#include "server/gateway/http_server.h"
#include "server/gateway/notice_pages.h"
#include "server/gateway/pages.h"
#include "server/notify/notifier.h"
#include "server/notify/stop_link.h"
#include "server/observe/files.h"
#include "server/observe/log.h"
#include "server/observe/metrics.h"
#include "server/observe/system.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/backup_term.h"
#include "server/sync/clockwork.h"
#include "server/sync/erasures.h"
#include "server/sync/keeping.h"
#include "server/sync/networks.h"
#include "server/sync/ticker.h"

namespace samstig::server {
namespace {

// docs/operations.md explains them to the operator.
enum ExitCode { kOk = 0, kFailed = 1, kBadSettings = 2, kInUse = 3, kBadData = 4, kNoAddress = 5 };

// Together with two seconds for HTTP and five for mail under way: ten.
constexpr std::chrono::milliseconds kCallGrace{3'000};

// Streams to browsers, and the connections that they and all else come by.
constexpr size_t kWebStreams = 10'000;
constexpr size_t kHttpConnections = 12'000;

// How often the clockwork looks for what is due. A look at nothing is a few microseconds.
constexpr std::chrono::milliseconds kLookEvery{1'000};

// Holds the data folder for this process alone. The system lets go of it whatever becomes of us.
class DataLock {
 public:
  ~DataLock() {
    if (fd_ >= 0) close(fd_);
  }

  Status Take(const std::string& data_dir) {
    const std::string path = data_dir + "/lock";
    fd_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0) return StatusOfErrno(errno, path);
    if (flock(fd_, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return StatusOfErrno(errno, path);
    return {v1::REASON_IN_USE, "another samstig-server is using " + data_dir};
  }

 private:
  int fd_ = -1;
};

// What a failure at start means for the caller of the program.
int ExitCodeOf(const Status& status) {
  switch (status.reason()) {
    case v1::REASON_IN_USE:
      return kInUse;
    case v1::REASON_DISK_FULL:
    case v1::REASON_READ_ONLY:
    case v1::REASON_DATA_DAMAGED:
    case v1::REASON_NEWER_DATA:
    case v1::REASON_MALFORMED:
      return kBadData;
    default:
      return kFailed;
  }
}

int Complain(const Status& status, int exit_code) {
  std::cerr << "samstig-server: " << status.detail() << std::endl;
  return exit_code;
}

std::string NetworkFile(const Config& config, const std::string& slug) {
  return config.data_dir + "/networks/" + slug + ".db";
}

// Every file that is named as a network's file is.
Result<std::vector<std::string>> FindNetworks(const Config& config) {
  namespace fs = std::filesystem;
  std::vector<std::string> slugs;
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(config.data_dir + "/networks", error)) {
    const std::string slug = entry.path().stem().string();
    if (entry.path().extension() != ".db" || !rules::CheckSlug(slug, "network", 3, 32).ok())
      continue;
    slugs.push_back(slug);
  }
  if (error) return StatusOfErrno(error.value(), config.data_dir + "/networks");
  std::sort(slugs.begin(), slugs.end());
  return slugs;
}

std::unique_ptr<Mailer> MakeMailer(const Config& config, const base::Clock& clock,
                                   base::Random& random, Log& log, Metrics& metrics) {
  MailOptions options;
  options.from = config.mail.from;
  if (config.mail.mode == MailMode::kSmtp) {
    return MakeSmtpMailer(options, config.mail.smtp_url, clock, random, log, metrics);
  }
  log.Warn("mail is written to files and sent to nobody",
           {{"directory", Public(config.mail.directory)}});
  return MakeFileMailer(options, config.mail.directory, clock, random, log, metrics);
}

std::unique_ptr<MailCarrier> MakeCarrier(const Config& config, const base::Clock& clock,
                                         base::Random& random) {
  if (config.mail.mode == MailMode::kSmtp) {
    return MakeSmtpCarrier(config.mail.from, config.mail.smtp_url, clock, random);
  }
  return MakeFileCarrier(config.mail.from, config.mail.directory, clock, random);
}

Network::Options NetworkOptions(Metrics& metrics) {
  Network::Options options;
  options.on_commit = [&metrics](double seconds, size_t works) {
    metrics.ObserveCommit(seconds, works);
  };
  return options;
}

// For scripts and tests: which ports were chosen, and that both are open.
Status WritePorts(const Config& config, int grpc_port, int http_port) {
  return WriteFileAtomically(config.data_dir + "/ports.json",
                             "{\"grpc\":" + std::to_string(grpc_port) +
                                 ",\"http\":" + std::to_string(http_port) +
                                 ",\"pid\":" + std::to_string(getpid()) + "}\n",
                             0644);
}

void RemovePorts(const Config& config) { unlink((config.data_dir + "/ports.json").c_str()); }

// The server from its data folder to its end. Members in the order in which they need each other.
class Server {
 public:
  explicit Server(const Config& config)
      : config_(config),
        log_(config.log.level, config.log.format, std::cerr),
        sessions_(clock_),
        networks_([this](const std::string& slug,
                         const std::string& name) { return OpenNetwork(slug, name); },
                  clock_, NetworkOptions(metrics_)),
        book_(config.data_dir + "/erasures"),
        clockwork_(networks_, clock_, log_, metrics_,
                   [this](Network& network, const std::vector<Id>& people) {
                     return erasures_.EraseByRule(network, people);
                   }),
        keeping_(networks_, *keeper_, clock_, log_, KeepingOptions()) {
    ForwardGrpcLog(&log_);
  }
  ~Server() { ForwardGrpcLog(nullptr); }

  // Takes the data folder, opens the networks and listens. The exit code when that fails.
  int Start() {
    if (const Status loaded = LoadApp(); !loaded.ok()) return Complain(loaded, kBadSettings);
    if (const Status prepared = Prepare(); !prepared.ok())
      return Complain(prepared, ExitCodeOf(prepared));
    if (const Status listens = Listen(); !listens.ok()) return Complain(listens, kNoAddress);
    const Status written = WritePorts(config_, grpc_->port(), http_->port());
    if (!written.ok()) return Complain(written, ExitCodeOf(written));
    clockwork_.Start(kLookEvery);
    backups_looked_at_.Start(std::chrono::milliseconds(BackupTerm::kLookEvery));
    if (!config_.notices.url.empty()) {
      notifier_ = std::make_unique<Notifier>(
          networks_, *stop_links_, MakeCarrier(config_, clock_, random_), clock_, log_, metrics_);
    }
    log_.Info("serving", {{"version", Public(Version())},
                          {"grpc_port", grpc_->port()},
                          {"http_port", http_->port()},
                          {"networks", networks_.All().size()}});
    return kOk;
  }

  void Stop() {
    log_.Info("stopping");
    serving_.store(false);
    keeping_.Stop();
    clockwork_.Stop();
    backups_looked_at_.Stop();
    RemovePorts(config_);
    grpc_->AnnounceEnd();
    sessions_.EndAllWatches();
    web_->Close();
    grpc_->Shutdown(kCallGrace);
    http_.reset();
    web_.reset();
    notifier_.reset();
    mailer_.reset();
    log_.Info("stopped");
  }

 private:
  Status LoadApp() {
    if (config_.http.app_dir.empty()) return {};
    Result<AppFiles> files = AppFiles::Load(config_.http.app_dir);
    if (!files.ok()) return {files.status().reason(), "http.app_dir: " + files.status().detail()};
    app_ = *std::move(files);
    return {};
  }

  Status Prepare() {
    RETURN_IF_ERROR(MakeFolder(config_.data_dir, 0700));
    RETURN_IF_ERROR(lock_.Take(config_.data_dir));
    RemovePorts(config_);  // Of a server that had no time to.
    RETURN_IF_ERROR(MakeFolder(config_.data_dir + "/networks", 0700));
    ASSIGN_OR_RETURN(Secret key, ReadOrMakeSecretFile(config_.data_dir + "/secret.key", random_));
    sign_in_ = std::make_unique<SignIn>(std::move(key), random_);
    ASSIGN_OR_RETURN(Secret notice_key,
                     ReadOrMakeSecretFile(config_.data_dir + "/notices.key", random_));
    stop_links_ = std::make_unique<StopLinks>(std::move(notice_key), config_.notices.url);
    ASSIGN_OR_RETURN(operator_token_,
                     ReadOrMakeSecretFile(config_.data_dir + "/operator.token", random_));
    ASSIGN_OR_RETURN(const std::vector<std::string> slugs, FindNetworks(config_));
    for (const std::string& slug : slugs) {
      const Status opened = networks_.Open(slug);
      if (opened.reason() == v1::REASON_NOT_FOUND) {
        log_.Warn("network left out", {{"network", Public(slug)}, {"why", opened}});
        continue;
      }
      if (!opened.ok())
        return {opened.reason(), NetworkFile(config_, slug) + ": " + opened.detail()};
      log_.Info("network opened", {{"network", Public(slug)}});
    }
    // Without backups the server is still of use; each one that is asked for says what is wrong.
    if (const Status folder = keeping_.Prepare(); !folder.ok()) {
      log_.Error("the backup folder cannot be used", {{"why", folder}});
    }
    mailer_ = MakeMailer(config_, clock_, random_, log_, metrics_);
    return {};
  }

  Result<std::unique_ptr<Store>> OpenNetwork(const std::string& slug, const std::string& name) {
    const std::string file = NetworkFile(config_, slug);
    RETURN_IF_ERROR(FinishReplacing(file, *keeper_));  // Of a restore that a crash cut short.
    ASSIGN_OR_RETURN(std::unique_ptr<Store> store, OpenSqliteStore(file, slug, name, random_));
    RETURN_IF_ERROR(KeepErased(*store, book_, random_));
    RETURN_IF_ERROR(EndOverdueGuests(*store, clock_.Now()));
    return store;
  }

  Keeping::Options KeepingOptions() {
    Keeping::Options options;
    options.file_of = [this](const std::string& slug) { return NetworkFile(config_, slug); };
    options.backup_dir = config_.backup_dir;
    options.backup_term = config_.backup_days * base::kDayMs;
    options.closed = [this](Network& network) { sessions_.Forget(network); };
    return options;
  }

  Status Listen() {
    GrpcServer::Options grpc;
    grpc.listen = config_.grpc.listen;
    grpc.reflection = config_.grpc.reflection;
    grpc.max_message_bytes = config_.grpc.max_message_bytes;
    ASSIGN_OR_RETURN(grpc_, GrpcServer::Start(grpc, Services(), log_));

    ASSIGN_OR_RETURN(const ListenAddress address, ParseListenAddress(config_.http.listen));
    HttpServer::Options http;
    http.host = address.host;
    http.port = address.port;
    http.max_connections = kHttpConnections;
    http.large_body_prefix = GrpcWeb::kPrefix;
    http.max_large_body_bytes =
        GrpcWeb::MaxBodyBytes(static_cast<size_t>(config_.grpc.max_message_bytes));
    web_ = std::make_unique<GrpcWeb>(grpc_->Inside(), WebOptions(), metrics_);
    ASSIGN_OR_RETURN(http_, HttpServer::StartInPieces(http, HttpAnswers()));
    return {};
  }

  GrpcWeb::Options WebOptions() const {
    GrpcWeb::Options options;
    // Not AdminService: the operator's token has no business in a browser.
    options.services = {
        v1::SyncService::service_full_name(),  v1::EntityService::service_full_name(),
        v1::GroupService::service_full_name(), v1::AccountService::service_full_name(),
        v1::BlobService::service_full_name(),  v1::CatalogueService::service_full_name()};
    options.max_message_bytes = static_cast<size_t>(config_.grpc.max_message_bytes);
    options.allowed_origins = config_.http.allowed_origins;
    options.max_streams = kWebStreams;
    return options;
  }

  HttpAnswerHandler HttpAnswers() {
    HttpHandler pages = OperatorPages(metrics_, [this] { return serving_.load(); });
    if (app_) pages = AppPages(*std::exchange(app_, std::nullopt), std::move(pages));
    const auto stop = [this](const StopLink& link, std::function<void(Status)> done) {
      StopMailsOf(link, std::move(done));
    };
    return [this, late = NoticePages(*stop_links_, stop, std::move(pages))](
               const HttpRequest& request, std::shared_ptr<HttpAnswer> answer) {
      if (request.target.starts_with(GrpcWeb::kPrefix)) {
        return web_->Answer(request, std::move(answer));
      }
      late(request, [answer = std::move(answer)](HttpResponse response) {
        answer->Reply(std::move(response));
      });
    };
  }

  // Links in old mails are good also while no mails are sent.
  void StopMailsOf(const StopLink& link, std::function<void(Status)> done) {
    Network* network = networks_.Find(link.network);
    if (network == nullptr) return done({v1::REASON_NOT_FOUND, "there is no such network"});
    network->Write(
        [link, network](Transaction& txn) { return StopMails(txn, link, network->clock().Now()); },
        std::move(done));
  }

  std::vector<NamedService> Services() {
    std::vector<NamedService> services;
    services.push_back({v1::SyncService::service_full_name(),
                        MakeSyncService(networks_, sessions_, metrics_, log_)});
    services.push_back({v1::EntityService::service_full_name(),
                        MakeEntityService(networks_, sessions_, metrics_)});
    services.push_back(
        {v1::GroupService::service_full_name(), MakeGroupService(networks_, sessions_, metrics_)});
    services.push_back({v1::AccountService::service_full_name(),
                        MakeAccountService(networks_, sessions_, *sign_in_, *mailer_, erasures_,
                                           metrics_, config_.http.public_url)});
    services.push_back(
        {v1::BlobService::service_full_name(), MakeBlobService(networks_, sessions_, metrics_)});
    services.push_back(
        {v1::CatalogueService::service_full_name(), MakeCatalogueService(networks_, metrics_)});
    services.push_back({v1::AdminService::service_full_name(),
                        MakeAdminService(networks_, keeping_, erasures_, std::move(operator_token_),
                                         Version(), clock_, random_, metrics_)});
    return services;
  }

  const Config& config_;
  SystemClock clock_;
  SystemRandom random_;
  Log log_;
  Metrics metrics_;
  DataLock lock_;
  std::atomic<bool> serving_{true};
  Secret operator_token_;
  std::unique_ptr<SignIn> sign_in_;
  std::unique_ptr<StopLinks> stop_links_;
  std::unique_ptr<Mailer> mailer_;
  Sessions sessions_;
  const std::unique_ptr<Keeper> keeper_ = MakeSqliteKeeper(&NewBlobNamer);
  Networks networks_;
  ErasureBook book_;
  Clockwork clockwork_;
  Keeping keeping_;
  BackupTerm backup_term_{networks_, keeping_, clock_, log_};
  Ticker backups_looked_at_{[this] { backup_term_.Tick(); }};
  Erasures erasures_{networks_, keeping_, book_, clock_, random_, log_, [this](const Id& device) {
                       sessions_.End(device);
                     }};
  std::unique_ptr<GrpcServer> grpc_;
  std::optional<AppFiles> app_;  // Until the HTTP port has it.
  std::unique_ptr<GrpcWeb> web_;
  std::unique_ptr<HttpServer> http_;
  std::unique_ptr<Notifier> notifier_;
};

std::optional<std::string> FromEnvironment(const char* name) {
  // Before any thread is there.
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

int Main(int argc, char** argv) {
  const Result<CommandLine> line = ReadConfig(argc, argv, FromEnvironment);
  if (!line.ok()) return Complain(line.status(), kBadSettings);
  if (line->answer) {
    std::cout << *line->answer;
    return kOk;
  }
  if (sodium_init() < 0) {
    return Complain({v1::REASON_INTERNAL, "the system gives no random numbers"}, kFailed);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // A limit on file sizes is an error of the write, not the end.
  // Blocked before the first thread is there, so that all inherit it and only sigwait hears them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

  // glibc's heaps, of which it would make eight for each processor, each with room that nobody
  // uses.
  mallopt(M_ARENA_MAX, 2 * static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));

  Server server(line->config);
  if (const int failed = server.Start(); failed != kOk) return failed;
  malloc_trim(
      0);  // What reading networks and the app's files took for a moment, the machine may have.
  int signal = 0;
  sigwait(&stop_signals, &signal);
  server.Stop();
  return kOk;
}

}  // namespace
}  // namespace samstig::server

int main(int argc, char** argv) { return samstig::server::Main(argc, argv); }
