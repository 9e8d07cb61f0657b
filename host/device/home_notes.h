// The notes in the user's home, read with patience but not for ever: a home may lie on a file
// system that answers no more, and nothing else of the device depends on it.
#pragma once
#include "device/notes.h"
#include "wire/world.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace dsreg::device {

class home_notes
{
public:
    explicit home_notes(const wire::world& where);
    // `read` is called on a thread of its own, which may outlive this object.
    home_notes(std::string home, std::function<notes()> read, std::chrono::milliseconds patience);

    // Without an answer in time: that, as the row of one file. A reading that still waits is not
    // started a second time.
    notes read() const;

private:
    struct state;
    std::string home_;
    std::chrono::milliseconds patience_;
    std::shared_ptr<state> state_;
};

} // namespace dsreg::device
