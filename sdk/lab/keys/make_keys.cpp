// Build step: makes the lab's keys, because making them at each start would be slow and keeping
// them in the source would publish them. make_keys FOLDER
#include "file.h"
#include "hosts.h"
#include "keys/device_certificate.h"

#include <cstdio>

namespace {

using namespace dsreg;
using namespace dsreg::lab;

const std::string warning =
    "# Made by the build of dsreg for dsreg-lab alone. Whoever can read the keys beside this file\n"
    "# can sign with them: never trust these certificates outside the lab.\n";

status save(const std::string& folder, const std::string& name, const issuer& authority)
{
    if (status s =
            write_file(folder + "/" + name + ".pem", warning + pem_of(authority.certificate.get()));
        !s.ok()) {
        return s;
    }
    return write_file(folder + "/" + name + ".key", warning + pem_of(authority.key.get()));
}

status make_all(const std::string& folder)
{
    issuer ca, other;
    key_ptr server;
    if (status s = make_authority("dsreg lab root", ca); !s.ok()) return s;
    if (status s = make_authority("Contoso TLS inspection", other); !s.ok()) return s;
    if (status s = make_key(server); !s.ok()) return s;
    // What a client without SNI sees.
    leaf_request everything;
    for (const known_host& host : known_hosts()) everything.names.emplace_back(host.name);
    everything.names.emplace_back("*.manage.microsoft.com");
    everything.names.emplace_back("*.dm.microsoft.com");
    everything.days_left = 30 * 365;
    certificate_ptr leaf;
    if (status s = make_leaf(ca, server.get(), everything, leaf); !s.ok()) return s;
    if (status s = save(folder, "ca", ca); !s.ok()) return s;
    if (status s = save(folder, "other-ca", other); !s.ok()) return s;
    if (status s = write_file(folder + "/server.key", warning + pem_of(server.get())); !s.ok()) {
        return s;
    }
    return write_file(folder + "/server.pem", warning + pem_of(leaf.get()));
}

// What devices are registered with.
status make_device_keys(const std::string& folder)
{
    issuer authority;
    if (status s = make_device_authority(authority); !s.ok()) return s;
    if (status s = save(folder, "device-ca", authority); !s.ok()) return s;
    struct {
        const char* name;
        unsigned bits;
    } const pool[] = {
        {"device", 2048}, {"device2", 2048}, {"wrong", 2048}, {"weak", 1024}, {"stk", 2048}};
    for (const auto& one : pool) {
        key_ptr key;
        if (status s = make_rsa_key(one.bits, key); !s.ok()) return s;
        const std::string file = folder + "/" + one.name;
        if (status s = write_file(file + ".key", warning + pem_of(key.get())); !s.ok()) return s;
        if (one.name != std::string("device")) continue;
        const std::string locked = warning + locked_pem_of(key.get(), "lab");
        if (status s = write_file(folder + "/locked.key", locked); !s.ok()) return s;
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    status made = make_all(argv[1]);
    if (made.ok()) made = make_device_keys(argv[1]);
    if (!made.ok()) std::fprintf(stderr, "make_keys: %s\n", made.text().c_str());
    return made.ok() ? 0 : 1;
}
