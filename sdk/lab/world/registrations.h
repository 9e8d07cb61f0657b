// Devices that leave the tenant: DELETE /EnrollmentServer/device/ID, with the device's own
// certificate as the only proof of who it is.
#pragma once
#include "keys/certificate.h"
#include "scenario.h"
#include "world/web.h"

#include <mutex>
#include <set>
#include <string>

namespace dsreg::lab {

class registrations
{
public:
    explicit registrations(const scenario& s) : scenario_(s) {}
    // `folder` holds what the build made. Without it no certificate is believed.
    status load(const std::string& folder);

    // `id` as the path has it. [any thread]
    web_response remove(const web_request& request, const std::string& id,
                        const std::string& query);
    bool has_left(const std::string& device) const; // [any thread]

private:
    std::string owner_of(const std::string& certificate) const;
    bool knows(const std::string& device) const;

    const scenario& scenario_;
    certificate_ptr authority_;
    mutable std::mutex mutex_;
    std::set<std::string> left_;
};

// SHA-1, upper-case hexadecimal, as the tenant's administrators see it.
std::string thumbprint_of(const std::string& certificate);

} // namespace dsreg::lab
