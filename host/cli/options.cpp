#include "cli/options.h"

#include "base/nearest.h"
#include "cli/option_table.h"
#include "cli/option_values.h"
#include "cli/quote.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace dsreg::cli {
namespace {

status wrong(std::string text)
{
    return status(errc::invalid, std::move(text));
}

// CLI11's view of the command line: how often each flag stood there and each option's values.
struct raw_options {
    std::array<int, action_table.size()> actions{};
    std::vector<std::string> explain;
    std::array<int, option_count> flags{};
    std::array<std::vector<std::string>, option_count> values;
    std::vector<std::string> rest;
};

void declare(CLI::App& app, raw_options& raw)
{
    app.set_help_flag();
    app.allow_extras();
    for (std::size_t i = 0; i < action_table.size(); i++) {
        const action_row& row = action_table[i];
        if (row.value != nullptr)
            app.add_option(row.name, raw.explain)->allow_extra_args(false);
        else
            app.add_flag(row.name, raw.actions[i])->disable_flag_override();
    }
    for (std::size_t i = 0; i < option_count; i++) {
        const option_row& row = option_table[i];
        if (row.value != nullptr)
            app.add_option(row.name, raw.values[i])->allow_extra_args(false);
        else
            app.add_flag(row.name, raw.flags[i])->disable_flag_override();
    }
}

// CLI11 takes the next word as a value whatever it is, so only the last word can lack one; and a
// flag complains only about "--flag=value".
status translate(const std::vector<std::string>& words)
{
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        const auto flag = [&](const auto& row) { return row.value == nullptr && row.name == name; };
        if (name.size() < word.size() &&
            (std::any_of(option_table.begin(), option_table.end(), flag) ||
             std::any_of(action_table.begin(), action_table.end(), flag)))
            return wrong(name + " takes no value");
    }
    if (!words.empty() && words.back().rfind("--", 0) == 0)
        return wrong(safe_text(words.back().substr(0, words.back().find('='))) + " needs a value");
    return wrong("the arguments cannot be understood; see dsreg --help");
}

status read_words(int argc, const char* const* argv, raw_options& ret)
{
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    try {
        CLI::App app;
        declare(app, ret);
        std::vector<std::string> reversed(words.rbegin(), words.rend());
        app.parse(reversed);
        ret.rest = app.remaining();
        if (!ret.explain.empty()) ret.actions[static_cast<std::size_t>(action::explain)] = 1;
        return {};
    } catch (const CLI::ParseError&) {
        return translate(words);
    }
}

status unknown_word(const std::string& word)
{
    std::vector<std::string> names;
    for (const action_row& row : action_table) names.emplace_back(row.name);
    for (const option_row& row : option_table) names.emplace_back(row.name);
    const bool flag = word.size() > 1 && word[0] == '-' && word != "--";
    const std::string bare = word.substr(0, word.find('='));
    const std::string near = nearest(flag ? bare : "--" + bare, names);
    const std::string what =
        flag ? "unknown option " + in_quotes(bare) : "unexpected argument " + in_quotes(word);
    if (!near.empty()) return wrong(what + ", did you mean " + near + "?");
    return wrong(what + "; see dsreg --help");
}

status choose_action(const raw_options& raw, options& ret)
{
    const char* first = nullptr;
    for (std::size_t i = 0; i < action_table.size(); i++) {
        if (raw.actions[i] == 0) continue;
        if (first != nullptr)
            return wrong(std::string(first) + " and " + action_table[i].name +
                         " are two actions; a call does one");
        first = action_table[i].name;
        ret.what = static_cast<action>(i);
    }
    if (raw.explain.size() > 1) return wrong("--explain is given twice");
    if (!raw.explain.empty()) ret.explain_code = raw.explain.front();
    return {};
}

std::string owners(unsigned actions)
{
    std::string names;
    for (std::size_t i = 0; i < action_table.size(); i++)
        if ((actions & (1u << i)) != 0)
            names += (names.empty() ? "" : ", ") + std::string(action_table[i].name);
    return names;
}

status check_applies(const raw_options& raw, const options& chosen)
{
    const bool said = std::any_of(raw.actions.begin(), raw.actions.end(), [](int n) { return n; });
    for (std::size_t i = 0; i < option_count; i++) {
        const option_row& row = option_table[i];
        const std::size_t count =
            row.value != nullptr ? raw.values[i].size() : static_cast<std::size_t>(raw.flags[i]);
        if (count == 0) continue;
        if ((row.actions & (1u << static_cast<unsigned>(chosen.what))) == 0) {
            if (!said) return wrong(std::string(row.name) + " needs " + owners(row.actions));
            return wrong(std::string(row.name) + " goes with " + owners(row.actions) +
                         ", not with " + flag_of(chosen.what));
        }
        if (count > 1 && !row.repeatable && row.value != nullptr)
            return wrong(std::string(row.name) + " is given twice");
        for (const std::string& value : raw.values[i])
            if (value.empty() || value.rfind("--", 0) == 0)
                return wrong(std::string(row.name) + " needs a value");
    }
    return {};
}

} // namespace

const char* flag_of(action what) noexcept
{
    return action_table[static_cast<std::size_t>(what)].name;
}

status parse(int argc, const char* const* argv, options& ret)
{
    raw_options raw;
    if (status s = read_words(argc, argv, raw); !s) return s;
    if (!raw.rest.empty()) return unknown_word(raw.rest.front());
    options chosen;
    if (status s = choose_action(raw, chosen); !s) return s;
    if (status s = check_applies(raw, chosen); !s) return s;
    if (status s = take_values(raw.values, chosen); !s) return s;
    chosen.passive = raw.flags[o_passive] > 0;
    chosen.offline = raw.flags[o_offline] > 0;
    chosen.all = raw.flags[o_all] > 0;
    chosen.in_process = raw.flags[o_in_process] > 0;
    chosen.quiet = raw.flags[o_quiet] > 0;
    chosen.yes = raw.flags[o_yes] > 0;
    chosen.verbose = std::min(raw.flags[o_verbose], 2);
    if (chosen.quiet && chosen.verbose > 0)
        return wrong("--quiet and --verbose exclude each other");
    if (chosen.what == action::unregister && chosen.tenant_id.empty())
        return wrong("--unregister needs --tenant-id GUID");
    ret = std::move(chosen);
    return {};
}

} // namespace dsreg::cli
