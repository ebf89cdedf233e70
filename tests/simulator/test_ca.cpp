#include "tests/simulator/test_ca.hpp"

#include <cstdio>
#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace tongbao::simulator {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long day_s = 24L * 60 * 60;

void require(bool fine, const char* what)
{
    if (!fine)
        throw std::runtime_error(std::string("test CA: ") + what + " failed");
}

Key make_key()
{
    Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    require(key != nullptr, "EC key generation");
    return key;
}

void add_extension(X509& certificate, X509& issuer, int kind, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value), X509_EXTENSION_free);
    require(extension != nullptr && X509_add_ext(&certificate, extension.get(), -1) == 1, "certificate extension");
}

struct Subject {
    const char* name;
    long from_day;  ///< relative to now
    long until_day; ///< relative to now
};

Certificate blank_certificate(EVP_PKEY& key, const Subject& subject)
{
    Certificate made(X509_new(), X509_free);
    require(made != nullptr, "certificate");
    std::int64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "serial number");
    ASN1_INTEGER_set_int64(X509_get_serialNumber(made.get()), serial & 0x7fffffffffffffff);
    X509_set_version(made.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), subject.from_day * day_s);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), subject.until_day * day_s);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(subject.name), -1, -1, 0);
    require(X509_set_pubkey(made.get(), &key) == 1, "public key");
    return made;
}

void sign(X509& certificate, X509& issuer, EVP_PKEY& issuer_key)
{
    X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    require(X509_sign(&certificate, &issuer_key, EVP_sha256()) > 0, "signature");
}

void write_pem(const std::filesystem::path& path, const auto& write)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    require(file != nullptr && write(file.get()) == 1, "writing a PEM file");
}

void write_certificate(const std::filesystem::path& path, X509& certificate)
{
    write_pem(path, [&](std::FILE* file) { return PEM_write_X509(file, &certificate); });
}

} // namespace

struct TestCa::Authority {
    Key key = make_key();
    Certificate certificate;

    explicit Authority(const char* name) : certificate(blank_certificate(*key, {name, -365, 3650}))
    {
        add_extension(*certificate, *certificate, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(*certificate, *certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
        sign(*certificate, *certificate, *key);
    }
};

TestCa::TestCa(std::filesystem::path folder) : folder_(std::move(folder))
{
    std::filesystem::create_directories(folder_);
    auto authority = std::make_unique<Authority>("Tongbao test CA");
    write_certificate(ca_file(), *authority->certificate);
    authority_ = std::move(authority);
}

TestCa::~TestCa() = default;

std::string TestCa::ca_file() const
{
    return (folder_ / "ca.pem").string();
}

ServerIdentity TestCa::issue(TlsFlaw flaw)
{
    const auto key = make_key();
    const bool expired = flaw == TlsFlaw::expired;
    const auto certificate = blank_certificate(*key, {"simulator", expired ? -30L : -365L, expired ? -1L : 3650L});
    add_extension(*certificate, *certificate, NID_ext_key_usage, "serverAuth");
    add_extension(*certificate, *certificate, NID_subject_alt_name,
                  flaw == TlsFlaw::wrong_host ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1,IP:::1");
    if (flaw == TlsFlaw::self_signed)
        sign(*certificate, *certificate, *key);
    else if (flaw == TlsFlaw::unknown_ca) {
        const Authority stranger("Strange CA");
        sign(*certificate, *stranger.certificate, *stranger.key);
    } else
        sign(*certificate, *authority_->certificate, *authority_->key);

    const auto stem = "server-" + std::to_string(++issued_);
    ServerIdentity identity{(folder_ / (stem + ".pem")).string(), (folder_ / (stem + ".key")).string()};
    write_certificate(identity.certificate_file, *certificate);
    write_pem(identity.key_file, [&](std::FILE* file) {
        return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return identity;
}

} // namespace tongbao::simulator
