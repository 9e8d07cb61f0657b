// A module on its way through the checks: what is known of it decides which can still be made.
#pragma once
#include "runner.h"

#include <string>
#include <vector>

namespace dsreg::check {

struct candidate {
    std::string path, real; // as on the command line; absolute
    bool survived = false;  // that its descriptors were read
    std::string trouble;    // how its process ended; empty when it survived
    description seen;
    std::string ended; // "crashes in x.y (...)" of an earlier check; "": none
    met_by whom = met_by::this_check;
};

// "" or why the file is none that checks could be made of.
std::string not_a_module(const std::string& path, std::string& ret_real);

void describe(runner& by, candidate& c, bool bundled);

// What the modules that stand beside this program provide, if one of `all` asks for a fact that is
// not in `known`.
void learn_from_bundled(runner& by, const std::vector<candidate>& all,
                        std::vector<known_fact>& known);

// Makes the check, or says why it is not made.
finished make(runner& by, const check_entry& which, candidate& c, const job& order);

} // namespace dsreg::check
