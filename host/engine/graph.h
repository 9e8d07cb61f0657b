// Who provides what: every accepted probe and fact, with duplicates and cycles refused as modules
// are added one after the other. The later module is the one that goes. Pure.
#pragma once
#include "wire/messages.h"

#include <map>
#include <string>
#include <vector>

namespace dsreg::engine {

struct probe_ref {
    std::size_t module = 0; // index in the list of loaded modules
    std::size_t probe = 0;  // index in that module
    auto operator<=>(const probe_ref&) const = default;
};

// An entry of `inputs` or `services`: the name, and whether it may be missing.
struct wanted {
    std::string name;
    bool optional = false;
};
wanted parse_wanted(const std::string& entry);

class graph
{
public:
    // `ret_code`: "", "duplicate-probe", "duplicate-fact" or "cycle", with a sentence in `ret_why`;
    // a refused module leaves no trace but the keys that it would have provided.
    void add(std::size_t module, const wire::module_decl& decl, const std::string& path,
             std::string& ret_code, std::string& ret_why);

    const probe_ref* provider(const std::string& key) const; // nullptr: nobody
    const probe_ref* find(const std::string& probe_id) const;
    // Path of a rejected module that would have provided `key`; "": none.
    std::string rejected_provider(const std::string& key) const;

private:
    void find_duplicate(const wire::module_decl& decl, std::string& ret_code,
                        std::string& ret_why) const;
    void insert(std::size_t module, const wire::module_decl& decl);
    void erase(const wire::module_decl& decl);
    bool has_cycle(const wire::module_decl& added, std::string& ret_through) const;

    std::map<std::string, probe_ref> probes_;                // by id
    std::map<std::string, probe_ref> providers_;             // by fact key
    std::map<std::string, std::string> provider_ids_;        // by fact key
    std::map<std::string, std::vector<std::string>> inputs_; // keys, by probe id
    std::map<std::string, std::string> rejected_;            // fact key -> path
};

} // namespace dsreg::engine
