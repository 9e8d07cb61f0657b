#include "report/xml.h"

#include "base/text.h"

namespace dsreg::report {
namespace {

// Every '>' too: then no text can hold "]]>".
std::string escaped(std::string_view raw)
{
    std::string out;
    for (const char c : safe_text(raw)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace

xml_writer::xml_writer() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void xml_writer::start(std::string_view name, const attributes& list)
{
    out_.append(2 * open_.size(), ' ').append("<").append(name);
    for (const auto& [key, value] : list)
        out_.append(" ").append(key).append("=\"").append(escaped(value)).append("\"");
}

void xml_writer::open(std::string_view name, const attributes& list)
{
    start(name, list);
    out_ += ">\n";
    open_.emplace_back(name);
}

void xml_writer::close()
{
    const std::string name = std::move(open_.back());
    open_.pop_back();
    out_.append(2 * open_.size(), ' ').append("</").append(name).append(">\n");
}

void xml_writer::leaf(std::string_view name, const attributes& list,
                      const std::vector<std::string>& lines)
{
    start(name, list);
    if (lines.empty()) {
        out_ += "/>\n";
        return;
    }
    out_ += ">";
    for (std::size_t i = 0; i < lines.size(); i++)
        out_.append(i == 0 ? "" : "\n").append(escaped(lines[i]));
    out_.append("</").append(name).append(">\n");
}

std::string xml_writer::take()
{
    return std::move(out_);
}

std::string xml_seconds(int64_t ms)
{
    const std::string rest = std::to_string(ms % 1000);
    return std::to_string(ms / 1000) + "." + std::string(3 - rest.size(), '0') + rest;
}

} // namespace dsreg::report
