// Reads tables out of a file that may lie about them: never past its end.
#pragma once
#include <cerrno>
#include <cstdint>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace dsreg::worker {

class elf_file
{
public:
    static constexpr uint64_t largest = 64u * 1024 * 1024; // the host refuses larger ones
    explicit elf_file(int fd) : fd_(fd)
    {
        struct stat s {};
        if (::fstat(fd, &s) == 0 && s.st_size > 0) size_ = static_cast<uint64_t>(s.st_size);
        if (size_ > largest) size_ = 0;
    }
    uint64_t size() const { return size_; }
    bool holds(uint64_t offset, uint64_t length) const
    {
        return offset <= size_ && length <= size_ - offset;
    }
    template <class T>
    bool read(uint64_t offset, T* items, uint64_t count) const
    {
        const uint64_t length = count * sizeof(T);
        if (count > size_ / sizeof(T) || !holds(offset, length)) return false;
        auto* to = reinterpret_cast<char*>(items);
        for (uint64_t done = 0; done < length;) {
            const ssize_t n =
                ::pread(fd_, to + done, length - done, static_cast<off_t>(offset + done));
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return false;
            done += static_cast<uint64_t>(n);
        }
        return true;
    }
    template <class T>
    bool read_all(uint64_t offset, uint64_t count, std::vector<T>& ret) const
    {
        if (count > size_ / sizeof(T)) return false;
        ret.resize(count);
        return count == 0 || read(offset, ret.data(), count);
    }

private:
    int fd_;
    uint64_t size_ = 0;
};

} // namespace dsreg::worker
