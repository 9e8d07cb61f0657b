#include "report.h"

#include "base/text.h"

#include <algorithm>
#include <cstring>

namespace dsreg::check {
namespace {

std::string said(const message& m)
{
    return m.probe.empty() ? m.text : m.probe + ": " + m.text;
}

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::size_t widest_id()
{
    std::size_t width = 0;
    for (const check_entry& c : catalog()) width = std::max(width, std::strlen(c.id));
    return width;
}

const char* word(verdict v)
{
    switch (v) {
    case verdict::pass:
        return "ok   ";
    case verdict::warning:
        return "warn ";
    case verdict::fail:
        return "FAIL ";
    case verdict::skip:
        break;
    }
    return "skip ";
}

} // namespace

std::string text_of(const checked& c, bool verbose)
{
    const result& r = c.end.said;
    std::string out = word(r.said) + std::string(c.which->id);
    if (r.said == verdict::skip && !r.messages.empty()) out += ": " + r.messages.front().text;
    if (r.said == verdict::fail || r.said == verdict::warning || verbose)
        out += r.said == verdict::skip ? "" : std::string(": ") + c.which->sentence;
    out += '\n';
    if (r.said != verdict::skip)
        for (const message& m : r.messages) out += "     - " + safe_text(said(m)) + '\n';
    if (verbose && !c.end.output.empty())
        out += "     it wrote: " + safe_text(std::string(cut_utf8(c.end.output, 2000))) + '\n';
    return out;
}

void counts::add(verdict v)
{
    (v == verdict::pass      ? pass
     : v == verdict::warning ? warning
     : v == verdict::fail    ? fail
                             : skip)++;
}

void counts::add(const checked_module& m)
{
    for (const checked& c : m.checks) {
        add(c.end.said.said);
        unmade += c.end.made || c.end.said.said != verdict::fail ? 0 : 1;
    }
}

const char* verdict_name(verdict v)
{
    switch (v) {
    case verdict::pass:
        return "pass";
    case verdict::warning:
        return "warning";
    case verdict::fail:
        return "fail";
    case verdict::skip:
        break;
    }
    return "skip";
}

std::string text_before(const checked_module& m)
{
    std::string out = safe_text(m.path);
    if (!m.id.empty()) out += " (" + safe_text(m.id) + " " + safe_text(m.version) + ")";
    return out + '\n';
}

std::string text_after(const checked_module& m)
{
    counts sum;
    sum.add(m);
    return std::to_string(sum.pass) + " passed, " + std::to_string(sum.warning) + " warned, " +
           std::to_string(sum.fail) + " failed, " + std::to_string(sum.skip) + " skipped\n";
}

std::string as_text(const checked_module& m, bool verbose)
{
    std::string out = text_before(m);
    for (const checked& c : m.checks) out += text_of(c, verbose);
    return out + text_after(m);
}

std::string list_as_text()
{
    std::string out;
    for (const check_entry& c : catalog()) out += padded(c.id, widest_id() + 2) + c.sentence + '\n';
    return out;
}

} // namespace dsreg::check
