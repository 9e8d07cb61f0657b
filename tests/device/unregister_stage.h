// A registered device, the tenant's registration service over real TLS, and what is left of both.
#pragma once
#include "base/text.h"
#include "device/device_broker.h"
#include "device/stage.h"
#include "device/unregistering.h"
#include "net/calls.h"
#include "net/tls_server.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <mutex>
#include <sys/wait.h>

namespace dsreg::device_test {

using namespace std::chrono_literals;
using wire::unregistered;

inline const std::string drs = "enterpriseregistration.windows.net";
inline const std::string silence = "silence"; // as a reply: none, and the connection stays
inline const std::string note_place = "/var/lib/dsreg/";

inline std::string http(int status, const std::string& body)
{
    return "HTTP/1.1 " + std::to_string(status) +
           " Said\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string discovery(const std::string& url = "https://" + drs +
                                                      "/EnrollmentServer/device/")
{
    return R"({"DeviceJoinService":{"JoinEndpoint":")" + url + R"("},"TenantInfo":{"TenantId":")" +
           std::string(tenant_id) + "\"}}";
}

class Unregister : public Stage
{
protected:
    Unregister() : ca("dsreg test root")
    {
        net_test::leaf_plan plan;
        plan.names = {drs, "enterpriseregistration.microsoftonline.us",
                      "enterpriseregistration.partner.microsoftonline.cn"};
        server = std::make_unique<net_test::tls_server>(ca.issue(plan),
                                                        [this](net_test::talk& t) { answer(t); });
        server->ask_who = true;
        where.ca_file = ca.file();
        for (const std::string& name : plan.names)
            where.hosts.push_back({name, 443, "127.0.0.1", server->port(), ""});
        register_device("drs_a.pem", 0);
        write(keys + "stk_a.pem", pem_of(rsa_key(2).get()));
        certificate_plan other;
        other.subject = other_device;
        other.usual = false;
        other.extensions = {{2, long_form(windows_bytes(other_device))},
                            {5, long_form(windows_bytes(other_tenant))}};
        register_device("drs_other.pem", 1, other);
        write(keys + "stk_other.pem", pem_of(rsa_key(2).get()));
        write(keys + "mine.key", "of nobody here\n");
    }

    void answer(net_test::talk& t)
    {
        const std::string request = t.request();
        std::string reply;
        {
            const std::lock_guard lock(mutex);
            const bool removal = request.rfind("DELETE ", 0) == 0;
            (removal ? removals : questions).push_back(request);
            (removal ? shown : shown_to_discovery) = t.client();
            reply = removal ? removal_reply : discovery_reply;
        }
        if (reply == silence || (!reply.empty() && t.send(reply))) t.wait_for_close();
    }

    wire::device_unregistering unregister(std::chrono::milliseconds budget = 20s,
                                          const std::string& cloud = "")
    {
        const device::device_broker device(where);
        return device.unregister(tenant_id, net::clock::now() + budget, cloud);
    }

    // What lies below the device root: path and content, or "folder".
    std::map<std::string, std::string> tree() const
    {
        std::map<std::string, std::string> all;
        for (const auto& e : files::recursive_directory_iterator(where.device_root)) {
            const std::string path = e.path().string().substr(where.device_root.size());
            all[path] = e.is_symlink()     ? "link"
                        : e.is_directory() ? "folder"
                                           : file_bytes(e.path());
        }
        return all;
    }
    // The tree without the registration, its note and the note's folders.
    static std::map<std::string, std::string> rest_of(std::map<std::string, std::string> all)
    {
        for (const auto& path : {certs + "drs_a.pem", keys + "drs_a.pem", keys + "stk_a.pem"})
            all.erase(path);
        for (const char* folder : {"/var", "/var/lib", "/var/lib/dsreg"}) all.erase(folder);
        return all;
    }
    bool is_there(const std::string& path) const { return files::exists(on_disk(path)); }
    std::string note(const char* state) const
    {
        return note_place + "unregister-" + tenant_id + "." + state;
    }

    // Runs it in a process that is killed at this step, the `count`th time it comes there. False:
    // it never came so far.
    bool kill_at(device::unregistering::step step, int count = 1)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            const device::root below(where);
            const device::home_notes home(where);
            int left = count;
            device::unregistering run({where, below, home}, [&](device::unregistering::step s) {
                if (s == step && --left == 0) ::raise(SIGKILL);
            });
            (void)run.run(tenant_id, "", net::clock::now() + 20s);
            ::_exit(0);
        }
        int code = 0;
        EXPECT_EQ(::waitpid(child, &code, 0), child);
        return WIFSIGNALED(code) && WTERMSIG(code) == SIGKILL;
    }

    const std::string other_device = "99999999-2222-3333-4444-555555555555";
    const std::string other_tenant = "11112222-bbbb-3333-cccc-4444dddd5555";
    net_test::authority ca;
    std::mutex mutex;
    std::vector<std::string> questions, removals;
    std::shared_ptr<X509> shown, shown_to_discovery;
    std::string discovery_reply = http(200, discovery());
    std::string removal_reply = http(200, R"({"AttestationResult":{"KeyId":null}})");
    std::unique_ptr<net_test::tls_server> server;
};

inline std::size_t count(const wire::device_unregistering& end, wire::removed how)
{
    return static_cast<std::size_t>(
        std::count_if(end.steps.begin(), end.steps.end(),
                      [&](const auto& s) { return s.how == static_cast<uint32_t>(how); }));
}

#define EXPECT_END(end_, wanted)                                                                   \
    EXPECT_EQ(static_cast<int>((end_).end), static_cast<int>(wanted)) << (end_).text

} // namespace dsreg::device_test
