#include "bus/client.h"

#include "bus/private_bus.h"

#include <gtest/gtest.h>
#include <map>

using namespace dsreg;
using namespace dsreg::test;

namespace {

constexpr const char* name = "org.example.Shapes";
constexpr const char* iface = "org.example.Shapes";

void shapes(bus::server& s)
{
    const auto give = [&](const char* member, bus::typed v) {
        s.method("/s", iface, member, "", v.signature, [v](const bus::incoming&) {
            return bus::answer{{v}, "", ""};
        });
    };
    give("Texts", bus::of_texts({"a", "b"}));
    give("None", bus::of_texts({}));
    give("Dict", bus::of_dict({{"ActiveState", bus::of_text("active")},
                               {"NRestarts", bus::of_u32(4000000000u)},
                               {"Names", bus::of_texts({"x"})}}));
    give("Rows", bus::of_array("(us)", {bus::of_struct({bus::of_u32(1), bus::of_text("one")}),
                                        bus::of_struct({bus::of_u32(2), bus::of_text("two")})}));
    give("Huge", bus::of_u64(UINT64_MAX));
    std::vector<bus::typed> many(bus::most_items + 1, bus::of_bool(true));
    give("TooMany", bus::of_array("b", many));
    many.pop_back();
    give("JustMany", bus::of_array("b", many));
    s.method("/s", iface, "Types", "ybnqiuxtdsog", "s", [](const bus::incoming& in) {
        std::string all;
        for (const auto& [path, v] : in.arguments) all += path + "=" + display(v) + " ";
        return bus::answer{{bus::of_text(all)}, "", ""};
    });
    s.property("/s", iface, "State", [] { return bus::of_text("running"); });
    s.property("/s", iface, "Count", [] { return bus::of_u64(7); });
    s.property("/s", iface, "Ready", [] { return bus::of_bool(true); });
    s.property("/s", iface, "Realms", [] { return bus::of_paths({"/r/1", "/r/2"}); });
    (void)s.request_name(name);
}

struct flatten : testing::Test {
    private_bus daemon;
    child service = serve(daemon.address(), shapes);
    bus::connection c;
    std::string owner;

    void SetUp() override
    {
        ASSERT_TRUE(c.open(daemon.address(), soon()).ok());
        ASSERT_TRUE(c.name_owner(name, soon(), owner).ok());
    }
    std::map<std::string, std::string> ask(const char* member)
    {
        return ask({owner, "/s", iface, member, "", {}});
    }
    std::map<std::string, std::string> ask(const bus::request& what)
    {
        bus::items reply;
        const bus::outcome end = c.call(what, soon(), reply);
        EXPECT_TRUE(end.ok()) << end.name << " " << end.text;
        std::map<std::string, std::string> all;
        for (const auto& [path, v] : reply) all[path] = display(v);
        return all;
    }
    using shape = std::map<std::string, std::string>;
};

} // namespace

TEST_F(flatten, arrays_and_structures_are_numbered)
{
    EXPECT_EQ(ask("Texts"), (shape{{"0/0", "a"}, {"0/1", "b"}}));
    EXPECT_EQ(ask("None"), shape());
    EXPECT_EQ(ask("Rows"),
              (shape{{"0/0/0", "1"}, {"0/0/1", "one"}, {"0/1/0", "2"}, {"0/1/1", "two"}}));
}

TEST_F(flatten, dictionaries_go_by_key_and_variants_are_opened)
{
    EXPECT_EQ(
        ask("Dict"),
        (shape{{"0/ActiveState", "active"}, {"0/NRestarts", "4000000000"}, {"0/Names/0", "x"}}));
}

TEST_F(flatten, an_unsigned_number_that_does_not_fit_keeps_its_digits)
{
    EXPECT_EQ(ask("Huge"), (shape{{"0", "18446744073709551615"}}));
}

TEST_F(flatten, more_than_4096_items_are_too_large)
{
    EXPECT_EQ(ask("JustMany").size(), bus::most_items);
    bus::items reply;
    EXPECT_EQ(c.call({owner, "/s", iface, "TooMany", "", {}}, soon(), reply).kind,
              DSREG_X_TOO_LARGE);
}

TEST_F(flatten, properties_are_read_one_by_one_and_together)
{
    value v;
    ASSERT_TRUE(c.property(owner, "/s", iface, "State", soon(), v).ok());
    EXPECT_EQ(v.text, "running");
    EXPECT_EQ(ask({owner,
                   "/s",
                   "org.freedesktop.DBus.Properties",
                   "GetAll",
                   "s",
                   {value::of_text(iface)}}),
              (shape{{"0/State", "running"},
                     {"0/Count", "7"},
                     {"0/Ready", "YES"},
                     {"0/Realms/0", "/r/1"},
                     {"0/Realms/1", "/r/2"}}));
}

TEST_F(flatten, every_basic_type_travels_as_an_argument)
{
    value real;
    real.type = value_type::real;
    real.d = 1.5;
    const auto n = [](int64_t i) { return value::of_int(i); };
    const shape reply = ask(
        {owner,
         "/s",
         iface,
         "Types",
         "ybnqiuxtdsog",
         {n(255), value::of_bool(true), n(-7), n(65535), n(-8), n(4294967295), n(INT64_MIN),
          n(INT64_MAX), real, value::of_text("t"), value::of_text("/o"), value::of_text("su")}});
    EXPECT_EQ(reply.at("0"), "0=255 1=YES 2=-7 3=65535 4=-8 5=4294967295 6=-9223372036854775808 "
                             "7=9223372036854775807 8=1.5 9=t 10=/o 11=su ");
}
