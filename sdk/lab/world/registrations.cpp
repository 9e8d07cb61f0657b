// Answers: [MS-DVRJ] 3.1.5.1.2. The body of a 200 is what github.com/Gerenios/AADInternals reads.
#include "world/registrations.h"

#include "base/text.h"
#include "file.h"

#include <algorithm>
#include <boost/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace dsreg::lab {
namespace {

namespace json = boost::json;

web_response said(unsigned status, const json::object& o)
{
    web_response r;
    r.status = status;
    r.type = "application/json; charset=utf-8";
    r.body = json::serialize(o);
    return r;
}

web_response refused()
{
    web_response r;
    r.status = 401;
    r.type.clear();
    return r;
}

web_response bad(const char* message)
{
    return said(400, {{"ErrorType", "InvalidParameter"},
                      {"Message", message},
                      {"TraceId", "5f0a1c2e-0000-4000-8000-000000000003"},
                      {"Time", "01-01-2026 0:00:00Z"}});
}

certificate_ptr parse(const std::string& der)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    return certificate_ptr(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

std::string lower_guid(const std::string& text)
{
    std::string guid;
    parse_guid(text, guid);
    return guid;
}

} // namespace

std::string thumbprint_of(const std::string& certificate)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(certificate.data(), certificate.size(), hash, &size, EVP_sha1(), nullptr);
    constexpr const char* digits = "0123456789ABCDEF";
    std::string s;
    for (unsigned i = 0; i < size; i++) {
        s += digits[hash[i] >> 4];
        s += digits[hash[i] & 15];
    }
    return s;
}

status registrations::load(const std::string& folder)
{
    std::string text;
    if (status s = read_file(folder + "/device-ca.pem", 65536, text); !s.ok()) return s;
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> in(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all);
    authority_.reset(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    return authority_ ? status() : status(errc::io, "cannot read the authority of devices");
}

// "": nobody's that counts.
std::string registrations::owner_of(const std::string& certificate) const
{
    const certificate_ptr c = parse(certificate);
    if (!c || !authority_ || X509_verify(c.get(), X509_get0_pubkey(authority_.get())) != 1 ||
        X509_cmp_current_time(X509_get0_notBefore(c.get())) > 0 ||
        X509_cmp_current_time(X509_get0_notAfter(c.get())) < 0)
        return {};
    char name[128] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(c.get()), NID_commonName, name, sizeof name);
    return lower_guid(name);
}

bool registrations::knows(const std::string& device) const
{
    const device_play& d = scenario_.device;
    if (device == lower_guid(d.id)) return d.registered && d.state != "deleted";
    return std::any_of(scenario_.other_devices.begin(), scenario_.other_devices.end(),
                       [&](const other_device& o) { return device == lower_guid(o.id); });
}

web_response registrations::remove(const web_request& request, const std::string& id,
                                   const std::string& query)
{
    const std::string device = owner_of(request.client);
    if (device.empty() || !knows(device) || has_left(device)) return refused();
    if (query != "api-version=1.0") return bad("The api-version is not supported.");
    if (lower_guid(id) != device) return bad("The certificate is of another device.");
    const std::lock_guard lock(mutex_);
    left_.insert(device);
    return said(200, {{"AttestationResult", {{"KeyId", nullptr}}}});
}

bool registrations::has_left(const std::string& device) const
{
    const std::lock_guard lock(mutex_);
    return left_.count(device) != 0;
}

} // namespace dsreg::lab
