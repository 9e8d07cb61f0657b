// The module that the tests of the testkit have acting for them.
#pragma once
#include <dsreg/testkit.hpp>

#include <string>

namespace testkit = dsreg::testkit;

inline const testkit::module& subject()
{
    static const testkit::module m(SUBJECT);
    return m;
}

inline testkit::world doing(const std::string& deed)
{
    testkit::world w;
    w.settings["do"] = deed;
    return w;
}

inline testkit::outcome act(const testkit::world& w)
{
    return subject().run("org.example.kit.act", w);
}

// The fact of that name that the module reported.
inline std::string said(const testkit::outcome& o, const std::string& name)
{
    return o.fact_of("org.example.kit." + name);
}
