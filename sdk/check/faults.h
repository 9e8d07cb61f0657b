// Services that go wrong at a certain question, and the runs in which they do.
#pragma once
#include "worlds.h"

#include <functional>
#include <memory>
#include <set>

namespace dsreg::check {

// Counts the questions of one run, and lets one of them end otherwise than it would.
struct disturbance {
    int at = 0;                         // which question, from 1 on; 0: none
    dsreg_status status = DSREG_OK;     // how it ends; a check of net, which knows no status a
                                        // question, does not end so
    std::function<void()> happens = {}; // at that question, before it is answered
    int asked = 0;
};

services disturbed(services calm, std::shared_ptr<disturbance> by);

using look = std::function<void(const named_world&, const outcome&)>;

// The services that were asked something.
std::set<std::string> asked_in(const outcome& o);

// A run in `w` for each question that the probe asks there; `how` makes a world of it in which that
// question is disturbed.
using disturb = std::function<named_world(const named_world& w, int at, disturbance& by)>;
void over_questions(subject& s, const dsreg_probe& p, const named_world& w, const disturb& how,
                    const look& at_each);

// Runs the probe in each usual world: as it is, then with each service that it asks there broken
// in each way, then with each of its questions failing alone. The services that it asked anywhere.
std::set<std::string> over_faults(subject& s, const dsreg_probe& p, const look& at_each);

} // namespace dsreg::check
