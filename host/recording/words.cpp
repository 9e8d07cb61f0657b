#include "recording/words.h"

#include <boost/json.hpp>

#include <limits>
#include <string>

namespace dsreg::recording {
namespace json = boost::json;
namespace {

int64_t read(const place& where, const json::value& from, words list, int64_t least, int64_t most,
             faults& out)
{
    if (const int64_t* n = from.if_int64(); n != nullptr && *n >= least && *n <= most) return *n;
    std::string known;
    for (const word& w : list) {
        if (const json::string* s = from.if_string(); s != nullptr && *s == w.name) return w.number;
        known += (known.empty() ? "" : ", ") + std::string(w.name);
    }
    out.add(where, "must be one of: " + known);
    return 0;
}

} // namespace

json::value word_json(words list, int64_t number)
{
    for (const word& w : list)
        if (w.number == number) return json::string(w.name);
    return number;
}

json::value words_json(words list, uint32_t bits)
{
    json::array out;
    for (const word& w : list) {
        if ((bits & static_cast<uint32_t>(w.number)) == 0) continue;
        out.emplace_back(json::string(w.name));
        bits &= ~static_cast<uint32_t>(w.number);
    }
    if (bits != 0) out.emplace_back(static_cast<int64_t>(bits));
    return out;
}

void read_word(const place& where, const json::value& from, words list, faults& out, uint32_t& ret)
{
    ret = static_cast<uint32_t>(
        read(where, from, list, 0, std::numeric_limits<uint32_t>::max(), out));
}

void read_word(const place& where, const json::value& from, words list, faults& out, int32_t& ret)
{
    ret = static_cast<int32_t>(read(where, from, list, std::numeric_limits<int32_t>::min(),
                                    std::numeric_limits<int32_t>::max(), out));
}

void read_words(const place& where, const json::value& from, words list, faults& out, uint32_t& ret)
{
    const json::array* array = from.if_array();
    if (array == nullptr) return out.add(where, "must be a list");
    ret = 0;
    for (std::size_t i = 0; i < array->size(); i++)
        ret |= static_cast<uint32_t>(
            read(where.at(i), (*array)[i], list, 0, std::numeric_limits<uint32_t>::max(), out));
}

} // namespace dsreg::recording
