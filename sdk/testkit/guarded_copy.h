// A copy that ends where readable memory ends: whoever reads a byte further gets a SIGSEGV.
#pragma once
#include <cstddef>

namespace dsreg::testkit {

class guarded_copy
{
public:
    // Throws std::runtime_error when there is no memory to be had.
    guarded_copy(const void* from, std::size_t size);
    ~guarded_copy();
    guarded_copy(const guarded_copy&) = delete;
    guarded_copy& operator=(const guarded_copy&) = delete;

    void* get() const noexcept { return copy_; }

private:
    void* pages_ = nullptr;
    std::size_t length_ = 0;
    void* copy_ = nullptr;
};

} // namespace dsreg::testkit
