// Reads JSON that people write: every mistake is one sentence that names the file, the place (JSON
// pointer) and, for an unknown key, the nearest one.
#pragma once
#include "base/status.h"

#include <boost/json.hpp>

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::cli {

// One document. Duplicate keys, a BOM, comments and more than 32 levels are refused.
[[nodiscard]] status parse_strict(const std::string& file, std::string_view text,
                                  boost::json::value& ret);

// What is wrong with a document: the first complaint stays.
class complaints
{
public:
    explicit complaints(std::string file) : file_(std::move(file)) {}
    void add(const std::string& pointer, const std::string& text);
    bool none() const noexcept { return first_.ok(); }
    const status& first() const noexcept { return first_; }

private:
    std::string file_;
    status first_;
};

// One object of it. Members that are absent leave `ret` untouched.
class object_reader
{
public:
    object_reader(complaints& out, std::string pointer, const boost::json::value& value,
                  std::initializer_list<const char*> known);

    const boost::json::value* find(const char* key) const;
    void require(const char* key);
    void text(const char* key, std::string& ret);
    void integer(const char* key, int64_t least, int64_t most, int64_t& ret);
    void uint32(const char* key, uint32_t& ret);
    void port(const char* key, uint16_t& ret);
    void texts(const char* key, std::vector<std::string>& ret);
    using visitor = std::function<void(const std::string& pointer, const boost::json::value&)>;
    void each(const char* key, const visitor& visit); // of an array
    std::string at(std::string_view key) const;       // JSON pointer of a member

private:
    complaints& out_;
    std::string pointer_;
    const boost::json::object* object_ = nullptr;
};

// "/a~1b": one more step below `pointer`.
std::string pointer_step(const std::string& pointer, std::string_view key);

} // namespace dsreg::cli
