// Services that go wrong at a certain question.
#pragma once
#include "worlds.h"

#include <functional>
#include <memory>

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

} // namespace dsreg::check
