#include "places.h"

#include "base/nearest.h"
#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace dsreg::lab {

namespace fs = std::filesystem;

namespace {

bool ends_with(const std::string& s, const std::string& end)
{
    return s.size() >= end.size() && s.compare(s.size() - end.size(), end.size(), end) == 0;
}

} // namespace

status find_places(places& ret)
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    if (error) return {errc::io, "cannot find my own program: " + error.message()};
    const fs::path prefix = self.parent_path().parent_path();
    places found;
    found.world = prefix / "libexec/dsreg/dsreg-lab-world";
    found.broker = prefix / "libexec/dsreg/dsreg-lab-broker";
    found.device_service =
        prefix / "libexec/dsreg/dsreg-device-broker"; // dsreg's: not always there
    found.share = prefix / "share/dsreg/lab";
    found.scenarios = prefix / "share/dsreg/lab/scenarios";
    for (const std::string& file :
         {found.world, found.broker, found.share + "/ca.pem", found.scenarios}) {
        if (::access(file.c_str(), R_OK) != 0) {
            return {errc::not_found, "the lab is not complete: " + file + " cannot be read"};
        }
    }
    ret = std::move(found);
    return {};
}

status all_scenarios(const places& where, std::vector<scenario>& ret)
{
    std::vector<scenario> all;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(where.scenarios, error)) {
        if (!ends_with(entry.path().string(), ".json")) continue;
        if (status s = load_scenario(entry.path().string(), all.emplace_back()); !s.ok()) return s;
    }
    if (error) return {errc::io, "cannot read " + where.scenarios + ": " + error.message()};
    std::sort(all.begin(), all.end(),
              [](const scenario& a, const scenario& b) { return a.name < b.name; });
    ret = std::move(all);
    return {};
}

status find_scenario(const places& where, const std::string& wanted, std::string& ret_file,
                     scenario& ret)
{
    const bool is_file = wanted.find('/') != std::string::npos || ends_with(wanted, ".json");
    const std::string file = is_file ? wanted : where.scenarios + "/" + wanted + ".json";
    if (!is_file && ::access(file.c_str(), F_OK) != 0) {
        std::vector<std::string> names;
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(where.scenarios, error)) {
            names.push_back(entry.path().stem().string());
        }
        const std::string near = nearest(wanted, names);
        return {errc::not_found,
                "there is no scenario \"" + safe_text(wanted) + "\"; " +
                    (near.empty() ? "dsreg-lab list names them" : "did you mean " + near + "?")};
    }
    if (status s = load_scenario(file, ret); !s.ok()) return s;
    ret_file = file;
    return {};
}

} // namespace dsreg::lab
