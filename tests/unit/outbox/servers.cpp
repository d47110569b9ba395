#include "tests/unit/outbox/servers.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

namespace leadflow::outbox::test {

namespace {

const bool kNoProxy = setenv("no_proxy", "*", 1) == 0;  // the tests talk to loopback, whatever the machine's proxy is

int bindLoopback(int& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || ::bind(fd, generic, size) != 0 || ::getsockname(fd, generic, &size) != 0) throw std::runtime_error("no free port");
  port = ntohs(address.sin_port);
  return fd;
}

bool readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, 20) > 0;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return text;
}

}  // namespace

int closedPort() {
  int port = 0;
  ::close(bindLoopback(port));
  return port;
}

Server::Server() {
  static_cast<void>(kNoProxy);
  listener_ = bindLoopback(port_);
  if (::listen(listener_, 64) != 0) throw std::runtime_error("cannot listen");
}

void Server::start() {
  acceptor_ = std::thread([this] {
    while (!stopping_.load()) {
      if (!readable(listener_)) continue;
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      workers_.emplace_back([this, connection] {
        serve(connection);
        ::shutdown(connection, SHUT_WR);
        ::close(connection);
      });
    }
  });
}

void Server::stop() {
  stopping_ = true;
  if (acceptor_.joinable()) acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  ::close(listener_);
}

bool Server::more(int connection, std::string& buffer) {
  while (!stopping_.load()) {
    if (!readable(connection)) continue;
    char bytes[4096];
    const ssize_t count = ::recv(connection, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer.append(bytes, static_cast<std::size_t>(count));
    return true;
  }
  return false;
}

bool Server::readLine(int connection, std::string& line, std::string& buffer) {
  for (;;) {
    const std::size_t end = buffer.find("\r\n");
    if (end != std::string::npos) {
      line = buffer.substr(0, end);
      buffer.erase(0, end + 2);
      return true;
    }
    if (!more(connection, buffer)) return false;
  }
}

bool Server::readBytes(int connection, std::size_t count, std::string& bytes, std::string& buffer) {
  while (buffer.size() < count) {
    if (!more(connection, buffer)) return false;
  }
  bytes = buffer.substr(0, count);
  buffer.erase(0, count);
  return true;
}

void Server::say(int connection, const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t count = ::send(connection, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (count <= 0) return;
    at += static_cast<std::size_t>(count);
  }
}

void Server::hang(int connection) {
  std::string ignored;
  while (more(connection, ignored)) {
  }
}

HttpServer::HttpServer(std::function<std::string(const HttpCall&, std::size_t)> answer) : answer_(std::move(answer)) { start(); }

std::vector<HttpCall> HttpServer::calls() const {
  const std::scoped_lock lock(mutex_);
  return calls_;
}

void HttpServer::serve(int connection) {
  HttpCall call;
  std::string buffer;
  if (!readLine(connection, call.first_line, buffer)) return;
  for (std::string line; readLine(connection, line, buffer) && !line.empty();) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::size_t value = line.find_first_not_of(' ', colon + 1);
    call.headers[lower(line.substr(0, colon))] = value == std::string::npos ? "" : line.substr(value);
  }
  const auto length = call.headers.find("content-length");
  if (length != call.headers.end() && !readBytes(connection, std::stoul(length->second), call.body, buffer)) return;
  std::size_t n = 0;
  {
    const std::scoped_lock lock(mutex_);
    n = calls_.size();
    calls_.push_back(call);
  }
  std::string bytes = answer_(call, n);
  const bool hangs = bytes.ends_with(kHang);
  if (hangs) bytes.resize(bytes.size() - std::string(kHang).size());
  say(connection, bytes);
  if (hangs) hang(connection);
}

std::string http(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Some Reason\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

SmtpServer::SmtpServer(Manners manners) : manners_(std::move(manners)) { start(); }

std::vector<Mail> SmtpServer::mails() const {
  const std::scoped_lock lock(mutex_);
  return mails_;
}

std::vector<std::string> SmtpServer::lines() const {
  const std::scoped_lock lock(mutex_);
  return lines_;
}

std::string SmtpServer::reply(const std::string& command, const std::string& otherwise) const {
  for (const auto& [start, text] : manners_.replies) {
    if (command.starts_with(start)) return text;
  }
  return otherwise;
}

void SmtpServer::serve(int connection) {
  std::string buffer;
  if (manners_.greeting == HttpServer::kHang) return hang(connection);
  say(connection, manners_.greeting);
  Mail mail;
  for (std::string line; readLine(connection, line, buffer);) {
    {
      const std::scoped_lock lock(mutex_);
      lines_.push_back(line);
    }
    std::string answer;
    if (line.starts_with("EHLO")) {
      answer = manners_.password.empty() ? "250-test\r\n250 8BITMIME\r\n" : "250-test\r\n250 AUTH PLAIN\r\n";
      if (manners_.utf8) answer = "250-test\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n";
    } else if (line.starts_with("AUTH PLAIN")) {
      answer = line == "AUTH PLAIN " + manners_.password ? "235 welcome\r\n" : "535 5.7.8 no\r\n";
      if (line == "AUTH PLAIN") answer = "334 \r\n";
    } else if (line == manners_.password && !line.empty()) {
      answer = "235 welcome\r\n";
    } else if (line.starts_with("MAIL FROM:")) {
      mail = Mail{};
      mail.from = line.substr(10);
      answer = reply(line, "250 ok\r\n");
    } else if (line.starts_with("RCPT TO:")) {
      answer = reply(line, "250 ok\r\n");
      if (answer.starts_with("250")) mail.to.push_back(line.substr(8));
    } else if (line == "DATA") {
      if (mail.to.empty()) {
        say(connection, "554 no receivers\r\n");
        continue;
      }
      say(connection, "354 go on\r\n");
      if (manners_.close_in_data) return;
      bool whole = false;
      for (std::string part; !whole && readLine(connection, part, buffer);) {
        if (part == ".") whole = true;
        else mail.data += part + "\r\n";
      }
      if (!whole) return;
      if (manners_.hang_after_data) return hang(connection);
      answer = reply(".", "250 queued\r\n");
      if (answer.starts_with("250")) {
        const std::scoped_lock lock(mutex_);
        mails_.push_back(mail);
      }
    } else if (line == "QUIT") {
      return say(connection, "221 bye\r\n");
    } else {
      answer = "535 5.7.8 no\r\n";
    }
    say(connection, answer);
  }
}

}  // namespace leadflow::outbox::test
