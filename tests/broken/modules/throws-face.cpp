// Throws inside the C++ face, which stops it.
#include <dsreg/probe.hpp>
#include <stdexcept>
static dsreg::result body(dsreg::host)
{
    throw std::runtime_error("on purpose");
}
static constexpr dsreg_probe probe = {.struct_size = sizeof(dsreg_probe),
                                      .id = "x.throws-face.probe",
                                      .section = "Broken",
                                      .title = "Broken Test",
                                      .run = dsreg::run<body>};
DSREG_MODULE("x.throws-face", "1.0.0", "Tests of dsreg", nullptr, "MIT", &probe);
