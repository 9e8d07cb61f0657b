// The object path of a systemd unit; org.freedesktop.systemd1(5).
#pragma once
#include <string>
#include <string_view>

namespace dsreg::bus {

std::string unit_path(std::string_view unit); // "a-b.service"

} // namespace dsreg::bus
