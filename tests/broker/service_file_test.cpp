#include "broker/service_file.h"

#include <gtest/gtest.h>

using namespace dsreg;
using namespace dsreg::broker;
using words = std::vector<std::string>;

TEST(service_file, reads_name_and_exec)
{
    service_file f;
    ASSERT_TRUE(parse_service_file("# comment\n[D-BUS Service]\nName = com.x.y\r\n"
                                   "Exec=/usr/bin/java -jar \"/opt/a b/broker.jar\"\n"
                                   "SystemdService=x.service\n[Other]\nExec=/bin/no\n",
                                   f)
                    .ok());
    EXPECT_EQ(f.name, "com.x.y");
    EXPECT_EQ(f.words, (words{"/usr/bin/java", "-jar", "/opt/a b/broker.jar"}));
    EXPECT_EQ(f.systemd_service, "x.service");
}

TEST(service_file, refuses_garbage)
{
    service_file f;
    f.name = "kept";
    for (const char* bad :
         {"", "\n\n", "Name=a\nExec=/b\n", "[D-BUS Service]\nName=a\n", "[D-BUS Service]\nExec=/b",
          "[D-BUS Service]\nName=a\nExec=\n", "[D-BUS Service]\nName=a\nExec=\"/b\n",
          "[D-BUS Service]\nName=a\nExec=''\n", "[D-BUS Service", "\xff\xfe[D-BUS Service]"}) {
        EXPECT_FALSE(parse_service_file(bad, f).ok()) << bad;
    }
    EXPECT_FALSE(
        parse_service_file(std::string("[D-BUS Service]\nName=a\0\nExec=/b\n", 33), f).ok());
    EXPECT_EQ(f.name, "kept");
}

TEST(split_words, quotes_and_backslashes)
{
    words w;
    ASSERT_TRUE(split_words("a  'b c' \"d \\\" e\" f\\ g ''", w));
    EXPECT_EQ(w, (words{"a", "b c", "d \" e", "f g", ""}));
    EXPECT_FALSE(split_words("'open", w));
    ASSERT_TRUE(split_words("   ", w));
    EXPECT_TRUE(w.empty());
}
