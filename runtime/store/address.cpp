#include "runtime/store/address.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace leadflow::store {
namespace {

constexpr std::array<std::string_view, 14> kHarmless = {"host",     "hostaddr",        "port",    "dbname",     "user",        "sslmode",
                                                        "service",  "connect_timeout", "options", "keepalives", "gssencmode",  "application_name",
                                                        "passfile", "target_session_attrs"};
constexpr std::string_view kLeftOut = "…";
constexpr std::size_t kShortest = 3;  // of a part that is looked for in messages: shorter ones stand in any word

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool isHarmless(std::string_view key) { return std::find(kHarmless.begin(), kHarmless.end(), lower(key)) != kHarmless.end(); }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool allDigits(std::string_view text) { return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); }

std::string decoded(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Whether a word before a `=` is one of libpq's: `host=db password = x`, and not `/data/user=ana/leads.db`.
bool namesServer(std::string_view low) {
  for (std::size_t equals = low.find('='); equals != std::string_view::npos; equals = low.find('=', equals + 1)) {
    std::size_t end = equals;
    while (end > 0 && isBlank(low[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && !isBlank(low[begin - 1]) && low[begin - 1] != '=') --begin;
    const std::string_view word = low.substr(begin, end - begin);
    if (isHarmless(word) || word == "password" || word == "sslpassword" || word == "passwd") return true;
  }
  return false;
}

struct Read {
  std::string shown;
  std::vector<std::string_view> secrets;   ///< as written in the address
};

/// `scheme://user:password@host:port,host:port/database?key=value&…`. A password may hold any of those signs.
Read readUri(std::string_view uri, std::size_t scheme) {
  Read read;
  read.shown = uri.substr(0, scheme + 3);
  std::string_view rest = uri.substr(scheme + 3);
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    const std::string_view who = rest.substr(0, at);
    const std::size_t colon = who.find(':');
    if (colon != std::string_view::npos) read.secrets.push_back(who.substr(colon + 1));
    read.shown += who.substr(0, colon);
    read.shown += '@';
    rest.remove_prefix(at + 1);
  }
  std::string_view query, place = rest;
  if (const std::size_t mark = rest.find_first_of("?#"); mark != std::string_view::npos) {
    query = rest.substr(mark + 1);
    place = rest.substr(0, mark);
  }
  const std::size_t slash = std::min(place.find('/'), place.size());
  // Without a user's part, what stands where the port stands may be a password whose `@` was forgotten.
  for (std::string_view hosts = place.substr(0, slash); !hosts.empty();) {
    const std::size_t end = std::min(hosts.find(','), hosts.size());
    const std::string_view host = hosts.substr(0, end);
    const std::size_t colon = host.starts_with('[') ? host.find(':', std::min(host.find(']'), host.size())) : host.find(':');
    read.shown += host.substr(0, colon);
    if (colon != std::string_view::npos) {
      const std::string_view port = host.substr(colon + 1);
      if (!allDigits(port)) read.secrets.push_back(port);
      read.shown += ':';
      read.shown += allDigits(port) ? port : kLeftOut;
    }
    if (end < hosts.size()) read.shown += ',';
    hosts.remove_prefix(std::min(end + 1, hosts.size()));
  }
  read.shown += place.substr(slash);
  bool first = true;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = pair.find('=');
    read.shown += first ? '?' : '&';
    first = false;
    if (equals == std::string_view::npos) {
      read.secrets.push_back(pair);
      read.shown += kLeftOut;
      continue;
    }
    const std::string_view value = pair.substr(equals + 1);
    const bool harmless = isHarmless(decoded(pair.substr(0, equals)));
    read.shown += pair.substr(0, equals + 1);
    read.shown += harmless ? value : kLeftOut;
    if (!harmless) read.secrets.push_back(value);
  }
  return read;
}

/// libpq's other form: `host=db user = leads password='hunter \' 2'`.
Read readPairs(std::string_view text) {
  Read read;
  std::size_t at = 0;
  const auto blanks = [&] {
    while (at < text.size() && isBlank(text[at])) ++at;
  };
  for (blanks(); at < text.size(); blanks()) {
    const std::size_t key_begin = at;
    while (at < text.size() && text[at] != '=' && !isBlank(text[at])) ++at;
    const std::string_view key = text.substr(key_begin, at - key_begin);
    blanks();
    if (!read.shown.empty()) read.shown += ' ';
    if (at >= text.size() || text[at] != '=') {   // a word without a value: whatever it is
      read.secrets.push_back(key);
      read.shown += kLeftOut;
      continue;
    }
    ++at;
    blanks();
    const std::size_t begin = at;
    if (at < text.size() && text[at] == '\'') {
      for (++at; at < text.size() && text[at] != '\''; ++at)
        if (text[at] == '\\') ++at;
      at = std::min(at + 1, text.size());
    } else {
      while (at < text.size() && !isBlank(text[at])) at += text[at] == '\\' ? 2 : 1;
      at = std::min(at, text.size());
    }
    const std::string_view value = text.substr(begin, at - begin);
    read.shown += key;
    read.shown += '=';
    read.shown += isHarmless(key) ? value : kLeftOut;
    if (!isHarmless(key)) read.secrets.push_back(value);
  }
  return read;
}

Read readAddress(std::string_view address) {
  if (address.starts_with("sqlite:") || address == "memory:") return {std::string(address), {}};
  std::string prefix;
  if (address.starts_with("postgres:") && !address.starts_with("postgres://")) {
    prefix = "postgres:";
    address.remove_prefix(prefix.size());
  }
  Read read;
  const std::size_t scheme = address.find("://"), equals = address.find('=');
  if (scheme != std::string_view::npos && scheme < equals) {
    read = readUri(address, scheme);
  } else if (equals != std::string_view::npos) {
    read = readPairs(address);
  } else if (const std::size_t at = address.rfind('@'); at != std::string_view::npos) {
    const std::size_t colon = std::min(address.find(':'), at);
    read.shown = std::string(address.substr(0, colon)) + std::string(colon < at ? ":" + std::string(kLeftOut) : "") + std::string(address.substr(at));
    if (colon < at) read.secrets.push_back(address.substr(colon + 1, at - colon - 1));
  } else {
    read.shown = address;
  }
  read.shown.insert(0, prefix);
  return read;
}

}  // namespace

std::string shownAddress(std::string_view address) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (lower(address.substr(0, kSqlite.size())) == kSqlite && !whyNoPath(address.substr(kSqlite.size())).empty()) return std::string(kSqlite) + std::string(kLeftOut);
  return readAddress(address).shown;
}

std::string whyNoPath(std::string_view path) {
  const std::string low = lower(path);
  const bool sloped = path.starts_with("//") && !path.starts_with("///");
  const std::size_t colon = path.find(':');
  const bool user = colon != std::string_view::npos && colon < path.find('/') && path.find('@', colon) != std::string_view::npos;   // user:password@host
  if (user || low.starts_with("postgres:") || low.starts_with("postgresql:") || path.find("://") != std::string_view::npos || (sloped && path.find('@') != std::string_view::npos) || namesServer(low))
    return "`sqlite:` takes the path of a file, and this is the address of a server: a PostgreSQL store is `postgres://user@host/database`";
  if (sloped) return "`sqlite:` takes the path of a file without `//` before it: `sqlite:leads.db` or `sqlite:/var/lib/leads.db`";
  return {};
}

std::string withoutSecrets(std::string message, std::string_view address) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view part) {
    if (part.size() >= kShortest && part != kLeftOut) parts.emplace_back(part);
  };
  for (const std::string_view secret : readAddress(address).secrets) {
    add(secret);
    add(decoded(secret));
    // What a library took for a host, a port or a database.
    for (std::size_t at = 0; at < secret.size();) {
      const std::size_t end = std::min(secret.find_first_of("@/:?#&,= \t'", at), secret.size());
      add(secret.substr(at, end - at));
      add(decoded(secret.substr(at, end - at)));
      at = end + 1;
    }
  }
  std::sort(parts.begin(), parts.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  for (const std::string& part : parts)
    for (std::size_t at = message.find(part); at != std::string::npos; at = message.find(part, at + kLeftOut.size())) message.replace(at, part.size(), kLeftOut);
  return message;
}

}  // namespace leadflow::store
