#include "broker/document.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;

namespace {

status parse(const std::string& text)
{
    document d;
    return d.parse(text);
}

} // namespace

TEST(document, takes_an_object)
{
    document d;
    ASSERT_TRUE(d.parse(R"( {"a":"x","n":7,"o":{"b":[1]},"z":null} )").ok());
    std::string text = "before";
    EXPECT_TRUE(read_text(d.root(), "a", 10, text).ok());
    EXPECT_EQ(text, "x");
    text = "kept";
    EXPECT_TRUE(read_text(d.root(), "absent", 10, text).ok());
    EXPECT_TRUE(read_text(d.root(), "z", 10, text).ok());
    EXPECT_EQ(text, "kept");
    EXPECT_EQ(read_text(d.root(), "n", 10, text).code(), errc::protocol);
    int64_t n = 0;
    EXPECT_TRUE(read_number(d.root(), "n", n).ok());
    EXPECT_EQ(n, 7);
    EXPECT_EQ(read_number(d.root(), "a", n).code(), errc::protocol);
    const boost::json::object* o = nullptr;
    EXPECT_TRUE(read_object(d.root(), "o", o).ok());
    const boost::json::array* list = nullptr;
    EXPECT_TRUE(read_array(*o, "b", list).ok());
    EXPECT_EQ(list->size(), 1u);
    EXPECT_EQ(read_object(d.root(), "a", o).code(), errc::protocol);
    EXPECT_EQ(read_array(d.root(), "o", list).code(), errc::protocol);
}

TEST(document, refuses_what_is_no_json_object)
{
    for (const char* bad :
         {"", " ", "null", "7", "[]", "\"x\"", "{", "{\"a\":}", "{} {}", "{,}", "<html>502",
          "{\"a\":1,}", "{'a':1}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}", "{\"a\":NaN}"}) {
        EXPECT_EQ(parse(bad).code(), errc::protocol) << bad;
    }
    EXPECT_EQ(parse(std::string("{}\0", 3)).code(), errc::protocol);
}

TEST(document, refuses_a_member_named_twice_at_any_depth)
{
    const std::string twice = "the answer names one member twice";
    EXPECT_EQ(parse(R"({"a":1,"a":2})").text(), twice);
    EXPECT_EQ(parse(R"({"x":[{"a":1,"\u0061":2}]})").text(), twice);
    EXPECT_TRUE(parse(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})").ok());
}

TEST(document, refuses_what_is_too_deep_or_too_long)
{
    const auto nested = [](int n) {
        return "{\"a\":" + std::string(n, '[') + std::string(n, ']') + "}";
    };
    EXPECT_TRUE(parse(nested(20)).ok());
    EXPECT_EQ(parse(nested(40)).text(), "the answer nests too deep");
    EXPECT_EQ(parse(nested(200000)).text(), "the answer nests too deep");
    const std::string pad(largest_reply - 8, 'x');
    EXPECT_TRUE(parse("{\"a\":\"" + pad + "\"}").ok());
    EXPECT_EQ(parse("{\"a\":\"" + pad + "x\"}").text(), "the answer is longer than 1 MiB");
}

TEST(document, quotes_little_and_no_token)
{
    const std::string token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln";
    const std::string said = parse("oops " + token + " " + std::string(5000, '!')).text();
    EXPECT_EQ(said.find("eyJ"), said.npos) << said;
    EXPECT_NE(said.find("oops [removed]"), said.npos) << said;
    EXPECT_LT(said.size(), 300u);
}

TEST(document, a_text_has_no_nul_and_a_limit)
{
    document d;
    ASSERT_TRUE(d.parse(R"({"nul":"a\u0000b","long":"0123456789"})").ok());
    std::string text;
    EXPECT_EQ(read_text(d.root(), "nul", 100, text).code(), errc::protocol);
    EXPECT_EQ(read_text(d.root(), "long", 9, text).code(), errc::protocol);
    EXPECT_TRUE(read_text(d.root(), "long", 10, text).ok());
}
