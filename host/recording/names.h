// What the members of messages are called in a recording.
//
// These names are for good: a recording that dsreg 1.0 wrote is read by every dsreg 1.x, so a
// member of wire/ that gets another name keeps its old one here. In the order of the struct's
// fields().
#pragma once
#include <array>

namespace dsreg::recording {

template <class T>
struct names; // a specialisation has `list`

} // namespace dsreg::recording
