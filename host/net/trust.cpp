#include "net/trust.h"

#include <dirent.h>
#include <new>
#include <openssl/err.h>
#include <string_view>

namespace dsreg::net {
namespace {
// A folder of roots named by their hash ("1a2b3c4d.0") is read root by root when one is needed; a
// bundle is 140 certificates at once.
bool has_hashed_roots(const char* folder)
{
    DIR* dir = ::opendir(folder);
    if (!dir) return false;
    bool found = false;
    while (const dirent* entry = found ? nullptr : ::readdir(dir)) {
        const std::string_view name = entry->d_name;
        found = name.size() == 10 && name.ends_with(".0");
    }
    ::closedir(dir);
    return found;
}

// Not X509_STORE_set_default_paths: that one obeys SSL_CERT_FILE and SSL_CERT_DIR.
bool load_system(X509_STORE* store)
{
    const char* folder = X509_get_default_cert_dir();
    if (has_hashed_roots(folder)) return X509_STORE_load_path(store, folder) == 1;
    for (const char* file : {X509_get_default_cert_file(), "/etc/ssl/certs/ca-certificates.crt",
                             "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"})
        if (X509_STORE_load_file(store, file) == 1) return true;
    return false;
}
} // namespace

trust::trust(const std::string& ca_file) : store_(X509_STORE_new())
{
    if (!store_) throw std::bad_alloc();
    if (ca_file.empty()) {
        if (!load_system(store_.get())) problem_ = "this machine has no trusted roots";
    } else if (X509_STORE_load_file(store_.get(), ca_file.c_str()) != 1) {
        problem_ = "the trusted roots in " + ca_file + " cannot be read";
    }
    ERR_clear_error();
}

} // namespace dsreg::net
