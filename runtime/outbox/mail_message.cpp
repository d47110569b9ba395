#include "runtime/outbox/mail_message.hpp"

#include <array>
#include <cstdio>
#include <ctime>

#include "runtime/outbox/signature.hpp"
#include "runtime/value/email.hpp"

namespace leadflow::outbox {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) -> unsigned { return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U; };
    const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    out += kLetters[group >> 18];
    out += kLetters[group >> 12 & 63];
    out += i + 1 < bytes.size() ? kLetters[group >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? kLetters[group & 63] : '=';
  }
  return out;
}

std::string oneLine(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x20 && code != 0x7f) out += byte;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

bool isAscii(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) >= 0x80) return false;
  }
  return true;
}

std::string dateOf(std::int64_t ms) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = ms / 1000;
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return "Thu, 01 Jan 1970 00:00:00 +0000";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000", kDays[static_cast<std::size_t>(utc.tm_wday)],
                utc.tm_mday, kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text.data();
}

/// A display name before an address: quoted when it is ASCII, encoded otherwise.
std::string displayName(const std::string& name) {
  const std::string line = oneLine(name);
  if (!isAscii(line)) return encodedHeader(line);
  std::string out = "\"";
  for (const char byte : line) {
    if (byte == '"' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + '"';
}

}  // namespace

std::optional<MailAddress> readMailAddress(std::string_view text) {
  text = trimmed(text);
  MailAddress read;
  const std::size_t open = text.rfind('<');
  if (open != std::string_view::npos) {
    if (!text.ends_with('>')) return std::nullopt;
    std::string_view name = trimmed(text.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    read.name = name;
    text = trimmed(text.substr(open + 1, text.size() - open - 2));
  }
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (code <= 0x20 || code == 0x7f || byte == '<' || byte == '>' || byte == ',' || byte == ';' || byte == '"') return std::nullopt;
  }
  if (!looksLikeEmail(text)) return std::nullopt;
  read.address = text;
  return read;
}

std::string messageId(std::string_view key, std::string_view from_address) {
  const std::string domain = emailDomain(from_address);
  return "<" + sha256Hex(key).substr(0, 32) + "@" + (domain.empty() || !isAscii(domain) ? "leadflow.invalid" : domain) + ">";
}

std::string encodedHeader(std::string_view text) {
  const std::string line = oneLine(text);
  if (isAscii(line) && line.size() <= 76 && line.find("=?") == std::string::npos) return line;
  std::string out;
  constexpr std::size_t kPiece = 42;  // 56 letters in base64, 68 with the frame: below 75
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = std::min(line.size(), at + kPiece);
    while (end < line.size() && end > at + 1 && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + base64(std::string_view(line).substr(at, end - at)) + "?=";
    at = end;
  }
  return out;
}

std::string quotedPrintable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    if (code == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (code == '\n') {
      out += "\r\n";
      width = 0;
      continue;
    }
    const bool ends = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool plain = (code > 0x20 && code < 0x7f && code != '=') || ((code == ' ' || code == '\t') && !ends);
    if (width + (plain ? 1 : 3) > 75) {
      out += "=\r\n";
      width = 0;
    }
    if (plain) {
      out += static_cast<char>(code);
      ++width;
    } else {
      out += '=';
      out += kDigits[code >> 4];
      out += kDigits[code & 15];
      width += 3;
    }
  }
  if (width != 0) out += "\r\n";
  return out;
}

std::string mailMessage(const MailText& mail) {
  std::string out = "Date: " + dateOf(mail.at) + "\r\n";
  out += "From: " + (mail.from.name.empty() ? mail.from.address : displayName(mail.from.name) + " <" + mail.from.address + ">") + "\r\n";
  out += "To: ";
  for (std::size_t i = 0; i < mail.to.size(); ++i) {
    if (i != 0) out += ",\r\n ";
    out += mail.to[i];
  }
  out += "\r\nSubject: " + encodedHeader(mail.subject) + "\r\n";
  out += "Message-ID: " + messageId(mail.key, mail.from.address) + "\r\n";
  out += "Auto-Submitted: auto-generated\r\n";
  out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  out += quotedPrintable(mail.body);
  return out;
}

}  // namespace leadflow::outbox
