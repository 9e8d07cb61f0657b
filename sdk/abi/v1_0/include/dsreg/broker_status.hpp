// SPDX-License-Identifier: MIT
// dsreg/broker_status.hpp - the status number of a broker's error in words. Header-only, no part of
// the ABI. Source: MSALRUNTIME_RESPONSE_STATUS in github.com/AzureAD/microsoft-authentication-
// library-for-dotnet (WamAdapters.cs).
#pragma once
#include <cstddef>
#include <cstdint>

namespace dsreg {

// "InteractionRequired" of dsreg_broker_error.status 2; "": not given, or a number without a name.
inline const char *broker_status_name(std::int32_t status) noexcept
{
    constexpr const char *names[] = {"Unexpected",
                                     "Reserved",
                                     "InteractionRequired",
                                     "NoNetwork",
                                     "NetworkTemporarilyUnavailable",
                                     "ServerTemporarilyUnavailable",
                                     "ApiContractViolation",
                                     "UserCanceled",
                                     "ApplicationCanceled",
                                     "IncorrectConfiguration",
                                     "InsufficientBuffer",
                                     "AuthorityUntrusted",
                                     "UserSwitch",
                                     "AccountUnusable",
                                     "UserDataRemovalRequired",
                                     "KeyNotFound",
                                     "AccountNotFound",
                                     "TransientError",
                                     "AccountSwitch",
                                     "RequiredBrokerMissing",
                                     "DeviceNotRegistered",
                                     "FallbackToNativeMsal"};
    constexpr std::size_t count = sizeof names / sizeof *names;
    const auto at = static_cast<std::size_t>(status);
    return status >= 0 && at < count ? names[at] : "";
}

} // namespace dsreg
