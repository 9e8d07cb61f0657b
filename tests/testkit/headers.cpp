// Compiled as C++17: what a test of an author may include.
#include <dsreg/testkit.hpp>
#include <dsreg/testkit/recording.hpp>
#include <dsreg/testkit/services.hpp>
#include <dsreg/testkit/value.hpp>

dsreg::testkit::world any_world()
{
    dsreg::testkit::world w;
    w.give_value("a.key", dsreg::testkit::value::integer(1).personal());
    w.settings["name"] = "text";
    return w;
}
