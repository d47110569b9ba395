// A mail as text: headers and a body in UTF-8 that every mail program can read (RFC 5322, 2047, 2045).
//
//     remind owner "{company} is still waiting"
//     Subject: Acme is still waiting
//     Message-ID: <9f86d081884c7d659a2feaa0c55ad015@example.com>
//
// INVARIANT: the Message-ID is made of the effect's key and nothing else, and the date is the decision's: the second copy of
// a mail is the same to the byte, and mail programs show one. No text of a lead can begin a header of its own.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadflow::outbox {

struct MailAddress {
  std::string name;     ///< "LeadFlow", may be empty or UTF-8
  std::string address;  ///< "leads@example.com"
};

/// `leads@example.com` or `LeadFlow <leads@example.com>`; nothing when it is neither.
std::optional<MailAddress> readMailAddress(std::string_view text);

struct MailText {
  MailAddress from;
  std::vector<std::string> to;
  std::string subject;
  std::string body;
  std::string key;      ///< of the effect
  std::int64_t at = 0;  ///< milliseconds
};

std::string mailMessage(const MailText& mail);
std::string messageId(std::string_view key, std::string_view from_address);
/// A header's value: as it is when it is short ASCII, else RFC 2047 words; line ends become spaces.
std::string encodedHeader(std::string_view text);
/// Quoted-printable with CRLF lines of at most 76 characters.
std::string quotedPrintable(std::string_view text);

}  // namespace leadflow::outbox
