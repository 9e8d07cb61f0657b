// Bytes that may hold a private key: never copied by themselves, overwritten when done with.
#pragma once
#include <cstddef>
#include <memory>
#include <string.h>
#include <string>
#include <string_view>
#include <utility>

namespace dsreg::device {

class secret_bytes
{
public:
    secret_bytes() = default;
    explicit secret_bytes(std::size_t room) : data_(new char[room]), room_(room) {}
    secret_bytes(secret_bytes&& other) noexcept
        : data_(std::move(other.data_)), room_(std::exchange(other.room_, 0)),
          size_(std::exchange(other.size_, 0))
    {}
    secret_bytes& operator=(secret_bytes&& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(room_, other.room_);
        std::swap(size_, other.size_);
        return *this;
    }
    secret_bytes(const secret_bytes&) = delete;
    secret_bytes& operator=(const secret_bytes&) = delete;
    ~secret_bytes()
    {
        if (data_) ::explicit_bzero(data_.get(), room_);
    }

    char* data() noexcept { return data_.get(); }
    std::size_t room() const noexcept { return room_; }
    void set_size(std::size_t size) noexcept { size_ = size; }
    std::string_view view() const noexcept { return {data_.get(), size_}; }

private:
    std::unique_ptr<char[]> data_;
    std::size_t room_ = 0, size_ = 0;
};

inline void wipe(std::string& s) noexcept
{
    ::explicit_bzero(s.data(), s.size());
    s.clear();
}

} // namespace dsreg::device
