// Encrypted webhooks against a real server: who is not trusted gets nothing.
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "runtime/outbox/webhook.hpp"
#include "tests/unit/outbox/effects.hpp"
#include "tests/unit/outbox/servers.hpp"

using namespace leadflow;
using namespace leadflow::outbox;
using namespace leadflow::outbox::test;

namespace {

const port::ManualClock kClock(1772463600000);

constexpr const char* kServer = R"(
import http.server, os, ssl, sys, threading
folder = sys.argv[1]
class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(folder + "/bodies", "ab") as out: out.write(body + b"\n")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *args): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder + "/cert.pem", folder + "/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(folder + "/port.new", "w") as out: out.write(str(server.server_port))
os.rename(folder + "/port.new", folder + "/port")
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
)";

/// A key and a certificate that it signed itself, for the address 127.0.0.1.
bool writeCertificate(const std::string& folder) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* cert = X509_new();
  X509_set_version(cert, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert), 86'400);
  X509_set_pubkey(cert, key);
  X509_NAME* name = X509_get_subject_name(cert);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(cert, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  X509_add_ext(cert, names, -1);
  bool ok = X509_sign(cert, key, EVP_sha256()) != 0;
  if (std::FILE* out = std::fopen((folder + "/key.pem").c_str(), "w")) {
    ok = PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr) == 1 && ok;
    std::fclose(out);
  }
  if (std::FILE* out = std::fopen((folder + "/cert.pem").c_str(), "w")) {
    ok = PEM_write_X509(out, cert) == 1 && ok;
    std::fclose(out);
  }
  X509_EXTENSION_free(names);
  X509_free(cert);
  EVP_PKEY_free(key);
  return ok;
}

std::string readAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The server above as a process of its own, ended when this is.
struct TlsServer {
  std::string folder, port;
  std::FILE* process = nullptr;

  TlsServer() {
    std::string name = "/tmp/leadflow_tls_XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
    REQUIRE(writeCertificate(folder));
    std::ofstream(folder + "/server.py") << kServer;
    process = popen(("exec python3 " + folder + "/server.py " + folder).c_str(), "w");
    REQUIRE(process != nullptr);
    for (int i = 0; i < 1500 && port.empty(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      port = readAll(folder + "/port");
    }
    REQUIRE_FALSE(port.empty());
  }
  ~TlsServer() {
    if (process != nullptr) pclose(process);
    if (std::system(("rm -r " + folder).c_str()) != 0) std::fputs("the test's folder stays\n", stderr);
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  Attempt deliver(const std::string& host, const std::string& ca_file) const {
    WebhookConfig config;
    config.name = "crm";
    config.url = "https://" + host + ":" + port + "/hook";
    config.ca_file = ca_file;
    return WebhookAdapter(config, kClock).deliver(reminder());
  }
};

}  // namespace

TEST_CASE("a certificate that nobody trusts, or of another name, gets nothing; a trusted one gets the effect") {
  const TlsServer server;
  const Attempt untrusted = server.deliver("127.0.0.1", "");
  CHECK(shown(untrusted) == "later: the webhook `crm`: its certificate is not trusted");
  CHECK(untrusted.receiver_down);
  CHECK(server.deliver("localhost", server.folder + "/cert.pem").result == Attempt::Result::Later);
  CHECK(shown(server.deliver("127.0.0.1", server.folder + "/no_such.pem")) ==
        "later: the webhook `crm`: the file of trusted certificates cannot be read");
  CHECK(readAll(server.folder + "/bodies").empty());

  CHECK(shown(server.deliver("127.0.0.1", server.folder + "/cert.pem")) == "delivered");
  CHECK(readAll(server.folder + "/bodies") == port::toJson(reminder()) + "\n");
}

TEST_CASE("an encrypted call to a server that speaks in the clear is worth another try") {
  const HttpServer server([](const HttpCall&, std::size_t) { return http(200); });
  WebhookConfig config;
  config.name = "crm";
  config.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  config.timeouts = {500, 1500};
  CHECK(WebhookAdapter(config, kClock).deliver(reminder()).result == Attempt::Result::Later);
}
