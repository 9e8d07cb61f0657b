// The token endpoint of the sign-in service, as far as a device that only has its key can use it:
// a nonce for whoever asks, and a device token for a proof. What it gives opens nothing.
#pragma once
#include "scenario.h"
#include "world/proof.h"
#include "world/registrations.h"
#include "world/web.h"

#include <deque>
#include <mutex>
#include <string>

namespace dsreg::lab {

class token_service
{
public:
    explicit token_service(const scenario& s) : scenario_(s), devices_(s) {}
    // `tenant` as the path has it, lower case; `host`: the sign-in host of this cloud. [any thread]
    web_response answer(const web_request& request, const std::string& host,
                        const std::string& tenant);
    registrations& devices() { return devices_; }

private:
    web_response nonce();
    web_response device_token(const std::string& jws, const std::string& host,
                              const std::string& tenant);
    web_response verdict(const device_proof& proof, const std::string& host);
    bool take(const std::string& nonce);
    bool knows(const std::string& tenant, const std::string& device) const;
    bool seen_before();

    const scenario& scenario_;
    registrations devices_;
    std::mutex mutex_;
    std::deque<std::string> nonces_; // given out and not used
    bool seen_ = false;              // a fresh device has asked
};

} // namespace dsreg::lab
