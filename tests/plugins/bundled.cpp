#include "bundled.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

std::string bundled(const std::string& name)
{
    return std::string(DSREG_PROBE_DIR) + "/" + name + ".probe.so";
}

std::string fixture(const std::string& module, const std::string& file)
{
    const std::string path =
        std::string(DSREG_SOURCE_DIR) + "/plugins/" + module + "/fixtures/" + file;
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("no such fixture: " + path);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}
