// XML as text, for documents that machines read: an element after the other, two blanks an indent.
// Text is made safe first (base/text.h), so nothing that a module says can forge an element.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsreg::report {

class xml_writer
{
public:
    using attributes = std::vector<std::pair<std::string_view, std::string>>;

    xml_writer();

    void open(std::string_view name, const attributes& list);
    void close();
    // An element without elements inside; with no lines an empty one.
    void leaf(std::string_view name, const attributes& list,
              const std::vector<std::string>& lines = {});

    // The document; every element is closed.
    std::string take();

private:
    void start(std::string_view name, const attributes& list);

    std::string out_;
    std::vector<std::string> open_;
};

// "0.012", as JUnit's times are; never depends on the locale. `ms` >= 0.
std::string xml_seconds(int64_t ms);

} // namespace dsreg::report
