#include "actions/own_memory.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dsreg;

// In a process of its own, which shows nothing to anybody afterwards.
TEST(OwnMemory, leaves_no_core_and_lets_nobody_look)
{
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        rlimit core{1, 1};
        const bool kept = actions::keep_memory_to_ourselves().ok() &&
                          ::getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 &&
                          ::prctl(PR_GET_DUMPABLE) == 0;
        ::_exit(kept ? 0 : 1);
    }
    int code = -1;
    ASSERT_EQ(::waitpid(child, &code, 0), child);
    EXPECT_EQ(code, 0);
}
