// Its descriptor is filled by a constructor.
#include <dsreg/probe.hpp>

#include <string>

namespace {

dsreg::result body(dsreg::host)
{
    return dsreg::result::pass();
}

#define ID "x." BROKEN_NAME
constexpr dsreg_probe probe = {sizeof probe,     0,       1000,    0,       ID ".probe", "Checks",
                               "Test",           nullptr, nullptr, nullptr, nullptr,     nullptr,
                               dsreg::run<body>, nullptr};
const dsreg_probe* const probes[] = {&probe};

dsreg_module made()
{
    static const std::string id = ID;
    return {sizeof(dsreg_module),
            DSREG_MAGIC,
            DSREG_ABI_MAJOR,
            DSREG_TARGET_MINOR,
            1,
            probes,
            id.c_str(),
            "1.0.0",
            "Tests of dsreg",
            nullptr,
            "MIT"};
}

} // namespace

extern "C" const dsreg_module dsreg_probe_module_v1 = made();
