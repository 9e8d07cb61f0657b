// Who owns a file, and what that allows: as on disk, or as a lab pretends.
#pragma once
#include "wire/world.h"

#include <cstdint>
#include <string>
#include <sys/stat.h>

namespace dsreg::wire {

class owners
{
public:
    // `where` has to stay.
    explicit owners(const world& where) : where_(where) {}

    // Puts a lab's owner and permissions over what stat says; the kind of file stays the disk's.
    void pretend(const std::string& path, struct stat& s) const;

    // In a lab that plays a user without root's rights: may that user read the file (or list the
    // folder) by the pretended owners of it and of the folders above? Outside of a lab and with
    // root's rights the kernel decides: true.
    bool may_read(const std::string& path) const;

private:
    const owner_entry* find(const std::string& path) const;
    bool allows(const std::string& path, uint32_t wanted) const;

    const world& where_;
};

} // namespace dsreg::wire
