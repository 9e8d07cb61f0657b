// Every method of every service: its name, and its messages as JSON and as they travel.
#pragma once
#include "recording/cleaner.h"
#include "recording/place.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dsreg::recording {

struct message_form {
    // False: the bytes are no such message.
    bool (*to_json)(std::string_view payload, const cleaner& clean, boost::json::value& ret);
    // An empty message and a complaint, when `from` is none.
    std::string (*to_bytes)(const place& where, const boost::json::value& from, faults& out);
};

struct method {
    const char* service; // "dsreg.http/1"
    uint16_t number;
    const char* name; // as in the service's table of functions
    message_form request, reply;
};

std::span<const method> all_methods();
const method* find_method(std::string_view service, uint16_t number);
const method* find_method(std::string_view service, std::string_view name);

} // namespace dsreg::recording
