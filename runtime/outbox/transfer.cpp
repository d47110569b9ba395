#include "runtime/outbox/transfer.hpp"

#include <curl/curl.h>
#include <locale.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <string_view>

#include "runtime/value/text.hpp"

namespace leadflow::outbox {

namespace {

constexpr std::size_t kKept = 1024;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using List = std::unique_ptr<curl_slist, FreeList>;

Handle open() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return Handle(ready ? curl_easy_init() : nullptr);
}

void add(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return;
  static_cast<void>(list.release());
  list.reset(longer);
}

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* into) {
  std::string& body = *static_cast<std::string*>(into);
  const std::size_t all = size * count;
  body.append(bytes, std::min(all, kKept - std::min(kKept, body.size())));
  return all;
}

/// Whether the head of an answer came whole: libcurl takes a status line before a broken connection for an answer.
std::size_t watchHead(char* bytes, std::size_t size, std::size_t count, void* into) {
  const std::string_view line(bytes, size * count);
  *static_cast<bool*>(into) = line == "\r\n" || line == "\n";
  return line.size();
}

/// libcurl reads host names in the encoding of the locale, and a program begins in that of ASCII. For this thread only.
class InUtf8 {
 public:
  InUtf8() : made_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(made_ != nullptr ? uselocale(made_) : nullptr) {}
  ~InUtf8() {
    if (made_ == nullptr) return;
    uselocale(before_);
    freelocale(made_);
  }
  InUtf8(const InUtf8&) = delete;
  InUtf8& operator=(const InUtf8&) = delete;

 private:
  locale_t made_, before_;
};

/// What a mail server says it can, until the answer to `MAIL FROM`: then one that cannot take the address is left.
///
///     220 ready   250-mx.example   250-SMTPUTF8   250 8BITMIME   |   250 ok
struct Abilities {
  bool utf8 = false, listed = false, lacks = false;
};
std::size_t watchAbilities(char* bytes, std::size_t size, std::size_t count, void* into) {
  Abilities& server = *static_cast<Abilities*>(into);
  const std::string_view line(bytes, size * count);
  if (line.starts_with("220")) server.utf8 = server.listed = false;   // also when it begins anew, encrypted
  if (!line.starts_with("250")) return line.size();
  if (server.listed) server.lacks = !server.utf8;
  server.utf8 = server.utf8 || (!server.listed && line.substr(std::min<std::size_t>(4, line.size())).starts_with("SMTPUTF8"));   // as libcurl reads it, which then asks for it
  server.listed = server.listed || line.substr(3, 1) == " ";
  return server.lacks ? 0 : line.size();
}

/// libcurl takes leave of a mail server politely and waits for its answer, after a timeout too; past the deadline this cuts
/// such waits short (within a second).
using Deadline = std::chrono::steady_clock::time_point;
int watchTime(void* deadline, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return std::chrono::steady_clock::now() >= *static_cast<const Deadline*>(deadline) ? 1 : 0;
}

std::size_t give(char* bytes, std::size_t size, std::size_t count, void* from) {
  std::string_view& rest = *static_cast<std::string_view*>(from);
  const std::size_t piece = std::min(size * count, rest.size());
  std::memcpy(bytes, rest.data(), piece);
  rest.remove_prefix(piece);
  return piece;
}

std::string seconds(std::int64_t ms) {
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

void common(CURL* handle, const Timeouts& timeouts, const std::string& ca_file, const char* schemes) {
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, schemes);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts.connect_ms));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeouts.total_ms));
  curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>((timeouts.total_ms + 999) / 1000));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
  if (!ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file.c_str());
}

void explain(CURL* handle, CURLcode code, const Timeouts& timeouts, const char* garbage, Reply& reply) {
  curl_off_t connected = 0;
  curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &connected);
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_ABORTED_BY_CALLBACK:  // the deadline, too
      reply.unreachable = true;
      reply.problem = connected == 0 ? "no connection within " + seconds(std::min(timeouts.connect_ms, timeouts.total_ms))
                                     : "no answer within " + seconds(timeouts.total_ms);
      break;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      reply.unreachable = true;
      reply.problem = "its host name is not known";
      break;
    case CURLE_COULDNT_CONNECT:
      reply.unreachable = true;
      reply.problem = "no connection: nobody listens there";
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
      reply.unreachable = true;
      reply.problem = "its certificate is not trusted";
      break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_USE_SSL_FAILED:
      reply.unreachable = true;
      reply.problem = "no encrypted connection could be made";
      break;
    case CURLE_SSL_CACERT_BADFILE:
      reply.unreachable = true;
      reply.problem = "the file of trusted certificates cannot be read";
      break;
    case CURLE_LOGIN_DENIED:
      reply.login_refused = reply.unreachable = true;
      reply.problem = "user or password were refused";
      break;
    case CURLE_URL_MALFORMAT:
      reply.hopeless = true;
      reply.problem = "its address is no URL";
      break;
    case CURLE_UNSUPPORTED_PROTOCOL:  // also what libcurl calls an answer without a status line
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING: reply.problem = garbage; break;
    case CURLE_GOT_NOTHING: reply.problem = "the connection was closed without an answer"; break;
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: reply.problem = "the connection broke off"; break;
    default: reply.problem = curl_easy_strerror(code);
  }
}

Reply perform(CURL* handle, const Timeouts& timeouts, const char* garbage) {
  Reply reply;
  const Deadline deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeouts.total_ms);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watchTime);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &deadline);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &reply.body);
  const InUtf8 host_names;
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 1L);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  reply.complete = code == CURLE_OK;
  if (!reply.complete) explain(handle, code, timeouts, garbage, reply);
  return reply;
}

Reply noLibrary() {
  Reply reply;
  reply.problem = "out of memory";
  return reply;
}

/// The beginning of an answer, fit for one line of a message.
std::string quoted(const std::string& body) {
  std::string line;
  for (const char byte : body) {
    if (line.size() == 120) break;
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7f) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (byte == ' ' && (line.empty() || line.back() == ' ')) {
      continue;
    } else {
      line += code < 0x80 ? byte : '?';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

Reply post(const HttpRequest& request) {
  const Handle handle = open();
  if (!handle) return noLibrary();
  common(handle.get(), request.timeouts, request.ca_file, "http,https");
  List headers;
  for (const auto& [name, value] : request.headers) add(headers, name + ": " + value);
  add(headers, "Expect:");  // no waiting for "100 Continue", which many receivers never send
  curl_easy_setopt(handle.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_USERAGENT, "LeadFlow");
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, request.body.data());
  bool whole_head = false;
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, watchHead);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &whole_head);
  Reply reply = perform(handle.get(), request.timeouts, "the answer is no HTTP");
  if (reply.complete && !whole_head) {
    reply.complete = false;
    reply.problem = "the connection broke off";
  }
  curl_off_t wait = 0;
  if (curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &wait) == CURLE_OK) {
    reply.retry_after_ms = std::clamp<std::int64_t>(wait, 0, 7 * 86'400) * 1000;
  }
  return reply;
}

Reply mail(const MailRequest& request) {
  const Handle handle = open();
  if (!handle) return noLibrary();
  common(handle.get(), request.timeouts, request.ca_file, "smtp,smtps");
  List receivers;
  for (const std::string& address : request.receivers) add(receivers, "<" + address + ">");
  const long tls = request.tls == MailTls::Required ? CURLUSESSL_ALL : request.tls == MailTls::Try ? CURLUSESSL_TRY : CURLUSESSL_NONE;
  const std::string from = "<" + request.from + ">";
  std::string_view rest = request.message;
  curl_easy_setopt(handle.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_USE_SSL, tls);
  if (!request.user.empty()) {
    curl_easy_setopt(handle.get(), CURLOPT_USERNAME, request.user.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, request.password.c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, receivers.get());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &rest);
  Abilities server;
  if (!isAscii(request.from) || !std::all_of(request.receivers.begin(), request.receivers.end(), [](const std::string& address) { return isAscii(address); })) {
    curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, watchAbilities);
    curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &server);
  }
  Reply reply = perform(handle.get(), request.timeouts, "the answer is no SMTP");
  if (server.lacks) {
    reply.complete = false;
    reply.hopeless = true;
    reply.status = 0;
    reply.problem = "it takes no address with letters that are not ASCII (it does not announce SMTPUTF8)";
  }
  return reply;
}

std::string asciiDomain(const std::string& domain) {
  if (isAscii(domain)) return domain;
#if LIBCURL_VERSION_NUM >= 0x075800   // 7.88.0
  struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
  };
  const InUtf8 host_names;
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  char* made = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_HOST, domain.c_str(), 0) != CURLUE_OK || curl_url_get(url.get(), CURLUPART_HOST, &made, CURLU_PUNYCODE) != CURLUE_OK) return {};
  std::string ascii = made;
  curl_free(made);
  return isAscii(ascii) ? ascii : std::string();
#else
  return {};
#endif
}

Attempt judgeHttp(const Reply& reply, const std::string& who, bool quote) {
  Attempt attempt;
  if (!reply.complete) {
    attempt.result = reply.hopeless ? Attempt::Result::Never : Attempt::Result::Later;
    attempt.receiver_down = reply.unreachable;
    attempt.reason = who + ": " + reply.problem;
    return attempt;
  }
  if (reply.status / 100 == 2) return attempt;
  const bool again = reply.status / 100 == 5 || reply.status == 408 || reply.status == 425 || reply.status == 429;
  attempt.result = again ? Attempt::Result::Later : Attempt::Result::Never;
  attempt.reason = who + " answered " + std::to_string(reply.status);
  if (reply.status / 100 == 3) attempt.reason += ", a redirect, which is not followed";
  const std::string words = quote && reply.status / 100 >= 4 ? quoted(reply.body) : "";
  if (!words.empty()) attempt.reason += ": " + words;
  if (again) {
    attempt.retry_after_ms = reply.retry_after_ms;
    attempt.receiver_down = reply.status == 429;
  }
  return attempt;
}

}  // namespace leadflow::outbox
