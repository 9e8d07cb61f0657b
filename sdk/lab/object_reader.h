// Reads one JSON object strictly: a wrong type, a value out of its set and an unknown member are
// errors that name the member. The first error is kept.
#pragma once
#include "base/status.h"

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::lab {

class object_reader
{
public:
    // `where` is the path of the object in its document, "broker.fault"; "": the document itself.
    object_reader(const boost::json::object& object, std::string where, status& error)
        : object_(object), where_(std::move(where)), error_(error)
    {}

    // Each leaves its output untouched when the member is not there.
    void text(std::string_view key, std::string& ret, std::size_t max = 256);
    void choice(std::string_view key, std::string& ret, const std::vector<std::string>& allowed);
    void number(std::string_view key, int64_t& ret, int64_t least, int64_t most);
    void flag(std::string_view key, bool& ret);
    void texts(std::string_view key, std::vector<std::string>& ret);
    // nullptr: not there, or of another type (then an error).
    const boost::json::object* object(std::string_view key);
    const boost::json::array* array(std::string_view key);

    void require(std::string_view key);
    // Complains of members that nobody asked for; call it last.
    void finish();
    void fail(std::string_view key, const std::string& what);
    std::string path(std::string_view key) const;

private:
    const boost::json::value* find(std::string_view key);
    const boost::json::object& object_;
    std::string where_;
    status& error_;
    std::vector<std::string> known_;
};

} // namespace dsreg::lab
