// The values of the options: from words to what they mean, or the sentence why not.
#pragma once
#include "cli/option_table.h"

#include <array>
#include <string>
#include <vector>

namespace dsreg::cli {

using raw_values = std::array<std::vector<std::string>, option_count>;

[[nodiscard]] status take_values(const raw_values& raw, options& ret);

// "2.5" -> 2500 ms; only 1 to 3600 seconds. Also for the configuration.
bool parse_seconds(std::string_view text, std::chrono::milliseconds& ret);
bool is_cloud(std::string_view name) noexcept;

} // namespace dsreg::cli
