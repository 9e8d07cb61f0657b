// Collects what a server sends, within limits.
#pragma once
#include "wire/services.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::net {

class http_reader
{
public:
    explicit http_reader(std::size_t max_body) : max_body_(max_body) {}

    // One line of the header, or a part of the body. False: a limit is exceeded, stop.
    bool header_line(std::string_view line);
    bool body_part(std::string_view bytes);

    // Lower-case names; of cookies nothing is kept.
    std::vector<wire::http_field> take_fields() { return std::move(fields_); }
    std::string take_body() { return std::move(body_); }
    std::size_t body_size() const { return body_.size(); }
    bool header_too_large() const { return header_too_large_; }
    bool body_too_large() const { return body_too_large_; }

private:
    const std::size_t max_body_;
    std::size_t header_bytes_ = 0;
    std::vector<wire::http_field> fields_;
    std::string body_;
    bool header_too_large_ = false, body_too_large_ = false;
};

} // namespace dsreg::net
