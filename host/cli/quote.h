// Foreign words inside our sentences.
#pragma once
#include "base/text.h"

namespace dsreg::cli {

// "word" in quotes, safe for a terminal and not too long.
inline std::string in_quotes(std::string_view raw)
{
    return "\"" + safe_text(cut_utf8(raw, 200)) + "\"";
}

// A path, safe for a terminal.
inline std::string shown_path(std::string_view raw)
{
    return safe_text(cut_utf8(raw, 1024));
}

} // namespace dsreg::cli
