#include "base/base64.h"

#include <gtest/gtest.h>

using namespace dsreg;

namespace {

constexpr base64_kind both[] = {base64_kind::plain, base64_kind::url};

// RFC 4648, 10.
constexpr std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};

TEST(Base64, GivesTheTextsOfTheStandard)
{
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(to_base64(bytes, base64_kind::plain), text);
        const std::string bare(text, std::string(text).find_last_not_of('=') + 1);
        EXPECT_EQ(to_base64(bytes, base64_kind::url), bare);
    }
}

TEST(Base64, ComesBackForEveryByteAndLength)
{
    std::string bytes;
    for (int i = 0; i < 600; i++) {
        for (const base64_kind kind : both) {
            std::string back;
            ASSERT_TRUE(from_base64(to_base64(bytes, kind), kind, back)) << i;
            ASSERT_EQ(back, bytes);
        }
        bytes += static_cast<char>(i * 7);
    }
}

TEST(Base64, RefusesWhatItWouldNotHaveWritten)
{
    for (const char* bad : {"Zg", "Zg=", "Zh==", "Zg===", "Zm9=", "====", "Zm 9v", "Zm9v\n", "Zm_v",
                            "Z===", "=Zg="}) {
        std::string kept = "kept";
        EXPECT_FALSE(from_base64(bad, base64_kind::plain, kept)) << bad;
        EXPECT_EQ(kept, "kept");
    }
    for (const char* bad : {"Z", "Zh", "Zg==", "Zm+v", "Zm9vY"}) {
        std::string kept = "kept";
        EXPECT_FALSE(from_base64(bad, base64_kind::url, kept)) << bad;
        EXPECT_EQ(kept, "kept");
    }
}

} // namespace
