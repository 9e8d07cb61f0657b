// A folder for one test, empty at first, gone afterwards.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

namespace dsreg::cli {

class scratch
{
public:
    scratch()
    {
        char name[] = "/tmp/dsreg-cli-XXXXXX";
        path_ = ::mkdtemp(name);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }
    std::string at(const std::string& name) const { return path_ + "/" + name; }
    std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) const
    {
        std::ofstream(at(name)) << text;
        ::chmod(at(name).c_str(), mode);
        return at(name);
    }
    std::size_t files() const
    {
        const std::filesystem::directory_iterator all(path_);
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

private:
    std::string path_;
};

inline std::string contents(const std::string& path)
{
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace dsreg::cli
