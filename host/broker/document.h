// A broker's reply as JSON: hostile until proved, and overwritten in memory when done with, because
// it may hold a token.
#pragma once
#include "base/status.h"

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dsreg::broker {

constexpr std::size_t largest_reply = 1024 * 1024;

// Overwrites bytes that held a secret.
void wipe(std::string& s) noexcept;

// Heap memory that is overwritten before it is given back.
class wiping_memory final : public boost::json::memory_resource
{
    void* do_allocate(std::size_t n, std::size_t align) override;
    void do_deallocate(void* p, std::size_t n, std::size_t align) override;
    bool do_is_equal(const memory_resource& other) const noexcept override;
};

class document
{
public:
    document() = default;
    document(const document&) = delete;
    document& operator=(const document&) = delete;

    // errc::protocol when it is no JSON object, nests deeper than 24, names a member twice or is
    // longer than largest_reply. The sentence never quotes more than 200 bytes, nor a token.
    status parse(std::string_view text);
    const boost::json::object& root() const { return value_.get_object(); }

private:
    wiping_memory memory_;
    boost::json::value value_{boost::json::object(boost::json::storage_ptr(&memory_))};
};

// Members, by what their protocol allows. Absent or null: `ret` stays as it is. Another type:
// errc::protocol. A text may hold no NUL and at most `longest` bytes.
status read_text(const boost::json::object& from, const char* name, std::size_t longest,
                 std::string& ret);
status read_flag(const boost::json::object& from, const char* name, bool& ret);
status read_number(const boost::json::object& from, const char* name, int64_t& ret);
// `ret` null when there is none.
status read_object(const boost::json::object& from, const char* name,
                   const boost::json::object*& ret);
status read_array(const boost::json::object& from, const char* name,
                  const boost::json::array*& ret);

} // namespace dsreg::broker
