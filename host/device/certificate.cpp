#include "device/certificate.h"

#include "base/text.h"
#include "device/extension.h"
#include "device/pem.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <dsreg/svc/device.h>
#include <limits>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace dsreg::device {
namespace {

constexpr std::size_t name_max = 256;
constexpr std::size_t extensions_max = 64;

int64_t nanoseconds_of(const ASN1_TIME* time, bool& ret_fine)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) {
        ret_fine = false;
        return 0;
    }
    constexpr int64_t second = 1'000'000'000;
    constexpr int64_t most = std::numeric_limits<int64_t>::max() / second;
    return std::clamp<int64_t>(::timegm(&parts), -most, most) * second;
}

// Also from the one multi-valued RDN that Entra makes. The sample of [MS-DVRJ] ends in a NUL.
std::string name_part(const X509_NAME* name, int nid)
{
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0) return {};
    unsigned char* raw = nullptr;
    const int size = ASN1_STRING_to_UTF8(
        &raw, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(const_cast<X509_NAME*>(name), at)));
    const openssl_ptr<unsigned char> keep(raw);
    if (size < 0) return {};
    std::string_view text(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size));
    while (!text.empty() && text.back() == '\0') text.remove_suffix(1);
    return safe_text(cut_utf8(text, name_max));
}

std::string thumbprint_of(const std::string& der)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(der.data(), der.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        return {};
    constexpr char digits[] = "0123456789ABCDEF";
    std::string hex;
    for (unsigned i = 0; i < size; i++) {
        hex += digits[digest[i] >> 4];
        hex += digits[digest[i] & 15];
    }
    return hex;
}

void say(certificate& c, const std::string& what)
{
    c.note += (c.note.empty() ? "" : "; ") + what;
}

// The inside of extension .284.`number`; "" when it is absent or malformed.
std::string inside_of(const X509* x, int number, certificate& c)
{
    std::string bytes;
    if (find_extension(x, number, bytes) < 0)
        say(c, "extension 284." + std::to_string(number) + " cannot be read");
    return bytes;
}

std::string guid_in(const X509* x, int number, certificate& c)
{
    const std::string bytes = inside_of(x, number, c);
    const std::string guid = guid_of(bytes);
    if (guid.empty() && !bytes.empty())
        say(c, "extension 284." + std::to_string(number) + " holds no GUID");
    return guid;
}

bool has_extension(const X509* x, int number)
{
    std::string ignored;
    return find_extension(x, number, ignored) != 0;
}

void read_extensions(X509* x, certificate& c)
{
    wire::device_certificate& s = c.shown;
    s.device_id = guid_in(x, 2, c);
    s.user_id = guid_in(x, 3, c);
    s.tenant_id = guid_in(x, 5, c);
    s.enterprise = has_extension(x, 1) || has_extension(x, 4);
    const std::string join = inside_of(x, 7, c);
    if (join == "0") s.join_type = DSREG_JOIN_REGISTERED;
    if (join == "1") s.join_type = DSREG_JOIN_JOINED;
    if (!join.empty() && s.join_type == DSREG_JOIN_UNKNOWN)
        say(c, "extension 284.7 names no known kind of join");
    const std::string region = inside_of(x, 8, c);
    const bool letters =
        std::all_of(region.begin(), region.end(), [](char l) { return l >= 'A' && l <= 'Z'; });
    if (region.size() == 2 && letters) s.region = region;
    if (!region.empty() && s.region.empty()) say(c, "extension 284.8 holds no region");
    // Without the extension there is no restriction (RFC 5280, 4.2.1.12): all bits are set then.
    s.client_auth = (X509_get_extended_key_usage(x) & XKU_SSL_CLIENT) != 0;
}

void read_key(const X509* x, certificate& c)
{
    EVP_PKEY* const key = X509_get0_pubkey(x);
    if (key == nullptr) {
        say(c, "its public key is of an unknown kind");
        return;
    }
    const int kind = EVP_PKEY_get_base_id(key);
    c.shown.key_type = kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS ? "RSA"
                       : kind == EVP_PKEY_EC                            ? "EC"
                                                                        : "other";
    c.shown.key_bits = static_cast<uint32_t>(std::max(EVP_PKEY_get_bits(key), 0));
    c.public_key = public_key_of(key);
}

// The DER of the first certificate; what follows it is said, not read.
std::string first_der(std::string_view file, certificate& c)
{
    if (!file.empty() && file.front() == 0x30) return std::string(file);
    const std::vector<pem_block> blocks = pem_blocks(file);
    const auto first = std::find_if(blocks.begin(), blocks.end(),
                                    [](const pem_block& b) { return b.is_certificate(); });
    if (first == blocks.end()) return {};
    const auto others =
        std::count_if(first + 1, blocks.end(), [](const auto& b) { return b.is_certificate(); });
    if (others > 0) say(c, "more certificates follow; the first one counts");
    const std::size_t end =
        static_cast<std::size_t>(first->whole.data() + first->whole.size() - file.data());
    if (others == 0 && first + 1 == blocks.end() &&
        file.find_first_not_of(" \t\r\n", end) != file.npos)
        say(c, "text that is no certificate follows it");

    const openssl_ptr<BIO> in(
        BIO_new_mem_buf(first->whole.data(), static_cast<int>(first->whole.size())));
    char *label = nullptr, *header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (!in || PEM_read_bio(in.get(), &label, &header, &data, &size) != 1) return {};
    std::string der(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    const bool plain = header == nullptr || *header == '\0';
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(data);
    return plain ? der : std::string();
}

} // namespace

bool holds_certificate(std::string_view file)
{
    const std::vector<pem_block> blocks = pem_blocks(file);
    return std::any_of(blocks.begin(), blocks.end(),
                       [](const pem_block& b) { return b.is_certificate(); });
}

std::string public_key_of(EVP_PKEY* key)
{
    unsigned char* raw = nullptr;
    const int size = i2d_PUBKEY(key, &raw);
    const openssl_ptr<unsigned char> keep(raw);
    if (size <= 0) return {};
    return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

certificate_ptr open_certificate(const std::string& der)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    certificate_ptr x(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    return x;
}

status parse_certificate(std::string_view file, certificate& ret)
{
    if (file.size() > file_max) return {errc::too_large, "it is larger than 64 KiB"};
    certificate c;
    std::string der = first_der(file, c);
    if (der.empty()) {
        ERR_clear_error();
        return {errc::protocol, "there is no certificate in it"};
    }
    const auto* const begin = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* at = begin;
    const certificate_ptr x(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    bool fine = x != nullptr && X509_get_ext_count(x.get()) <= static_cast<int>(extensions_max);
    if (fine) {
        wire::device_certificate& s = c.shown;
        s.there = true;
        s.not_before = nanoseconds_of(X509_get0_notBefore(x.get()), fine);
        s.not_after = nanoseconds_of(X509_get0_notAfter(x.get()), fine);
        if (static_cast<std::size_t>(at - begin) < der.size()) {
            say(c, "bytes that are no certificate follow it");
            der.resize(static_cast<std::size_t>(at - begin));
        }
        s.thumbprint = thumbprint_of(der);
        s.subject = name_part(X509_get_subject_name(x.get()), NID_commonName);
        s.issuer = name_part(X509_get_issuer_name(x.get()), NID_commonName);
        s.issuer_unit = name_part(X509_get_issuer_name(x.get()), NID_organizationalUnitName);
        read_extensions(x.get(), c);
        read_key(x.get(), c);
        s.der = std::move(der);
    }
    ERR_clear_error();
    if (!fine) return {errc::protocol, "what is in it is no certificate"};
    ret = std::move(c);
    return {};
}

} // namespace dsreg::device
