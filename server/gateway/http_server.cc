// SPDX-License-Identifier: Apache-2.0
#include "server/gateway/http_server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

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

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

class Connection;

// What connections need of the server. All of it on its one thread.
class Hall {
 public:
  virtual ~Hall() = default;
  virtual void Answer(const HttpRequest& request, std::shared_ptr<Connection> asker) = 0;
  virtual const HttpServer::Options& options() const = 0;
  virtual bool stopping() const = 0;
  virtual void Gone(Connection* connection) = 0;
};

// One connection: reads a request, answers it, and again.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Stream::socket_type socket, Hall& hall)
      : stream_(std::move(socket)),
        hall_(hall),
        // Room for one header; the body goes to its own string.
        buffer_(hall.options().max_header_bytes + (4 << 10)) {}
  ~Connection() { hall_.Gone(this); }

  void ReadNext() {
    if (hall_.stopping()) return Close();
    waiting_since_ = SteadyClock::now();
    waiting_ = true;
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(hall_.options().max_header_bytes));
    parser_->body_limit(hall_.options().max_body_bytes);
    // Once for the whole request: a byte now and then buys no more time.
    stream_.expires_after(hall_.options().idle);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, size_t) { self->OnRead(error); });
  }

  // Set while the other side keeps us waiting for a request.
  std::optional<SteadyClock::time_point> waiting_since() const {
    return waiting_ ? std::optional(waiting_since_) : std::nullopt;
  }

  // The answer to the request that was read last.
  void Reply(HttpResponse answer) {
    response_ = {};
    response_.version(11);
    response_.result(static_cast<unsigned>(answer.status));
    response_.set(http::field::content_type, answer.content_type);
    for (const auto& [name, value] : answer.headers) response_.set(name, value);
    response_.keep_alive(keep_alive_);
    response_.content_length(answer.body.size());
    if (!is_head_) response_.body() = std::move(answer.body);
    Write();
  }

  void Close() {
    error_code ignored;
    stream_.socket().close(ignored);
  }

 private:
  void OnRead(error_code error) {
    waiting_ = false;
    if (error == http::error::end_of_stream) return Close();
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return Refuse(http::status::request_header_fields_too_large, "the header is too large\n");
    }
    if (error == http::error::body_limit) {
      return Refuse(http::status::payload_too_large, "the body is too large\n");
    }
    if (error.category() == http::make_error_code(http::error::bad_method).category()) {
      return Refuse(http::status::bad_request, "that is not HTTP/1.1\n");
    }
    if (error) return Close();  // Too slow, or gone.

    const auto& message = parser_->get();
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = std::move(parser_->get().body());
    for (const auto& field : message) {
      request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    is_head_ = request.method == "HEAD";
    keep_alive_ = message.keep_alive();
    stream_.expires_never();
    hall_.Answer(request, shared_from_this());
  }

  void Refuse(http::status status, const char* why) {
    response_ = {};
    response_.version(11);
    response_.result(status);
    response_.set(http::field::content_type, "text/plain; charset=utf-8");
    response_.keep_alive(false);
    response_.body() = why;
    response_.prepare_payload();
    Write();
  }

  void Write() {
    stream_.expires_after(hall_.options().idle);
    http::async_write(stream_, response_, [self = shared_from_this()](error_code error, size_t) {
      if (error) return self->Close();
      if (self->response_.keep_alive()) return self->ReadNext();
      self->Linger();
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
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  bool is_head_ = false;
  bool keep_alive_ = false;
  bool waiting_ = false;
  SteadyClock::time_point waiting_since_;
  size_t dropped_ = 0;
};

// The way back to the server's thread for answers that come from another; closed when the server
// ends.
class Door {
 public:
  explicit Door(asio::io_context& io) : io_(&io) {}
  void Close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
  }
  void Post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (io_ != nullptr) asio::post(*io_, std::move(work));
  }

 private:
  std::mutex mutex_;
  asio::io_context* io_;
};

class Server final : public HttpServer, public Hall {
 public:
  Server(Options options, HttpLateHandler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        io_(1),
        door_(std::make_shared<Door>(io_)),
        acceptor_(io_.get_executor()),
        timer_(io_.get_executor()) {}

  ~Server() override {
    if (thread_.joinable()) End();
    door_->Close();
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
  // Whoever answers may hold the reply long after the connection: it keeps nothing alive.
  void Answer(const HttpRequest& request, std::shared_ptr<Connection> asker) override {
    asked_.insert(asker);
    handler_(request,
             [this, door = door_, weak = std::weak_ptr<Connection>(asker)](HttpResponse response) {
               door->Post([this, weak, response = std::move(response)]() mutable {
                 const std::shared_ptr<Connection> connection = weak.lock();
                 if (connection == nullptr || asked_.erase(connection) == 0) return;
                 connection->Reply(std::move(response));
               });
             });
  }
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
    auto connection = std::make_shared<Connection>(std::move(socket), *this);
    connections_.insert(connection.get());
    connection->ReadNext();
  }

  // Closes the connection that has kept us waiting longest.
  bool MakeRoom() {
    Connection* longest = nullptr;
    SteadyClock::time_point since = SteadyClock::now() - options_.protected_for;
    for (Connection* connection : connections_) {
      const auto waiting_since = connection->waiting_since();
      if (!waiting_since || *waiting_since > since) continue;
      longest = connection;
      since = *waiting_since;
    }
    if (longest == nullptr) return false;
    longest->Close();  // Leaves connections_ when its read has come back with an error.
    return true;
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
  const HttpLateHandler handler_;
  std::set<Connection*> connections_;  // Before io_, whose end may still destroy connections.
  asio::io_context io_;
  const std::shared_ptr<Door> door_;
  // Those that wait for their answer.
  std::set<std::shared_ptr<Connection>> asked_;
  Acceptor acceptor_;
  Timer timer_;
  bool stopping_ = false;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace

std::string_view HttpRequest::Path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (EqualIgnoringCase(header, name)) return value;
  }
  return {};
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::Start(Options options, HttpHandler handler) {
  return StartLate(std::move(options), [handler = std::move(handler)](const HttpRequest& request,
                                                                      const HttpReply& reply) {
    reply(handler(request));
  });
}

base::Result<std::unique_ptr<HttpServer>> HttpServer::StartLate(Options options,
                                                                HttpLateHandler handler) {
  auto server = std::make_unique<Server>(std::move(options), std::move(handler));
  RETURN_IF_ERROR(server->Listen());
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace samstig::server
