// The services as plain functions: a question comes in, an answer goes out. A service whose
// function is empty is not offered. `status` other than DSREG_OK: the host could not carry the call
// out.
#pragma once
#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/net.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fake {

struct dbus_question {
    uint32_t bus = 0;
    std::string destination, path, interface, member;
    std::vector<std::string> arguments; // text ones
};
struct dbus_answer {
    uint32_t error = DSREG_X_NONE;
    std::string name, text;                                 // of the error
    std::vector<std::pair<std::string, std::string>> items; // path, text
    std::vector<std::pair<std::string, bool>> flags;        // path, boolean
    dsreg_status status = DSREG_OK;
};

struct certificate {
    std::string subject, issuer, sha256;
};
struct net_answer {
    uint32_t error = DSREG_X_NONE;
    int32_t native = 0;
    std::string address, proxy, proxy_source, tls_version, text;
    std::vector<certificate> certs;
    bool resolved = true; // false: it ended while the name was looked up
};

struct http_question {
    std::string method, url;
    std::vector<std::pair<std::string, std::string>> fields;
    uint32_t max_body = 0;
};
struct http_answer {
    int32_t status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> fields;
    net_answer net; // net.error set: no HTTP answer
    dsreg_status carried = DSREG_OK;
};

struct broker_trouble {
    uint32_t kind = DSREG_X_NONE;
    int32_t status = -1, sub_status = -1;
    uint32_t aadsts = 0;
    std::string tag, suberror, dbus_error, correlation, text;
};
struct broker_answer {
    uint32_t vendor = DSREG_BROKER_NONE;
    bool java_era = false, activatable = false;
    int32_t pid = 0;
    std::string version, version_source, executable, service_file;
    int64_t executable_time = 0;
    broker_trouble error;
    dsreg_status status = DSREG_OK;
};
struct account {
    std::string home_account_id, username, tenant_id, environment;
};
struct accounts_answer {
    std::vector<account> accounts;
    broker_trouble error;
    dsreg_status status = DSREG_OK;
};

struct fs_answer {
    uint32_t error = DSREG_X_NONE;
    std::string bytes;
    dsreg_status status = DSREG_OK;
};

struct services {
    std::function<dbus_answer(const dbus_question&)> dbus;
    std::function<http_answer(const http_question&)> http;
    std::function<net_answer(const std::string& host, uint16_t port)> net;
    std::function<broker_answer(uint32_t call_flags)> broker;
    std::function<accounts_answer()> accounts; // of the broker
    std::function<fs_answer(const std::string& path)> fs;
    dsreg_status net_status = DSREG_OK;
};

// Gives out what lives until the run ends.
class keeper
{
public:
    template <class T>
    T& make()
    {
        auto held = std::make_shared<T>();
        T& ref = *held;
        held_.push_back(std::move(held));
        return ref;
    }
    const char* text(const std::string& s)
    {
        std::string& kept = make<std::string>();
        kept = s;
        return kept.c_str();
    }
    dsreg_str str(const std::string& s) { return {text(s), s.size()}; }

private:
    std::deque<std::shared_ptr<void>> held_;
};

// The run that a service call belongs to.
class run_context
{
public:
    virtual ~run_context() = default;
    virtual const services& offered() const = 0;
    virtual keeper& keep() = 0;
    virtual bool may_read(const std::string& path) const = 0;
    virtual uint32_t probe_flags() const = 0;
    virtual void violation(const std::string& what) = 0;
};

// The table of service `id`; nullptr: not offered.
const void* service_table(const run_context& run, const std::string& id);

} // namespace fake
