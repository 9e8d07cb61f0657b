// What an honest C++ module does with its library, inside the sandbox.
#include "note.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <locale>
#include <mutex>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

int caught_on_threads()
{
    std::vector<std::future<int>> all;
    for (int i = 0; i < 8; i++)
        all.push_back(std::async(std::launch::async, [i]() -> int {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            throw std::runtime_error(std::string(static_cast<std::size_t>(i), 'x'));
        }));
    std::size_t sum = 0;
    for (std::future<int>& one : all) {
        try {
            one.get();
        } catch (const std::runtime_error& e) {
            sum += std::string(e.what()).size();
        }
    }
    return static_cast<int>(sum);
}

bool waits()
{
    std::mutex lock;
    std::condition_variable changed;
    bool ready = false;
    std::thread other([&] {
        const std::lock_guard held(lock);
        ready = true;
        changed.notify_one();
    });
    std::unique_lock held(lock);
    const bool in_time =
        changed.wait_for(held, std::chrono::seconds(20), [&ready] { return ready; });
    held.unlock();
    other.join();
    return in_time;
}

dsreg::result library(dsreg::host h)
{
    note(h, "async-throw", caught_on_threads());
    note(h, "condition", waits());
    const std::vector<char> large(64 * 1024 * 1024, 'x');
    note(h, "allocation", large.back());
    note(h, "regex", std::regex_match("dsreg-42", std::regex("[a-z]+-(\\d+)")));
    note(h, "random", std::random_device{}.entropy() >= 0 ? 1 : 0);
    note(h, "random-file", std::random_device("/dev/urandom")() != 0 ? 1 : 0);

    std::ifstream zeros("/dev/null");
    std::string line;
    note(h, "stream", zeros.is_open() && !std::getline(zeros, line));
    std::size_t entries = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib"))
        entries += !entry.path().empty();
    note(h, "directory", entries > 0);
    std::error_code refused;
    std::filesystem::directory_iterator home("/root", refused);
    note(h, "directory-refused", refused == std::errc::permission_denied);

    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << 1.5;
    note(h, "classic", out.str() == "1.5");
    try {
        note(h, "locale", std::locale("C.UTF-8").name());
    } catch (const std::runtime_error&) {
        note(h, "locale", "none");
    }
    setenv("TZ", "Asia/Kolkata", 1); // 330 minutes all year
    tzset();
    const time_t day = 86'400;
    tm local{};
    localtime_r(&day, &local);
    note(h, "zone", local.tm_gmtoff);
    note(h, "clock", std::chrono::system_clock::now().time_since_epoch().count() > 0);
    note(h, "cores", std::thread::hardware_concurrency() > 0);
    std::cout << std::flush;
    note(h, "terminal", isatty(1));
    return dsreg::result::pass();
}

constexpr dsreg_probe library_probe = [] {
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.id = "t.library.all";
    p.section = "Test";
    p.title = "Test";
    p.outputs = noted;
    p.run = dsreg::run<library>;
    return p;
}();

} // namespace

DSREG_MODULE("t.library", "1.0.0", "Tests of dsreg", nullptr, "MIT", &library_probe);
