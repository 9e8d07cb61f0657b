#include "guarded_copy.h"

#include <cstring>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace dsreg::testkit {

guarded_copy::guarded_copy(const void* from, std::size_t size)
{
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t room = (size + page - 1) / page * page;
    length_ = room + page;
    void* pages = ::mmap(nullptr, length_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || ::mprotect(pages, room, PROT_READ | PROT_WRITE) != 0) {
        if (pages != MAP_FAILED) ::munmap(pages, length_);
        throw std::runtime_error("no memory for a table cut to its first size");
    }
    pages_ = pages;
    copy_ = static_cast<char*>(pages) + room - size;
    std::memcpy(copy_, from, size);
}

guarded_copy::~guarded_copy()
{
    ::munmap(pages_, length_);
}

} // namespace dsreg::testkit
