// How a call of ours ends: fine, or an error with a code and one sentence for people.
#pragma once
#include <string>
#include <utility>

namespace dsreg {

enum class errc {
    ok = 0,
    invalid,   // wrong argument or malformed input; the sentence says what and where
    not_found, // no such file, name, user
    access,    // the rights are missing
    too_large, // over a documented limit
    timeout,
    io,        // the system refused; the sentence holds strerror
    protocol,  // the other side said what its protocol does not allow
    untrusted, // a file that others could have written
    internal,
};

class [[nodiscard]] status
{
public:
    status() noexcept = default;
    status(errc code, std::string text) : code_(code), text_(std::move(text)) {}
    bool ok() const noexcept { return code_ == errc::ok; }
    explicit operator bool() const noexcept { return ok(); }
    errc code() const noexcept { return code_; }
    const std::string& text() const noexcept { return text_; }

private:
    errc code_ = errc::ok;
    std::string text_;
};

} // namespace dsreg
