// A Secret Service for tests, in a child process: one collection, and what it does wrong.
#pragma once
#include "bus/private_bus.h"

#include <map>
#include <string>
#include <vector>

namespace dsreg::test {

constexpr const char* login_collection = "/org/freedesktop/secrets/collection/login";

struct kept_item {
    std::string name; // last part of its path
    std::string label;
    std::map<std::string, std::string> attributes;
};

struct keyring {
    std::string collection = login_collection; // "": there is none
    std::string alias;                         // what ReadAlias("login") says; "": "/"
    std::vector<kept_item> items;
    bool locked = false;
    bool prompts = false;                 // before an item is deleted
    bool keeps = false;                   // says that it deleted, and did not
    bool finds_all = false;               // whatever is searched for
    std::vector<std::string> found_paths; // what every search finds, besides
    int found_many = 0;                   // so many paths, besides
    bool no_attributes = false;           // an item does not say what it carries
    std::string delete_error;             // name of the D-Bus error that Delete gives
    int dies_at_delete = 0;               // the first is 1; 0: never
    bool searched_once = false;           // after a deletion a search is an error
};

// Serves `k` as org.freedesktop.secrets. Every call adds a line to `log`: "Delete mine",
// "Dismiss", "value"; the file is whole when the call has its answer.
child serve_keyring(const std::string& address, const keyring& k, const std::string& log);

} // namespace dsreg::test
