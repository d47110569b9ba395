// Real servers on loopback, each on a free port, that answer as a test tells them to, also wrongly.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace leadflow::outbox::test {

/// Accepts connections on 127.0.0.1 and serves each in a thread of its own.
class Server {
 public:
  virtual ~Server() = default;
  int port() const { return port_; }

 protected:
  Server();
  void start();  ///< called by the most derived constructor
  void stop();   ///< called by the most derived destructor
  virtual void serve(int connection) = 0;

  /// One line without its CRLF, or everything up to `count` bytes; nothing when the other side went away or on stop.
  bool readLine(int connection, std::string& line, std::string& buffer);
  bool readBytes(int connection, std::size_t count, std::string& bytes, std::string& buffer);
  void say(int connection, const std::string& bytes);
  void hang(int connection);  ///< until the other side goes away

 private:
  bool more(int connection, std::string& buffer);

  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread acceptor_;
  std::vector<std::thread> workers_;
};

struct HttpCall {
  std::string first_line, body;
  std::map<std::string, std::string> headers;  ///< names in lower case
};

class HttpServer final : public Server {
 public:
  static constexpr const char* kHang = "(hang)";  ///< at the end of an answer: no more follows, and the connection stays open

  /// `answer`: the raw bytes to answer the n-th call with (n from 0), after which the connection is closed.
  explicit HttpServer(std::function<std::string(const HttpCall&, std::size_t n)> answer);
  ~HttpServer() override { stop(); }
  std::string url(const std::string& path = "/hook") const { return "http://127.0.0.1:" + std::to_string(port()) + path; }
  std::vector<HttpCall> calls() const;

 private:
  void serve(int connection) override;

  std::function<std::string(const HttpCall&, std::size_t)> answer_;
  mutable std::mutex mutex_;
  std::vector<HttpCall> calls_;
};

/// "HTTP/1.1 200 OK", the headers, a body.
std::string http(int status, const std::string& body = "ok", const std::string& headers = "");

struct Mail {
  std::string from, data;  ///< data: as sent, dots still stuffed
  std::vector<std::string> to;
};

class SmtpServer final : public Server {
 public:
  struct Manners {
    std::string greeting = "220 test ready\r\n";
    std::map<std::string, std::string> replies;  ///< by the beginning of a command ("RCPT TO:<bad@x.example>") or "." for the end of data
    std::string password;                        ///< when set: AUTH PLAIN is offered and asked for
    bool hang_after_data = false, close_in_data = false;
    bool utf8 = false;                           ///< SMTPUTF8 is announced
  };
  explicit SmtpServer(Manners manners);
  ~SmtpServer() override { stop(); }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port()); }
  std::vector<Mail> mails() const;       ///< accepted ones
  std::vector<std::string> lines() const;  ///< commands, without the data

 private:
  void serve(int connection) override;
  std::string reply(const std::string& command, const std::string& otherwise) const;

  Manners manners_;
  mutable std::mutex mutex_;
  std::vector<Mail> mails_;
  std::vector<std::string> lines_;
};

/// A port on which nobody listens.
int closedPort();

}  // namespace leadflow::outbox::test
