// What a lab plays, as a value. A member that a scenario file leaves out has the value that stands
// here: the healthy device of contoso.com.
#pragma once
#include "base/status.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dsreg::lab {

struct account {
    std::string username = "alice@contoso.com";
    std::string given_name = "Alice";
    std::string family_name = "Example";
    std::string object_id = "3d0c7b52-6a1e-4f5b-9c86-2f1d4be07a91";
    std::string tenant_id = {}; // "": the tenant's
};

// An error as a broker puts it into its reply.
struct broker_error {
    int64_t status = 2; // MSAL runtime status
    int64_t sub_status = 0;
    int64_t tag = 0; // number; people see five characters
    std::string context;
    std::string suberror;
    std::string where = {}; // "top", "inside" (in brokerTokenResponse); "": where its kind puts it
};

// What the reference broker publishes of the primary refresh token. Seconds count from the moment
// of the question, by the clock of the machine that is played.
struct prt_play {
    bool present = true;
    int64_t cached_ago_s = 7 * 86'400;
    int64_t refreshed_ago_s = 3600;
    int64_t expires_in_s = 90 * 86'400;
    std::string session_key = "3.1";
};

// An attempt to acquire or to renew the PRT that failed.
struct attempt_play {
    bool there = false;
    int64_t ago_s = 600;
    std::string code; // "0xc000006d"; "": none
    std::string user; // "": the first account
    std::string credential = "Password";
    std::string correlation = "f1a1fb57-6e0c-4d4e-9a6e-0b5f2f5d3c11";
    std::string endpoint, http_method = "POST", http_error = "0x0";
    int64_t http_status = 400;
    std::string server_error = "invalid_grant", server_text;
};

// URLs of mobile device management; none known: the broker does not publish them.
struct mdm_play {
    bool known = true; // and empty: the tenant has none for this user
    std::string url = "https://enrollment.manage.microsoft.com/enrollmentserver/discovery.svc";
    std::string terms = "https://portal.manage.microsoft.com/TermsofUse.aspx";
    std::string compliance = "https://portal.manage.microsoft.com/?portalAction=Compliance";
};

struct broker_play {
    std::string kind = "reference"; // "none", "java", "cpp", "himmelblau", "proxy", "reference"
    std::string version;            // "": the usual one of its kind
    std::vector<account> accounts{account{}};
    std::string fault = "none";       // "slow", "crash", "error", ...: see README.md
    int64_t delay_ms = 8000;          // of "slow"
    broker_error error;               // of "error"
    std::vector<std::string> methods; // that have the fault; empty: all
    // What only the reference broker publishes.
    prt_play prt;
    attempt_play acquire, refresh;
    mdm_play mdm;
    std::string device_mode = "Exclusive"; // "Exclusive", "Shared"
};

struct tenant_play {
    std::string id = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
    std::string domain = "contoso.com";
    std::string name = "Contoso";
    std::string realm = "Managed"; // "Managed", "Federated", "Unknown"
    std::string cloud = "public";  // "public", "usgov", "china"
};

// What a device's registration left on it, and what the tenant knows of it.
struct device_play {
    std::string id = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";
    bool registered = true;           // false: nothing is left on it
    std::string join = "joined";      // "joined", "registered"
    std::string certificate = "good"; // "good", "expired", "expiring", "not-yet-valid", "garbage",
                                      // "missing", "weak", "link", "folder", "huge", "other-device"
    std::string key = "good"; // "good", "missing", "mismatch", "garbage", "locked", "exposed"
    std::string transport_key = "good"; // "good", "missing"
    std::string format = "pem";         // "pem", "der"
    bool intune = true;                 // registration.toml in the user's home
    std::string intune_id;              // device id in it; "": the device's own
    std::string state = "enabled"; // "enabled", "disabled", "deleted", "fresh" (first unknown, then
                                   // known), "unknown-error"
    int64_t registered_ago_s = 90 * 86'400;
};

// A second registration, of another tenant.
struct other_device {
    std::string id, tenant_id;
};

// A line of the journal.
struct log_play {
    std::string from = "device-broker"; // "device-broker", "user-broker"
    int64_t ago_s = 3600;
    int64_t priority = 6;
    std::string message;
    int64_t uid = -1; // of who wrote it; -1: root for the device broker, the user for the user's
};

// The web proxy of the machine; the environment of dsreg names it.
struct proxy_play {
    // "none", "open", "auth-required" (407), "forbidden" (403), "refused"
    std::string mode = "none";
};

// A host, or several by a pattern with * and ?. The last entry that matches a name decides.
struct host_play {
    std::string name;
    std::string dns = "answer"; // "answer", or what the name server does: "nxdomain", "servfail",
                                // "refused", "silent"
    std::string connect = "answer";  // "answer", "refused", "silent"
    std::string certificate = "lab"; // "lab", "other-ca"
    // "asked"; "lost": TLS ends on the way, at somebody who asks for none
    std::string client_certificate = "asked";
};

// What a web server says instead of its usual answer. The first entry that matches wins.
struct http_play {
    std::string host = "*", path = "*"; // patterns; the path without its query
    int64_t status = 200;
    std::string type = "text/html";
    std::string body;
    std::string location; // of a redirect
    bool hang = false;    // takes the request and stays silent
};

struct unit_play { // a systemd unit; "not-found" and no states: the machine has none
    std::string load = "loaded", active = "active", sub = "running", result = "success";
    std::string file = "static"; // UnitFileState
    std::string stop = "works";  // StopUnit: "works", "fails" (it runs on), "hangs"
};

struct secret_play { // an item of the user's keyring; its value is never asked for
    std::string label;
    std::map<std::string, std::string> attributes;
};

// The user's Secret Service.
struct secrets_play {
    // "login", "alias" (another one has that alias), "locked", "none"; "no-service": nobody serves
    std::string collection = "login";
    bool prompt = false; // deleting an item asks the user first
    bool usual = true;   // the items that belong to the broker's kind, and one of somebody else
    std::vector<secret_play> items;
};

struct machine_play {
    std::string hostname = "lab-device";
    bool elevated = true; // dsreg runs with root's rights (through sudo), or without
    bool time_synchronized = true;
    bool remote_session = false;
    bool device_broker = true;   // com.microsoft.identity.devicebroker1 has an owner
    bool device_service = false; // dsreg's own, org.dsreg.DeviceBroker1, is installed; plays root
    bool session_bus = true;
    bool authd = false; // com.ubuntu.authd.MSEntraID has an owner on the system bus
    secrets_play secrets;
    int64_t clock_offset_s = 0;   // how wrong the machine's clock is
    std::string journal = "good"; // "good", "none", "unreadable", "corrupt"
    std::vector<log_play> log;    // lines of that journal, beside the usual ones
    std::string vendor_dsreg;     // what the vendor's own dsreg prints; "": not installed
    std::string device_era;       // of the device broker: "java", "cpp"; "": as the broker
    std::map<std::string, unit_play> units;
    std::map<std::string, std::string> files; // device root: path -> content
};

struct scenario {
    std::string name, description;
    broker_play broker;
    tenant_play tenant;
    device_play device;
    std::vector<other_device> other_devices;
    proxy_play proxy;
    std::vector<host_play> hosts;
    std::vector<http_play> http;
    machine_play machine;
};

// Text of a scenario file. The sentence of an error names the member.
status parse_scenario(const std::string& text, scenario& ret);
status load_scenario(const std::string& file, scenario& ret);

// Defaults that depend on the kind of broker: its version, its units.
std::string broker_version(const scenario& s);
std::map<std::string, unit_play> units(const scenario& s);
std::vector<secret_play> secret_items(const scenario& s);

// Every host that exists in the lab: the public ones and those that the scenario names in full.
std::vector<std::string> host_names(const scenario& s);
// How the host `name` behaves; one that does not exist is "nxdomain".
host_play behaviour(const scenario& s, const std::string& name);

} // namespace dsreg::lab
