// The note of an unregistration as text: one JSON object.
#pragma once
#include "device/unregister_note.h"

#include <string>
#include <string_view>

namespace dsreg::device {

inline constexpr std::size_t note_most = 256 * 1024; // bytes: all the files that are looked at

std::string text_of(const unregister_note& note);

// False: it is too long, not one of ours, not whole, or of another tenant, or it names a file that
// no device has.
bool read_note(std::string_view text, const std::string& tenant_id, unregister_note& ret);

} // namespace dsreg::device
