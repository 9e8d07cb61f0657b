// What the tests of the bundled modules share: the modules' files, and their fixtures.
#pragma once
#include <dsreg/testkit.hpp>

#include <string>
#include <vector>

namespace testkit = dsreg::testkit;

// "broker": broker.probe.so of the build tree.
std::string bundled(const std::string& name);

// A file of a module's folder fixtures/.
std::string fixture(const std::string& module, const std::string& file);

// A bundled module. What it does beyond the contract, but against the rules of this house, joins
// the violations of its runs: a measured time in a text, a call without a time-out of its own.
class bundled_module : public testkit::module
{
public:
    using testkit::module::module;
    testkit::outcome run(const std::string& probe_id, const testkit::world& where) const;
};

// What every bundled module keeps to beyond the contract; one line a fault.
std::vector<std::string> descriptor_faults(const dsreg_module& module);
