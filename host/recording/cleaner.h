// What must not be written down is taken out of texts before they are.
#pragma once
#include "base/status.h"
#include "recording/cleaner_index.h"

#include <string>
#include <string_view>
#include <vector>

namespace dsreg::recording {

class cleaner
{
public:
    cleaner() = default;
    // `secrets`: texts of SECRET values; those of 4 bytes and more are replaced wherever they
    // stand.
    explicit cleaner(const std::vector<std::string>& secrets);

    // An error when they are more than it can look for; then it takes out everything.
    [[nodiscard]] status usable() const;

    // The member `name` of a message. Paths and fingerprints look like tokens and are none; of the
    // contents of files and of bodies, certificates and public keys stay, and private keys do not.
    // What it returns it leaves as it is.
    std::string member(std::string_view name, const std::string& raw) const;
    // The value of a header.
    std::string header(std::string_view name, const std::string& raw) const;
    // Any other text. One that is a SHA-256 and nothing else stays: fingerprints are public.
    std::string text(const std::string& raw) const;

private:
    std::string without_secrets(const std::string& raw) const;

    cleaner_index secrets_;
    bool too_many_ = false;
};

} // namespace dsreg::recording
