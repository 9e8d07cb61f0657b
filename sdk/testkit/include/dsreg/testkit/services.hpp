// SPDX-License-Identifier: MIT
// dsreg/testkit/services.hpp - the services as plain functions: a question comes in, an answer goes
// out.
//
// A question has passed dsreg's own rules: one that dsreg refuses (a path that is not declared, a
// POST of a probe that is not ACTIVE) never gets here. Equal questions of one run are asked once,
// unless the probe says DSREG_CALL_FRESH. In every answer
//   - `error` is what went wrong in the world, DSREG_X_*;
//   - `status` other than DSREG_OK means that the host could not carry the call out;
//   - times are nanoseconds since 1970, 0: not known.
#pragma once
#include <dsreg/testkit/value.hpp>

#include <dsreg/svc/broker.h>
#include <dsreg/svc/dbus.h>
#include <dsreg/svc/device.h>
#include <dsreg/svc/fs.h>
#include <dsreg/svc/http.h>
#include <dsreg/svc/journal.h>
#include <dsreg/svc/net.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dsreg::testkit {

// ---- dsreg.dbus/1 -----------------------------------------------------------------------------

struct dbus_question {
    uint32_t bus = 0; // DSREG_BUS_*
    std::string destination, path, interface, member;
    std::vector<std::string> arguments; // text ones
};
struct dbus_answer {
    uint32_t error = DSREG_X_NONE;
    std::string name, text;                                 // of the error
    std::vector<std::pair<std::string, std::string>> items; // path, text
    std::vector<std::pair<std::string, bool>> flags;        // path, boolean
    std::vector<std::pair<std::string, int64_t>> numbers;   // path, integer
    dsreg_status status = DSREG_OK;
    std::vector<std::pair<std::string, value>> values; // path, anything else
    std::string owner = ":1.7";                        // unique name that answered
    uint32_t owner_uid = 0;
};

// ---- dsreg.net/1, dsreg.http/1 -----------------------------------------------------------------

struct certificate {
    std::string subject, issuer; // RFC 2253
    std::string sha256;          // of the DER, lower-case hex
    bool trusted = false;        // although the session failed; in one that did not all are
    int64_t not_before = 0, not_after = 0;
};
struct net_answer {
    uint32_t error = DSREG_X_NONE;
    int32_t native = 0; // errno or the like; 0: none
    // "192.0.2.1", "host:port", "HTTPS_PROXY", "TLSv1.3", a sentence about `error`
    std::string address, proxy, proxy_source, tls_version, text;
    std::vector<certificate> certs; // leaf first
    bool resolved = true;           // false: it ended while the name was looked up
};

struct srv_record {
    std::string host;
    uint16_t port = 0, priority = 0, weight = 0;
};
struct srv_answer {
    uint32_t error = DSREG_X_NONE;
    std::vector<srv_record> records;
    dsreg_status status = DSREG_OK;
};

struct http_question {
    std::string method, url;
    std::vector<std::pair<std::string, std::string>> fields;
    uint32_t max_body = 0; // 0: 1 MiB
    std::string body;
};
struct http_answer {
    int32_t status = 200; // of HTTP
    std::string body;     // longer than the question allows: DSREG_X_TOO_LARGE
    std::vector<std::pair<std::string, std::string>> fields; // names in any case
    net_answer net;                                          // net.error set: no HTTP answer
    dsreg_status carried = DSREG_OK;                         // `status` of the other answers
};

// ---- dsreg.broker/1 ----------------------------------------------------------------------------

// What a broker says went wrong; the members of dsreg_broker_error.
struct broker_trouble {
    uint32_t kind = DSREG_X_NONE; // DSREG_X_*
    int32_t status = -1, sub_status = -1;
    uint32_t aadsts = 0;
    std::string tag, suberror, dbus_error, correlation, text;
};
struct broker_answer {
    uint32_t vendor = DSREG_BROKER_NONE; // DSREG_BROKER_*
    bool java_era = false, activatable = false, replaced = false;
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

struct broker_attempt {
    uint32_t code = 0; // HRESULT
    int64_t time = 0;
    int32_t http_status = 0;
    std::optional<uint32_t> http_error;
    std::string user, credential, correlation, endpoint, http_method, server_error, server_text;
};
// What a broker publishes of device and PRT; as it stands here: nothing.
struct broker_state {
    uint32_t prt = DSREG_KNOWN_NOT, registered = DSREG_KNOWN_NOT; // DSREG_KNOWN_*
    int64_t prt_cached = 0, prt_refreshed = 0, prt_expires = 0;
    std::string prt_source, prt_why, session_key_protocol, prt_authority;
    std::string device_id, tenant_id, tenant_domain, device_source, device_mode;
    std::optional<std::string> mdm_url, mdm_terms_url, mdm_compliance_url;
    std::optional<broker_attempt> acquire, refresh;
    broker_trouble error;
    dsreg_status status = DSREG_OK;
};

struct token_answer {
    bool granted = true;
    int64_t expires = 0;
    std::string audience, tenant_id, device_id, amr;
    broker_trouble error;
    dsreg_status status = DSREG_OK;
};

// ---- dsreg.fs/1 --------------------------------------------------------------------------------

struct fs_answer {
    uint32_t error = DSREG_X_NONE;
    std::string bytes; // of a file; longer than the question allows: DSREG_X_TOO_LARGE
    dsreg_status status = DSREG_OK;
    std::vector<std::pair<std::string, int64_t>> entries; // of a folder: name, time
    int64_t modified = 0;                                 // of a file
};

// ---- dsreg.device/1 ----------------------------------------------------------------------------

struct device_certificate {
    std::string device_id, tenant_id;
    int64_t not_before = 1'700'000'000'000'000'000; // 2023-11-14 22:13:20
    int64_t not_after = 2'000'000'000'000'000'000;  // 2033-05-18 03:33:20
    uint32_t join_type = DSREG_JOIN_JOINED;         // DSREG_JOIN_*
    bool client_auth = true, enterprise = false;
    uint32_t key_bits = 2048;
    std::string key_type = "RSA";
    std::string subject; // "": the device id
    std::string issuer = "MS-Organization-Access";
    std::string thumbprint = "D09A73223D16855752C5E820A70540BA6450103E";
};
struct device_record {
    std::string instance, tenant_id, device_id, source, path, key_container, key_provider;
    uint32_t hardware = 0; // 1: the key is in a TPM or token, 0: a file, 2: not known
    std::optional<device_certificate> certificate;
};
struct device_file {
    uint32_t kind = DSREG_FILE_CERTIFICATE, state = DSREG_FILE_GOOD; // DSREG_FILE_*
    bool exposed = false;
    std::string path, instance, text;
    uint32_t uid = 0, gid = 0, mode = 0100644;
};
struct device_answer {
    uint32_t error = DSREG_X_NONE;
    std::vector<device_record> records;
    std::vector<device_file> files;
    std::string text;
    dsreg_status status = DSREG_OK;
};
struct device_question {
    std::string test;            // "key-match", "sign", "server"
    std::string instance, cloud; // cloud: "" but for the server's test
};
struct device_verdict {
    uint32_t verdict = DSREG_DEVICE_OK; // DSREG_DEVICE_*
    uint32_t error = DSREG_X_NONE, aadsts = 0;
    int32_t http_status = 0;
    uint32_t attempts = 1;
    std::string correlation, host, suberror, text;
    dsreg_status status = DSREG_OK;
};

// ---- dsreg.journal/1 ---------------------------------------------------------------------------

struct journal_entry {
    int64_t time = 0;
    std::string message;
    uint32_t uid = 0;
    int32_t pid = 700, priority = 6; // syslog's
    std::string unit = "microsoft-identity-device-broker.service";
    std::string identifier = "microsoft-identity-device-broker";
};
struct journal_answer {
    std::vector<journal_entry> entries; // newest first; `since` and `count` are seen to
    uint32_t error = DSREG_X_NONE;
    std::string text;
    dsreg_status status = DSREG_OK;
};

// One function each; an empty one is not there. dsreg.broker/1 is offered with any of its four.
struct services {
    std::function<dbus_answer(const dbus_question&)> dbus;
    std::function<http_answer(const http_question&)> http;
    std::function<net_answer(const std::string& host, uint16_t port)> net;
    std::function<broker_answer(uint32_t call_flags)> broker; // DSREG_CALL_*
    std::function<accounts_answer()> accounts;                // of the broker
    std::function<broker_state()> state;                      // of the broker
    // `account`: home account id, "" for the first one. The second one hears whose state was asked.
    std::function<token_answer(uint32_t kind, const std::string& account)> token;
    std::function<void(const std::string& account)> on_state;
    std::function<fs_answer(const std::string& path)> fs; // files and folders, as asked for
    std::function<device_answer()> device;
    std::function<device_verdict(const device_question&)> device_test;
    std::function<journal_answer(const dsreg_journal_query& query)> journal;
    dsreg_status net_status = DSREG_OK;                     // of every check of dsreg.net/1
    std::function<srv_answer(const std::string& name)> srv; // of dsreg.net/1
};

} // namespace dsreg::testkit
