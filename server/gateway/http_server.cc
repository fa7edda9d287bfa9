// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/http_server.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "server/gateway/http_answer.h"

namespace samstig::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
// One concrete stream type: each more costs half a minute of compiling.
using Stream = beast::basic_stream<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

constexpr std::chrono::milliseconds kStopTime{2'000};
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{100};
// After a refusal, what the other side is still sending is read and dropped for so long, or so
// much: closing on unread bytes would send a reset that overtakes the answer.
constexpr std::chrono::milliseconds kLingerTime{2'000};
constexpr size_t kLingerBytes = 1 << 20;
// A telephone in a train.
constexpr uint64_t kSlowestBytesPerSecond = 16 << 10;
// What is written at once, and has to be taken within Options::idle.
constexpr size_t kSlice = 64 << 10;

// A peer that is gone without a word is noticed within two minutes, also by a stream at rest.
void AskSilentPeers(int socket) {
  const auto set = [socket](int level, int option, int value) {
    setsockopt(socket, level, option, &value, sizeof(value));
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 15);
  set(IPPROTO_TCP, TCP_KEEPCNT, 4);
}

class Connection;

// What connections need of the server. All of it on its one thread.
class Hall {
 public:
  virtual ~Hall() = default;
  virtual void Answer(const HttpRequest& request, std::shared_ptr<Connection> asker) = 0;
  // Nobody waits for an answer there any more.
  virtual void Answered(Connection* asker) = 0;
  // More of a body has come; false when there is no room for it.
  virtual bool Hold(Connection* reader, size_t bytes) = 0;
  virtual void LetGo(size_t bytes) = 0;
  virtual const HttpServer::Options& options() const = 0;
  virtual bool stopping() const = 0;
  virtual void Gone(Connection* connection) = 0;
};

// One connection: reads a request, answers it, and again.
class Connection final : public HttpAsker, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Stream::socket_type socket, Hall& hall)
      : stream_(std::move(socket)),
        hall_(hall),
        // Room for one header; the body goes to its own string.
        buffer_(hall.options().max_header_bytes + (4 << 10)) {}
  ~Connection() override {
    Leave();
    hall_.Gone(this);
  }

  void ReadNext() {
    if (hall_.stopping()) return Close();
    doing_ = Doing::kReading;
    waiting_since_ = SteadyClock::now();
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(hall_.options().max_header_bytes));
    parser_->body_limit(boost::none);  // As soon as the path is known.
    // Once for the whole header: a byte now and then buys no more time.
    stream_.expires_after(hall_.options().idle);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, size_t) { self->OnHeader(error); });
  }

  // Set while the other side keeps us waiting for a request.
  std::optional<SteadyClock::time_point> waiting_since() const {
    return doing_ == Doing::kReading ? std::optional(waiting_since_) : std::nullopt;
  }
  // Bytes of a body that is on its way.
  size_t held() const { return held_; }

  uint64_t request_number() const override { return request_number_; }
  bool IsUnanswered(uint64_t number) const override {
    return doing_ == Doing::kAnswering && number == request_number_;
  }
  bool IsInPieces(uint64_t number) const override {
    return doing_ == Doing::kInPieces && number == request_number_;
  }

  // The answer to the request that was read last.
  void Reply(HttpResponse answer) override {
    doing_ = Doing::kEnding;
    const size_t size = answer.shared_body ? answer.shared_body->size() : answer.body.size();
    next_ = Head(answer, answer.status == 204 || answer.status == 304
                             ? std::string()
                             : "Content-Length: " + std::to_string(size) + "\r\n");
    if (!is_head_ && !answer.shared_body) next_.append(answer.body);
    if (!is_head_) shared_ = std::move(answer.shared_body);
    Write();
  }

  void Begin(const HttpResponse& head, std::function<void()> gone) override {
    doing_ = Doing::kInPieces;
    gone_ = std::move(gone);
    chunked_ = version_ >= 11;
    if (!chunked_) keep_alive_ = false;  // The end of the body is the end of the connection.
    next_ = Head(head, chunked_ ? "Transfer-Encoding: chunked\r\n" : "");
    WatchForEnd();
    Write();
  }

  void Send(const std::string& piece, AtLast taken) override {
    taken_ = std::move(taken);
    AppendChunk(piece);
    Write();
  }

  void End(const std::string& last_piece) override {
    doing_ = Doing::kEnding;
    AppendChunk(last_piece);
    if (chunked_) next_.append("0\r\n\r\n");
    gone_ = nullptr;
    error_code ignored;
    if (!writing_) stream_.socket().cancel(ignored);  // The watch; else it ends by itself.
    Write();
  }

  void Close() override {
    Leave();
    hall_.Answered(this);
  }

 private:
  enum class Doing { kReading, kAnswering, kInPieces, kEnding, kClosed };

  void Leave() {
    if (std::exchange(doing_, Doing::kClosed) == Doing::kClosed) return;
    error_code ignored;
    stream_.socket().close(ignored);
    LetGoOfBody();
    const AtLast taken = std::move(taken_);
    if (const auto gone = std::exchange(gone_, nullptr)) gone();
  }

  // Somebody else may close a connection while the end of its reading is on the way here.
  bool IsClosed() const { return doing_ == Doing::kClosed; }

  void OnHeader(error_code error) {
    if (IsClosed()) return;
    if (error) return OnReadError(error);
    const HttpServer::Options& options = hall_.options();
    const auto& message = parser_->get();
    const std::string_view target(message.target().data(), message.target().size());
    const bool large =
        !options.large_body_prefix.empty() && target.starts_with(options.large_body_prefix);
    const size_t limit = large ? options.max_large_body_bytes : options.max_body_bytes;
    const uint64_t length = parser_->content_length().value_or(0);
    if (length > limit) return OnReadError(http::error::body_limit);
    parser_->body_limit(limit);
    if (length > 0) {
      stream_.expires_at(waiting_since_ + options.idle +
                         std::chrono::seconds(length / kSlowestBytesPerSecond));
    }
    if (message[http::field::expect] == "100-continue") {
      out_ = "HTTP/1.1 100 Continue\r\n\r\n";
      return asio::async_write(stream_, asio::buffer(out_),
                               [self = shared_from_this()](error_code failed, size_t) {
                                 if (failed || self->IsClosed()) return self->Close();
                                 self->ReadBody();
                               });
    }
    ReadBody();
  }

  void ReadBody() {
    if (parser_->is_done()) return OnRequest();
    http::async_read_some(stream_, buffer_, *parser_,
                          [self = shared_from_this()](error_code error, size_t) {
                            if (self->IsClosed()) return;
                            if (error) return self->OnReadError(error);
                            self->OnSomeBody();
                          });
  }

  void OnSomeBody() {
    const size_t come = parser_->get().body().size() - held_;
    held_ += come;
    if (!hall_.Hold(this, come)) {
      return Refuse(503, "there is no room for bodies now\n");
    }
    ReadBody();
  }

  void LetGoOfBody() { hall_.LetGo(std::exchange(held_, 0)); }

  void OnReadError(error_code error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return Refuse(431, "the header is too large\n");
    }
    if (error == http::error::body_limit) return Refuse(413, "the body is too large\n");
    if (error == http::error::end_of_stream || error == http::error::partial_message) {
      return Close();
    }
    if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      return Refuse(400, "that is not HTTP/1.1\n");
    }
    Close();  // Too slow, or gone.
  }

  void OnRequest() {
    auto& message = parser_->get();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = std::move(message.body());
    for (const auto& field : message) {
      request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    is_head_ = request.method == "HEAD";
    version_ = message.version();
    keep_alive_ = message.keep_alive();
    parser_.reset();
    stream_.expires_never();
    doing_ = Doing::kAnswering;
    ++request_number_;
    hall_.Answer(request, shared_from_this());
    LetGoOfBody();
  }

  void Refuse(int status, const char* why) {
    HttpResponse refusal;
    refusal.status = status;
    refusal.body = why;
    keep_alive_ = false;
    LetGoOfBody();
    Reply(std::move(refusal));
  }

  // `framing`: how the reader knows where the body ends.
  std::string Head(const HttpResponse& answer, const std::string& framing) const {
    const auto status = http::int_to_status(static_cast<unsigned>(answer.status));
    const auto reason = http::obsolete_reason(status);
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    head.append(reason.data(), reason.size()).append("\r\n");
    head.append(HeaderLines(answer));
    if (!keep_alive_) {
      head.append("Connection: close\r\n");
    } else if (version_ < 11) {
      head.append("Connection: keep-alive\r\n");
    }
    return head.append(framing).append("\r\n");
  }

  // An empty chunk would be the end.
  void AppendChunk(const std::string& piece) {
    if (piece.empty()) return;
    if (!chunked_) {
      next_.append(piece);
      return;
    }
    char size[20];
    const int digits = std::snprintf(size, sizeof(size), "%zx\r\n", piece.size());
    next_.append(size, static_cast<size_t>(digits)).append(piece).append("\r\n");
  }

  // Writes what there is, one slice after the other, each in its own time.
  void Write() {
    if (writing_) return;
    if (rest_.empty()) TakeNext();
    if (rest_.empty()) return OnWritten();
    writing_ = true;
    stream_.expires_after(hall_.options().idle);
    asio::async_write(stream_, asio::buffer(rest_.data(), std::min(rest_.size(), kSlice)),
                      [self = shared_from_this()](error_code error, size_t size) {
                        self->writing_ = false;
                        if (error || self->IsClosed()) return self->Close();
                        self->rest_.remove_prefix(size);
                        self->Write();
                      });
  }

  void TakeNext() {
    out_ = std::exchange(next_, {});
    rest_ = out_;
    if (!rest_.empty()) return;
    shared_out_ = std::exchange(shared_, nullptr);
    if (shared_out_) rest_ = *shared_out_;
  }

  void OnWritten() {
    shared_out_ = nullptr;
    stream_.expires_never();
    const AtLast taken = std::move(taken_);
    if (doing_ != Doing::kEnding) return;
    hall_.Answered(this);
    if (keep_alive_) return ReadNext();
    Linger();
  }

  // A reader who goes away while nothing is said to it.
  void WatchForEnd() {
    stream_.socket().async_wait(
        tcp::socket::wait_read,
        [self = shared_from_this(), number = request_number_](error_code error) {
          if (error || !self->IsInPieces(number)) return;
          char byte;
          const ssize_t got =
              recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
          // The next request ahead of its time: an end will be seen when something is written.
          if (got > 0) return;
          // The system also wakes us for nothing.
          if (got < 0 && (errno == EAGAIN || errno == EINTR)) return self->WatchForEnd();
          self->Close();
        });
  }

  void Linger() {
    error_code error;
    stream_.socket().shutdown(tcp::socket::shutdown_send, error);
    if (error) return Close();
    stream_.expires_after(kLingerTime);
    ReadAndDrop();
  }

  void ReadAndDrop() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(4 << 10),
                            [self = shared_from_this()](error_code error, size_t size) {
                              self->dropped_ += size;
                              if (error || self->dropped_ > kLingerBytes) return self->Close();
                              self->ReadAndDrop();
                            });
  }

  Stream stream_;
  Hall& hall_;
  Doing doing_ = Doing::kReading;

  // The request.
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  SteadyClock::time_point waiting_since_;
  size_t held_ = 0;
  uint64_t request_number_ = 0;
  unsigned version_ = 11;
  bool is_head_ = false;
  bool keep_alive_ = false;

  // The answer: what is being written, what is left of it, and what comes then.
  std::string out_;
  std::shared_ptr<const std::string> shared_out_;
  std::string_view rest_;
  std::string next_;
  std::shared_ptr<const std::string> shared_;
  bool writing_ = false;
  bool chunked_ = false;
  AtLast taken_;
  std::function<void()> gone_;
  size_t dropped_ = 0;
};

struct ByAddress {
  using is_transparent = void;
  bool operator()(const auto& a, const auto& b) const { return Address(a) < Address(b); }
  static const Connection* Address(const Connection* c) { return c; }
  static const Connection* Address(const std::shared_ptr<Connection>& c) { return c.get(); }
};

class Server final : public HttpServer, public Hall {
 public:
  Server(Options options, HttpAnswerHandler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        io_(1),
        door_(std::make_shared<Door>([this](auto work) { asio::post(io_, std::move(work)); })),
        acceptor_(io_.get_executor()),
        timer_(io_.get_executor()) {}

  ~Server() override {
    if (thread_.joinable()) End();
    door_->Close();
    asked_.clear();  // While everything is there that connections say good-bye to.
  }

  void End() {
    asio::post(io_, [this] { Stop(); });
    thread_.join();
  }

  base::Status Listen() {
    error_code error;
    const asio::ip::address address = asio::ip::make_address(options_.host, error);
    const tcp::endpoint endpoint(address, options_.port);
    if (!error) acceptor_.open(endpoint.protocol(), error);
    // A server that starts again does not wait for the last one's closed connections.
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return {v1::REASON_IN_USE, "HTTP cannot listen on " + options_.host + ":" +
                                     std::to_string(options_.port) + ": " + error.message()};
    }
    port_ = acceptor_.local_endpoint().port();
    Accept();
    thread_ = std::thread([this] { io_.run(); });
    return {};
  }

  int port() const override { return port_; }

 private:
  void Answer(const HttpRequest& request, std::shared_ptr<Connection> asker) override {
    asked_.insert(asker);
    handler_(request, MakeAnswer(door_, asker));
  }
  void Answered(Connection* asker) override {
    const auto found = asked_.find(asker);
    if (found != asked_.end()) asked_.erase(found);
  }
  bool Hold(Connection* reader, size_t bytes) override {
    waiting_bytes_ += bytes;
    while (waiting_bytes_ > options_.max_waiting_bytes) {
      Connection* longest =
          LongestWaiting([](const Connection& connection) { return connection.held() > 0; });
      if (longest == nullptr || longest == reader) return false;
      longest->Close();
    }
    return true;
  }
  void LetGo(size_t bytes) override { waiting_bytes_ -= bytes; }
  const Options& options() const override { return options_; }
  bool stopping() const override { return stopping_; }
  void Gone(Connection* connection) override {
    connections_.erase(connection);
    // Nothing to wait for: the loop ends. After it, what was left is destroyed with io_.
    if (stopping_ && connections_.empty() && !io_.stopped()) timer_.cancel();
  }

  void Accept() {
    acceptor_.async_accept([this](error_code error, Stream::socket_type socket) {
      if (stopping_) return;
      if (!error) Take(std::move(socket));
      if (error && error != asio::error::connection_aborted) {
        // Out of descriptors, most likely: some will be free soon.
        timer_.expires_after(kPauseWithoutDescriptors);
        return timer_.async_wait([this](error_code) {
          if (!stopping_) Accept();
        });
      }
      Accept();
    });
  }

  void Take(Stream::socket_type socket) {
    if (connections_.size() >= options_.max_connections && !MakeRoom()) return;  // Closes it.
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    AskSilentPeers(socket.native_handle());
    auto connection = std::make_shared<Connection>(std::move(socket), *this);
    connections_.insert(connection.get());
    connection->ReadNext();
  }

  // Closes the connection that has kept us waiting longest.
  bool MakeRoom() {
    const SteadyClock::time_point until = SteadyClock::now() - options_.protected_for;
    Connection* longest = LongestWaiting(
        [&](const Connection& connection) { return *connection.waiting_since() <= until; });
    if (longest == nullptr) return false;
    longest->Close();  // Leaves connections_ when its read has come back with an error.
    return true;
  }

  // Of those that keep us waiting and fit.
  template <typename Fits>
  Connection* LongestWaiting(Fits fits) {
    Connection* longest = nullptr;
    for (Connection* connection : connections_) {
      const auto since = connection->waiting_since();
      if (!since || !fits(*connection)) continue;
      if (longest == nullptr || *since < *longest->waiting_since()) longest = connection;
    }
    return longest;
  }

  void Stop() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    for (Connection* connection : connections_) {
      if (connection->waiting_since()) connection->Close();
    }
    if (connections_.empty()) return;
    timer_.expires_after(kStopTime);
    timer_.async_wait([this](error_code) { io_.stop(); });
  }

  const Options options_;
  const HttpAnswerHandler handler_;
  // Before io_, whose end may still destroy connections.
  std::set<Connection*> connections_;
  size_t waiting_bytes_ = 0;
  asio::io_context io_;
  const std::shared_ptr<Door> door_;
  // Those that wait for their answer: nothing else keeps them alive meanwhile.
  std::set<std::shared_ptr<Connection>, ByAddress> asked_;
  Acceptor acceptor_;
  Timer timer_;
  bool stopping_ = false;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace

base::Result<std::unique_ptr<HttpServer>> HttpServer::Start(Options options, HttpHandler handler) {
  return StartLate(std::move(options), [handler = std::move(handler)](const HttpRequest& request,
                                                                      const HttpReply& reply) {
    reply(handler(request));
  });
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::StartLate(Options options,
                                                                HttpLateHandler handler) {
  return StartInPieces(std::move(options),
                       [handler = std::move(handler)](const HttpRequest& request,
                                                      std::shared_ptr<HttpAnswer> answer) {
                         handler(request, [answer = std::move(answer)](HttpResponse response) {
                           answer->Reply(std::move(response));
                         });
                       });
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::StartInPieces(Options options,
                                                                    HttpAnswerHandler handler) {
  auto server = std::make_unique<Server>(std::move(options), std::move(handler));
  RETURN_IF_ERROR(server->Listen());
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace samstig::server
