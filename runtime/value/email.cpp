#include "runtime/value/email.hpp"

#include "runtime/value/text.hpp"
#include "runtime/value/text_fold.hpp"

namespace leadflow {
namespace {

// Labels of letters, digits, hyphens and anything beyond ASCII, parted by single dots.
bool isDomain(std::string_view domain) {
  if (domain.empty() || domain.size() > 253) return false;
  char before = '.';
  int dots = 0;
  for (const char c : domain) {
    const bool word = static_cast<unsigned char>(c) >= 0x80 || (lowerAscii(c) >= 'a' && lowerAscii(c) <= 'z') ||
                      (c >= '0' && c <= '9');
    if (c == '.') {
      if (before == '.' || before == '-') return false;
      ++dots;
    } else if (c == '-') {
      if (before == '.') return false;
    } else if (!word) {
      return false;
    }
    before = c;
  }
  return dots > 0 && before != '.' && before != '-';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lowerAscii(c);
  return out;
}

std::string_view withoutFinalDot(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  return domain;
}

}  // namespace

std::string_view emailDomainPart(std::string_view address) {
  address = trim(address);
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return {};
  for (const char c : address.substr(0, at)) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F ||
        std::string_view("()<>,;:\\\"[]").find(c) != std::string_view::npos)
      return {};
  }
  const std::string_view domain = withoutFinalDot(address.substr(at + 1));
  return isDomain(domain) ? domain : std::string_view{};
}

bool looksLikeEmail(std::string_view address) { return !emailDomainPart(address).empty(); }

std::string emailDomain(std::string_view address) { return lower(emailDomainPart(address)); }

std::string_view hostPart(std::string_view url) {
  url = trim(url);
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos && scheme + 1 == url.find_first_of("/?#")) {
    url.remove_prefix(scheme + 3);
  } else if (url.starts_with("//")) {
    url.remove_prefix(2);
  }
  url = url.substr(0, url.find_first_of("/?#\\"));
  if (const auto user = url.rfind('@'); user != std::string_view::npos) url.remove_prefix(user + 1);
  if (url.starts_with('[')) return {};  // an IP address is nobody's company
  if (const auto port = url.rfind(':'); port != std::string_view::npos) {
    if (url.find_first_not_of("0123456789", port + 1) != std::string_view::npos) return {};
    url = url.substr(0, port);
  }
  url = withoutFinalDot(url);
  return isDomain(url) ? url : std::string_view{};
}

std::string hostOf(std::string_view url) {
  std::string host = lower(hostPart(url));
  // `www.com` is a domain of its own; `www.acme.com` is acme.com's.
  if (host.starts_with("www.") && host.find('.', 4) != std::string::npos) host.erase(0, 4);
  return host;
}

}  // namespace leadflow
