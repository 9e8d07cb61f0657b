// The messages of service processes: what the host forwards, and each service's own requests and
// replies. They mirror the structs of sdk/include/dsreg/svc/*.h, where every member is explained.
#pragma once
#include "wire/bytes.h"
#include "wire/world.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::wire {

// host -> service process, first frame.
struct service_init {
    std::string build_id;
    int32_t host_pid = 0;
    world where;
    template <class A>
    void fields(A& a)
    {
        a(build_id, host_pid, where);
    }
};

// host -> service process. `probe_flags` and `paths` come from the descriptor, not from the worker:
// the service enforces what they allow.
struct service_call {
    std::string service;
    uint16_t method = 0;
    uint32_t probe_flags = 0; // DSREG_P_*
    bool may_start = false;   // ACTIVE probe in a run that is not --passive
    int64_t deadline = 0;     // CLOCK_MONOTONIC ns: answer by then, with DSREG_X_TIMEOUT if need be
    std::vector<std::string> paths;
    std::string payload;
    template <class A>
    void fields(A& a)
    {
        a(service, method, probe_flags, may_start, deadline, paths, payload);
    }
};

// service process -> host
struct service_reply {
    int32_t status = 0;     // DSREG_OK, DSREG_E_INVALID, _UNDECLARED, _LIMIT, _SERVICE
    bool cut_short = false; // the deadline ended it: not an answer to remember
    std::string payload;
    template <class A>
    void fields(A& a)
    {
        a(status, cut_short, payload);
    }
};

// ---- dsreg.fs/1 ------------------------------------------------------------------------------
constexpr uint16_t fs_read = 1;
constexpr uint16_t fs_list = 2;

struct fs_request {
    std::string path;
    uint32_t max = 0;
    template <class A>
    void fields(A& a)
    {
        a(path, max);
    }
};
struct fs_entry {
    std::string name;
    uint64_t size = 0;
    int64_t modified = 0;
    uint32_t mode = 0, uid = 0, gid = 0;
    template <class A>
    void fields(A& a)
    {
        a(name, size, modified, mode, uid, gid);
    }
};
struct fs_reply {
    uint32_t error = 0;
    int32_t native = 0;
    std::vector<fs_entry> entries;
    std::string bytes;
    template <class A>
    void fields(A& a)
    {
        a(error, native, entries, bytes);
    }
};

// ---- dsreg.net/1 -----------------------------------------------------------------------------
constexpr uint16_t net_check = 1;
constexpr uint16_t net_srv = 2;

struct net_target {
    std::string host;
    uint16_t port = 0;
    uint16_t upto = 0;
    template <class A>
    void fields(A& a)
    {
        a(host, port, upto);
    }
};
struct net_check_request {
    std::vector<net_target> targets;
    template <class A>
    void fields(A& a)
    {
        a(targets);
    }
};
struct net_cert {
    bool trusted = false;
    std::string subject, issuer, sha256;
    int64_t not_before = 0, not_after = 0;
    std::string der;
    template <class A>
    void fields(A& a)
    {
        a(trusted, subject, issuer, sha256, not_before, not_after, der);
    }
};
struct net_result {
    uint32_t error = 0;
    int32_t native = 0;
    std::string address, proxy, proxy_source, tls_version;
    std::vector<net_cert> certs;
    int64_t resolve_ns = -1, connect_ns = -1, tls_ns = -1;
    std::string error_text;
    template <class A>
    void fields(A& a)
    {
        a(error, native, address, proxy, proxy_source, tls_version, certs, resolve_ns, connect_ns,
          tls_ns, error_text);
    }
};
struct net_check_reply {
    std::vector<net_result> results;
    template <class A>
    void fields(A& a)
    {
        a(results);
    }
};
struct net_srv_request {
    std::string name;
    template <class A>
    void fields(A& a)
    {
        a(name);
    }
};
struct net_srv_record {
    std::string host;
    uint16_t port = 0, priority = 0, weight = 0;
    template <class A>
    void fields(A& a)
    {
        a(host, port, priority, weight);
    }
};
struct net_srv_reply {
    uint32_t error = 0;
    std::vector<net_srv_record> records;
    template <class A>
    void fields(A& a)
    {
        a(error, records);
    }
};

// ---- dsreg.http/1 ----------------------------------------------------------------------------
constexpr uint16_t http_perform = 1;

using http_field = std::pair<std::string, std::string>;
struct http_request {
    std::string method, url;
    std::vector<http_field> headers;
    std::string body;
    uint32_t max_body = 0;
    template <class A>
    void fields(A& a)
    {
        a(method, url, headers, body, max_body);
    }
};
struct http_reply {
    uint32_t error = 0;
    int32_t status = 0;
    std::vector<http_field> headers;
    std::string body, error_text;
    net_result net;
    template <class A>
    void fields(A& a)
    {
        a(error, status, headers, body, error_text, net);
    }
};
struct http_perform_request {
    std::vector<http_request> requests;
    template <class A>
    void fields(A& a)
    {
        a(requests);
    }
};
struct http_perform_reply {
    std::vector<http_reply> replies;
    template <class A>
    void fields(A& a)
    {
        a(replies);
    }
};

// ---- dsreg.dbus/1 ----------------------------------------------------------------------------
constexpr uint16_t dbus_call = 1;

struct dbus_request {
    uint32_t bus = 0;
    std::string destination, path, interface, member, signature;
    std::vector<value> arguments;
    template <class A>
    void fields(A& a)
    {
        a(bus, destination, path, interface, member, signature, arguments);
    }
};
struct dbus_reply {
    uint32_t error = 0;
    uint32_t owner_uid = 0;
    std::string error_name, owner;
    std::vector<named_value> items;
    std::string error_text;
    template <class A>
    void fields(A& a)
    {
        a(error, owner_uid, error_name, owner, items, error_text);
    }
};

// ---- dsreg.broker/1 --------------------------------------------------------------------------
constexpr uint16_t broker_info_call = 1;
constexpr uint16_t broker_accounts_call = 2;
constexpr uint16_t broker_token_call = 3;
constexpr uint16_t broker_state_call = 4;

struct broker_error {
    uint32_t kind = 0;
    int32_t status = -1, sub_status = -1;
    uint32_t aadsts = 0;
    std::string tag, suberror, dbus_error, correlation, text;
    template <class A>
    void fields(A& a)
    {
        a(kind, status, sub_status, aadsts, tag, suberror, dbus_error, correlation, text);
    }
};
struct broker_info {
    uint32_t vendor = 0;
    bool java_era = false;
    bool activatable = false;
    bool replaced = false; // the owner's file is no longer the installed one
    int32_t pid = 0;
    std::string version, version_source;
    std::string executable;      // of the owner, of one in a java machine its launcher; else what
                                 // the service file would start
    int64_t executable_time = 0; // mtime, ns; 0: unknown
    std::string service_file;
    broker_error error;
    template <class A>
    void fields(A& a)
    {
        a(vendor, java_era, activatable, replaced, pid, version, version_source, executable,
          executable_time, service_file, error);
    }
};
struct broker_account {
    std::string home_account_id, username, tenant_id, environment;
    template <class A>
    void fields(A& a)
    {
        a(home_account_id, username, tenant_id, environment);
    }
};
struct broker_accounts {
    std::vector<broker_account> accounts;
    broker_error error;
    template <class A>
    void fields(A& a)
    {
        a(accounts, error);
    }
};
struct broker_token_request {
    uint32_t kind = 0;
    std::string home_account_id; // "": the first account
    template <class A>
    void fields(A& a)
    {
        a(kind, home_account_id);
    }
};
struct broker_token {
    bool granted = false;
    int64_t expires = 0;
    std::string audience, tenant_id, device_id, amr;
    broker_error error;
    template <class A>
    void fields(A& a)
    {
        a(granted, expires, audience, tenant_id, device_id, amr, error);
    }
};

struct broker_state_request {
    std::string home_account_id; // "": the first account
    template <class A>
    void fields(A& a)
    {
        a(home_account_id);
    }
};
struct broker_attempt {
    bool there = false;
    uint32_t code = 0;
    int64_t time = 0;
    int32_t http_status = 0;
    bool has_http_error = false;
    uint32_t http_error = 0;
    std::string user, credential, correlation, endpoint, http_method, server_error, server_text;
    template <class A>
    void fields(A& a)
    {
        a(there, code, time, http_status, has_http_error, http_error, user, credential, correlation,
          endpoint, http_method, server_error, server_text);
    }
};
struct published_text { // `known` and empty: published, and there is none
    bool known = false;
    std::string text;
    template <class A>
    void fields(A& a)
    {
        a(known, text);
    }
};
struct broker_state {
    uint32_t prt = 0; // DSREG_KNOWN_*
    int64_t prt_cached = 0, prt_refreshed = 0, prt_expires = 0;
    std::string prt_source, prt_why, session_key_protocol, prt_authority;
    uint32_t registered = 0;
    std::string device_id, tenant_id, tenant_domain, device_source, device_mode;
    published_text mdm_url, mdm_terms_url, mdm_compliance_url;
    broker_attempt acquire, refresh;
    broker_error error;
    template <class A>
    void fields(A& a)
    {
        a(prt, prt_cached, prt_refreshed, prt_expires, prt_source, prt_why, session_key_protocol,
          prt_authority, registered, device_id, tenant_id, tenant_domain, device_source,
          device_mode, mdm_url, mdm_terms_url, mdm_compliance_url, acquire, refresh, error);
    }
};

} // namespace dsreg::wire
