// Every registration that this machine's files tell of.
#pragma once
#include "device/find.h"
#include "device/notes.h"
#include "device/root.h"
#include "wire/device.h"
#include "wire/world.h"

#include <string>
#include <vector>

namespace dsreg::device {

struct key_place {
    std::string folder, name; // "": the record has no key file
    bool denied = false;      // it is there and may not be read
};

struct survey {
    wire::device_list list;
    std::vector<key_place> keys; // one for each record
};

// `of_home`: the notes of the user's home, read by whoever needs them.
survey look_around(const wire::world& where, const root& below, notes of_home, found_files found);
inline survey look_around(const wire::world& where, const root& below, notes of_home)
{
    return look_around(where, below, std::move(of_home), find_files(below));
}

// The list of a process with root's rights that read no home, and the notes of one: as if that
// process had read them.
wire::device_list with_notes(wire::device_list seen_by_root, notes of_home);

} // namespace dsreg::device
