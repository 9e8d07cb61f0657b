// Keeps what was handed to a probe until its run() has returned.
#pragma once
#include <memory>
#include <utility>
#include <vector>

namespace dsreg::worker {

class arena
{
public:
    // Moves `item` to a place of its own; pointers into it stay good.
    template <class T>
    T& keep(T item)
    {
        auto kept = std::make_shared<T>(std::move(item));
        T& ref = *kept;
        kept_.push_back(std::move(kept));
        return ref;
    }
    // `count` zeroed items; never a null pointer.
    template <class T>
    T* array(std::size_t count)
    {
        return keep(std::vector<T>(count + 1)).data();
    }
    void clear() noexcept { kept_.clear(); }

private:
    std::vector<std::shared_ptr<void>> kept_;
};

} // namespace dsreg::worker
