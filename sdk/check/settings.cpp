// What a setting may stand for, by the words of its name: a probe that looks at its settings first
// would otherwise never get further than that.
#include "worlds.h"

#include <algorithm>

namespace dsreg::check {
namespace {

constexpr const char* numbers[] = {"port",   "limit",   "timeout", "second", "count",
                                   "minute", "hour",    "day",     "size",   "number",
                                   "max",    "maximum", "min",     "minimum"};
constexpr const char* urls[] = {"url", "uri", "endpoint", "link"};
constexpr const char* hosts[] = {"host",   "hostname", "gateway", "server",
                                 "portal", "domain",   "proxy",   "address"};

// "extra-hosts": "extra", "host".
std::vector<std::string> words_of(const std::string& name)
{
    std::vector<std::string> out;
    std::string word;
    for (const char c : name + ".") {
        if (c != '-' && c != '_' && c != '.') {
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        if (word.size() > 2 && word.back() == 's' && word[word.size() - 2] != 's') word.pop_back();
        if (!word.empty()) out.push_back(word);
        word.clear();
    }
    return out;
}

template <std::size_t N>
bool any_of(const std::vector<std::string>& words, const char* const (&list)[N])
{
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(std::begin(list), std::end(list), word) != std::end(list);
    });
}

} // namespace

value setting_value(const std::string& name)
{
    const std::vector<std::string> words = words_of(name);
    value v;
    v.type = DSREG_T_STR;
    if (any_of(words, numbers)) { // also of a "gateway-port"
        v.type = DSREG_T_INT;
        v.i = std::find(words.begin(), words.end(), "port") != words.end() ? 443 : 5;
    } else if (any_of(words, urls)) {
        v.s = "https://www.contoso.example/";
    } else if (any_of(words, hosts)) {
        v.s = "www.contoso.example";
    } else {
        v.s = "1";
    }
    return v;
}

} // namespace dsreg::check
