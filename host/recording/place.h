// Where in a document its reader is, and the first thing that is wrong there.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace dsreg::recording {

// One step of the way to a value. Made on the stack, so that only a complaint costs text.
struct place {
    const place* above = nullptr;
    std::string_view name;                            // of a member
    std::size_t index = static_cast<std::size_t>(-1); // of an item, if there is no name

    place at(std::string_view member) const { return {this, member}; }
    place at(std::size_t item) const { return {this, {}, item}; }
    std::string text() const; // "/calls/3/reply"
};

class faults
{
public:
    bool none() const noexcept { return first_.empty(); }
    const std::string& first() const noexcept { return first_; }
    void add(const place& where, std::string_view what)
    {
        if (none()) first_ = where.text() + " " + std::string(what);
    }

private:
    std::string first_;
};

} // namespace dsreg::recording
