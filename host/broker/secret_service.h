// The user's Secret Service (freedesktop.org, "Secret Service API Draft" 0.2), as far as deleting
// an item needs it. No session is opened and no value is asked for, so none can get here. Nobody is
// started: who does not run now is not there.
#pragma once
#include "bus/client.h"

#include <string>
#include <utility>
#include <vector>

namespace dsreg::broker {

using attribute = std::pair<std::string, std::string>;

// What is known of one thing that was asked for; `failed` with the outcome that says why.
enum class secret_answer { yes, no, absent, failed };

class secret_service
{
public:
    // `session` outlives it. Every question ends by `deadline`, and after three seconds.
    secret_service(bus::connection& session, bus::clock::time_point deadline)
        : bus_(session), deadline_(deadline)
    {}

    // Finds who serves org.freedesktop.secrets; absent: nobody does.
    secret_answer find(bus::outcome& ret_end);
    // The path of the collection with this alias; absent: there is none.
    secret_answer read_alias(const std::string& alias, std::string& ret, bus::outcome& ret_end);
    // absent: there is no such collection.
    secret_answer is_locked(const std::string& collection, bus::outcome& ret_end);
    // The items below `collection` that the service finds by this attribute.
    bus::outcome search(const std::string& collection, const attribute& by,
                        std::vector<std::string>& ret);
    // Does the item carry the attribute? absent: it is gone.
    secret_answer carries(const std::string& item, const attribute& what, bus::outcome& ret_end);
    // "": it has none that could be read.
    std::string label(const std::string& item);
    // yes: it is deleted. no: the service would have to ask the user first, which it is told not
    // to. absent: it was gone before.
    secret_answer remove(const std::string& item, bus::outcome& ret_end);

private:
    bus::outcome call(const bus::request& what, bus::items& ret);
    bus::outcome property(const std::string& path, const char* interface, const char* name,
                          bus::items& ret);
    bus::request at(const std::string& path, const char* interface, const char* member) const;

    bus::connection& bus_;
    bus::clock::time_point deadline_;
    std::string owner_;
};

} // namespace dsreg::broker
