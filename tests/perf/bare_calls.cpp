// bare_calls FILE: a bare sd-bus program that makes the calls of FILE, in their order, and ends:
// the peer of `dsreg --status`. A line is tab-separated: the address of a bus, destination, path,
// interface, member, signature (of s, o, u, b) and the arguments. One connection a bus, kept.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <systemd/sd-bus.h>
#include <vector>

namespace {

sd_bus* connect(const std::string& address)
{
    sd_bus* bus = nullptr;
    if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, address.c_str()) < 0 ||
        sd_bus_set_bus_client(bus, 1) < 0 || sd_bus_start(bus) < 0)
        return nullptr;
    return bus;
}

bool append(sd_bus_message* call, char type, const std::string& word)
{
    switch (type) {
    case 's':
    case 'o':
        return sd_bus_message_append_basic(call, type, word.c_str()) >= 0;
    case 'u': {
        const auto number = static_cast<uint32_t>(std::stoul(word));
        return sd_bus_message_append_basic(call, type, &number) >= 0;
    }
    case 'b': {
        const int truth = word == "1";
        return sd_bus_message_append_basic(call, type, &truth) >= 0;
    }
    default:
        return false;
    }
}

bool make(sd_bus* bus, const std::vector<std::string>& words)
{
    sd_bus_message* call = nullptr;
    if (sd_bus_message_new_method_call(bus, &call, words[1].c_str(), words[2].c_str(),
                                       words[3].c_str(), words[4].c_str()) < 0)
        return false;
    for (std::size_t i = 0; i < words[5].size(); i++)
        if (!append(call, words[5][i], words.at(6 + i))) return false;
    // An error is an answer, too.
    sd_bus_error error{nullptr, nullptr, 0};
    sd_bus_message* reply = nullptr;
    const int n = sd_bus_call(bus, call, 0, &error, &reply);
    const bool answered = n >= 0 || sd_bus_error_is_set(&error) != 0;
    sd_bus_error_free(&error);
    sd_bus_message_unref(reply);
    sd_bus_message_unref(call);
    return answered;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    std::ifstream file(argv[1]);
    std::map<std::string, sd_bus*> buses;
    std::string line;
    while (std::getline(file, line)) {
        std::vector<std::string> words;
        std::istringstream in(line);
        for (std::string word; std::getline(in, word, '\t');) words.push_back(word);
        if (words.size() < 6) words.resize(6); // no signature and no arguments
        words.resize(std::max<std::size_t>(words.size(), 6 + words[5].size())); // empty arguments
        sd_bus*& bus = buses[words[0]];
        if (bus == nullptr) bus = connect(words[0]);
        if (bus == nullptr || !make(bus, words)) {
            std::fprintf(stderr, "bare_calls: %s failed\n", words[4].c_str());
            return 1;
        }
    }
    for (const auto& [address, bus] : buses) sd_bus_flush_close_unref(bus);
    return 0;
}
