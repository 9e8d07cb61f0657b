// The access token for the device registration service, for the two actions that need one.
#pragma once
#include "base/status.h"
#include "wire/services.h"
#include "wire/world.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace dsreg::actions {

// A token, overwritten when done with. Never copied, never in a log or a message.
class secret_text
{
public:
    secret_text() = default;
    explicit secret_text(std::string text) noexcept : text_(std::move(text)) {}
    secret_text(secret_text&& other) noexcept { swap(other); }
    secret_text& operator=(secret_text&& other) noexcept
    {
        swap(other);
        return *this;
    }
    secret_text(const secret_text&) = delete;
    secret_text& operator=(const secret_text&) = delete;
    ~secret_text();

    std::string& text() noexcept { return text_; }
    std::string_view view() const noexcept { return text_; }

private:
    void swap(secret_text& other) noexcept { text_.swap(other.text_); }
    std::string text_;
};

// What came of asking for one. kind NONE: it is there.
struct drs_answer {
    wire::broker_info who; // whom it was asked for
    wire::broker_error error;
    secret_text token; // a JWT of at most 64 KiB, fit to be printed
};

// Asks the target user's broker silently, as that user: for the first account of `tenant_id`, or
// the first one when it is "". Ends by itself within half a minute.
drs_answer ask_drs_token(const wire::world& where, const std::string& tenant_id);

// The same in short. Without a token `ret` is untouched, and broker::words_of(`ret_error`) says
// why, also when there is no broker at all.
bool acquire_drs_token(const wire::world& where, const std::string& tenant_id, secret_text& ret,
                       wire::broker_error& ret_error);

// May it be used to unregister from `tenant_id` now (ns since 1970)? Looked at here and not sent:
// a JWT, aud is the device registration service of some cloud, tid ("": of any tenant), nbf (five
// minutes of a slow clock are forgiven) and exp. Its signature is the tenant's to check. An error:
// one sentence without a word of the token.
[[nodiscard]] dsreg::status check_drs_token(std::string_view token, const std::string& tenant_id,
                                            int64_t now);

} // namespace dsreg::actions
