#include "broker/service_file.h"

namespace dsreg::broker {
namespace {

std::string_view trimmed(std::string_view s)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = s.find_first_not_of(blanks);
    if (first == s.npos) return {};
    return s.substr(first, s.find_last_not_of(blanks) - first + 1);
}

} // namespace

bool split_words(std::string_view line, std::vector<std::string>& ret)
{
    std::vector<std::string> words;
    std::string word;
    bool inside = false; // a word has begun; it may still be empty
    char quote = 0;
    for (std::size_t i = 0; i < line.size(); i++) {
        const char c = line[i];
        if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
            word += line[++i];
            inside = true;
        } else if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            inside = true;
        } else if (c == ' ' || c == '\t') {
            if (inside) words.push_back(std::move(word));
            word.clear();
            inside = false;
        } else {
            word += c;
            inside = true;
        }
    }
    if (quote != 0) return false;
    if (inside) words.push_back(std::move(word));
    ret = std::move(words);
    return true;
}

status parse_service_file(std::string_view text, service_file& ret)
{
    if (text.find('\0') != text.npos) return {errc::invalid, "it holds NUL"};
    service_file found;
    bool ours = false;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '[') {
            ours = line == "[D-BUS Service]";
            continue;
        }
        const std::size_t equals = line.find('=');
        if (!ours || equals == line.npos) continue;
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string_view value = trimmed(line.substr(equals + 1));
        if (key == "Name") found.name = value;
        if (key == "SystemdService") found.systemd_service = value;
        if (key == "Exec" && !split_words(value, found.words)) {
            return {errc::invalid, "Exec= leaves a quote open"};
        }
    }
    if (found.name.empty()) return {errc::invalid, "it has no Name="};
    if (found.words.empty() || found.words[0].empty()) return {errc::invalid, "it has no Exec="};
    ret = std::move(found);
    return {};
}

} // namespace dsreg::broker
