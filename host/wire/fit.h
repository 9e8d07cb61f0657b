// Whether a fact or a finding is as its declaration and the contract's limits allow. The worker
// answers its probe by it and the host takes or refuses by it, so the two never differ.
#pragma once
#include "wire/frame.h"
#include "wire/messages.h"

#include <dsreg/probe.h>

#include <algorithm>

namespace dsreg::wire {

constexpr std::size_t name_max = 96; // ids, keys, codes; of evidence, too
constexpr std::size_t instance_max = 512;
constexpr std::size_t source_max = 256;
constexpr std::size_t about_max = name_max;
constexpr std::size_t evidence_max = 32;

enum class fit {
    yes,
    too_large,
    not_as_declared,
};

inline fit fit_of(const fact_decl& decl, const fact& f)
{
    if (f.val.text.size() > text_max || f.source.size() > source_max ||
        f.instance.size() > instance_max)
        return fit::too_large;
    const bool many = (decl.flags & DSREG_F_MANY) != 0;
    return (!f.val.known() || f.val.type == decl.type) && many == !f.instance.empty()
               ? fit::yes
               : fit::not_as_declared;
}

inline fit fit_of(const finding& f)
{
    const auto fits = [](const named_value& e) {
        return e.first.size() <= name_max && e.second.text.size() <= text_max;
    };
    return f.message.size() <= text_max && f.instance.size() <= instance_max &&
                   f.evidence.size() <= evidence_max &&
                   std::all_of(f.evidence.begin(), f.evidence.end(), fits)
               ? fit::yes
               : fit::too_large;
}

} // namespace dsreg::wire
