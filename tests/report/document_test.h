// Runs another program over a document, for the tests against published schemas.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <vector>

namespace dsreg::report_tests {

class document_test : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = std::filesystem::temp_directory_path() / "dsreg-document-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    // Exit code of a program that gets the document's file as its last argument.
    int check_with(std::vector<std::string> command, const std::string& document)
    {
        command.push_back(folder_ / "document");
        std::ofstream(command.back()) << document;
        std::vector<char*> arguments;
        for (std::string& word : command) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_t child = -1;
        if (::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
            return -1;
        int status = -1;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    std::filesystem::path folder_;
};

} // namespace dsreg::report_tests
