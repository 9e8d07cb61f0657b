// A logged message, made fit for a report. Pure text.
#pragma once
#include <string>
#include <string_view>

namespace dsreg::services {

// Without terminal sequences and tokens, as UTF-8 that a terminal may see (line breaks stay), at
// most `most` bytes. `cut` true: the message was longer than `raw`.
std::string logged_text(std::string_view raw, bool cut, std::size_t most);

} // namespace dsreg::services
