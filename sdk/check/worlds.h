// The worlds that probes are run in. Invented, on a documentation domain; the same every time.
#pragma once
#include "subject.h"

namespace dsreg::check {

using testkit::services;
using testkit::value;

// Every service answers, with something that a healthy machine could say.
services plain_services();
// Every service answers, and has nothing to tell: no items, no accounts, no files, empty texts.
services empty_services();
// Every service says that the world went wrong: DSREG_X_*.
services failing_services(uint32_t error);

// Only the service `id` is taken from `other`.
void replace_service(services& in, const std::string& id, const services& other);
// The ids of services that this version of dsreg offers.
const std::vector<std::string>& service_ids();

// A likely value of an input; its type is that of its declaration when `s` knows one, else text.
value plain_value(const subject& s, const std::string& key);
// All inputs present, all services plain, no setting, the probe's own budget.
world plain_world(const subject& s, const dsreg_probe& probe);
// Of a run: a millionth of the budget passes at each look, a hundredth of a millisecond at most. A
// probe that computes until its time is up comes to an end; one that looks often has time left.
std::shared_ptr<testkit::clock> new_clock(int64_t budget_ns);
// A likely value of a setting of that name: a URL, a host, a number, else the text "1".
value setting_value(const std::string& name);
// Takes the fact away; the input is in `state` (DSREG_IN_*), with a reason when that is UNKNOWN.
void set_input(world& w, const std::string& key, uint32_t state,
               const std::string& reason = "nobody could say");

// What a probe meets in a year: plain, with settings, bare, empty, refused, unreachable, ...
std::vector<named_world> usual_worlds(const subject& s, const dsreg_probe& probe);
// The same world with a clock of its own, for another run in it; `added` is told of it.
named_world variant(const named_world& of, const std::string& added);
// What a probe meets when somebody wants it to.
std::vector<named_world> hostile_worlds(const subject& s, const dsreg_probe& probe);

bool asks_for(const dsreg_probe& probe, const std::string& service);
const char* error_name(uint32_t error); // "DSREG_X_TIMEOUT"
const char* state_name(uint32_t state); // "broken"

} // namespace dsreg::check
