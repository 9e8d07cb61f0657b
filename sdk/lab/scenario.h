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
};

// An error as a broker puts it into its reply.
struct broker_error {
    int64_t status = 2; // MSAL runtime status
    int64_t sub_status = 0;
    int64_t tag = 0; // number; people see five characters
    std::string context;
    std::string suberror;
};

struct broker_play {
    std::string kind = "reference"; // "none", "java", "cpp", "himmelblau", "reference"
    std::string version;            // "": the usual one of its kind
    std::vector<account> accounts{account{}};
    std::string fault = "none";       // "none", "slow", "crash", "garbage", "error"
    int64_t delay_ms = 8000;          // of "slow"
    broker_error error;               // of "error"
    std::vector<std::string> methods; // that have the fault; empty: all
};

struct tenant_play {
    std::string id = "7f2b6c1e-94d3-4a08-b5e6-0c1d8e9fa234";
    std::string domain = "contoso.com";
    std::string name = "Contoso";
    std::string realm = "Managed"; // "Managed", "Federated", "Unknown"
};

// A host, or several by a pattern with * and ?. The last entry that matches a name decides.
struct host_play {
    std::string name;
    std::string dns = "answer"; // "answer", or what the name server does: "nxdomain", "servfail",
                                // "refused", "silent"
    std::string connect = "answer";  // "answer", "refused", "silent"
    std::string certificate = "lab"; // "lab", "other-ca"
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
};

struct machine_play {
    std::string hostname = "lab-device";
    bool time_synchronized = true;
    bool remote_session = false;
    bool device_broker = true; // com.microsoft.identity.devicebroker1 has an owner
    std::map<std::string, unit_play> units;
    std::map<std::string, std::string> files; // device root: path -> content
};

struct scenario {
    std::string name, description;
    broker_play broker;
    tenant_play tenant;
    std::string device_id = "b4c8e1d0-52f7-4e69-8a3b-61d7f09c2e58";
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

// Every host that exists in the lab: the public ones and those that the scenario names in full.
std::vector<std::string> host_names(const scenario& s);
// How the host `name` behaves; one that does not exist is "nxdomain".
host_play behaviour(const scenario& s, const std::string& name);

} // namespace dsreg::lab
