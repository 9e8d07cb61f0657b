// What a shared object says of itself to the dynamic linker, read without loading it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace dsreg::check {

struct defined_symbol {
    std::string name;
    bool data = false;
    std::string section;   // that holds it; "": none
    bool stored = false;   // its bytes are in the file
    bool constant = false; // nothing may write there once the object is relocated
    std::string bytes;     // the first of them, at most 64
};

struct object {
    std::vector<defined_symbol> exports; // that others can see, without those of the linker itself
    std::vector<std::string> libraries;  // DT_NEEDED
    std::string search_path;             // DT_RPATH or DT_RUNPATH
};

// "" or one sentence: what keeps it from being read.
std::string read_object(const std::string& path, object& ret);

} // namespace dsreg::check
