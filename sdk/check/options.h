// The command line.
#pragma once
#include "base/status.h"

#include <chrono>
#include <string>
#include <vector>

namespace dsreg::check {

enum class form { text, json, junit };

struct options {
    bool help = false, version = false, list = false, verbose = false, bundled = false;
    form format = form::text;
    std::string file; // of --format FORM=FILE; "": stdout
    std::vector<std::string> only;
    std::chrono::milliseconds deadline{10'000};
    std::vector<std::string> modules;
};

[[nodiscard]] status parse(int argc, const char* const* argv, options& ret);
std::string help_text();

} // namespace dsreg::check
