// TLS and mutual TLS with certificates of an authority that the test makes.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "staysail/boss/tmf_boss.hpp"
#include "tmf/told_rows.hpp"

using namespace staysail;
using namespace staysail::tests;

namespace {

namespace fs = std::filesystem;

// A folder with authority.pem, server.pem/.key, client.pem/.key of it, and stranger.pem/.key of nobody.
class Certificates {
 public:
  Certificates() : folder_((fs::temp_directory_path() / "staysail_tls_XXXXXX").string()) {
    REQUIRE(mkdtemp(folder_.data()) != nullptr);
    std::ofstream(path("names")) << "subjectAltName=IP:127.0.0.1,DNS:localhost\n";
    std::ofstream(path("others")) << "subjectAltName=IP:127.0.0.2,DNS:elsewhere.example\n";
    self_signed("authority");
    self_signed("stranger");
    signed_by_authority("server", "names");
    signed_by_authority("misnamed", "others");
    signed_by_authority("client", "names");
  }
  ~Certificates() { fs::remove_all(folder_); }
  Certificates(const Certificates&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  TlsFiles files(const std::string& client) const {
    TlsFiles files{path("authority.pem"), {}, {}};
    if (!client.empty()) files.certificate = path(client + ".pem"), files.key = path(client + ".key");
    return files;
  }

 private:
  void run(const std::string& command) const {
    const std::string quiet = "cd " + folder_ + " && " + command + " >/dev/null 2>&1";
    REQUIRE_MESSAGE(std::system(quiet.c_str()) == 0, command);
  }
  void self_signed(const std::string& name) const {
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
        " -keyout " + name + ".key -out " + name + ".pem");
  }
  void signed_by_authority(const std::string& name, const std::string& extensions) const {
    run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name + " -keyout " + name +
        ".key -out " + name + ".csr");
    run("openssl x509 -req -days 2 -in " + name +
        ".csr -CA authority.pem -CAkey authority.key -CAcreateserial -extfile " + extensions + " -out " + name +
        ".pem");
  }
  std::string folder_;
};

Result<Told> read_with(QuirkyBoss& boss, const TlsFiles& files) {
  TmfAccess access = boss.access();
  access.transport = http_transport(files).value();
  return read_boss(access, customer_mapping());
}

}  // namespace

TEST_CASE("TLS: a server is believed when an authority that we trust vouches for its name") {
  const Certificates made;
  QuirkyBoss boss({made.path("server.pem"), made.path("server.key")}, made.files(""));
  boss.set(R"({"token": "secret"})", {{kCustomers, customers(5)}});
  TmfAccess access = boss.access();
  access.transport = http_transport(made.files("")).value();
  access.token = fixed_token("secret");
  CHECK(read_boss(access, customer_mapping()).value().records == 5);

  TlsFiles stranger;
  stranger.authorities = made.path("stranger.pem");
  const auto refused = read_with(boss, stranger);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message().find("certificate is not trusted") != std::string::npos);
  CHECK_FALSE(read_with(boss, TlsFiles{}).has_value());
}

TEST_CASE("TLS: a certificate of another name is refused") {
  const Certificates made;
  const std::vector<std::string> command{STAYSAIL_PYTHON, "-B", STAYSAIL_TMF_TESTS "/quirky_boss.py",
                                         made.path("misnamed.pem"), made.path("misnamed.key")};
  ServerProcess server(command);
  TmfAccess access;
  access.base = "https://127.0.0.1:" + std::to_string(std::stoi("0" + server.line())) + "/tmf-api";
  access.clock = std::make_shared<FakeClock>();
  access.transport = http_transport(made.files("")).value();
  const auto refused = read_boss(access, customer_mapping());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message().find("certificate is not trusted") != std::string::npos);
}

TEST_CASE("mutual TLS: the server asks for a certificate, and only ours is good") {
  const Certificates made;
  QuirkyBoss boss({made.path("server.pem"), made.path("server.key"), made.path("authority.pem")}, made.files("client"));
  boss.set("{}", {{kCustomers, customers(5)}});
  CHECK(read_with(boss, made.files("client")).value().records == 5);
  CHECK_FALSE(read_with(boss, made.files("")).has_value());
  CHECK_FALSE(read_with(boss, made.files("stranger")).has_value());

  // The same as an operator writes it.
  std::ofstream(made.path("boss.toml")) << "base = \"" << boss.base() << "\"\nauthorities = \"authority.pem\"\n"
                                        << "certificate = \"client.pem\"\nkey = \"client.key\"\n";
  const auto named = TmfBoss::of("tmf:" + made.path("boss.toml")).value();
  CHECK(read_boss(named.access, customer_mapping()).value().records == 5);
}

TEST_CASE("files for TLS that are not there are told at once") {
  TlsFiles files;
  files.authorities = "/no/such/authority.pem";
  CHECK(http_transport(files).error().code() == Errc::io_failed);
  files = {{}, "/etc/hostname", {}};
  CHECK(http_transport(files).error().code() == Errc::invalid_argument);
}
