// The module that is being checked, inside the process of one check.
#pragma once
#include "job.h"

#include <dsreg/testkit.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dsreg::check {

using testkit::outcome;
using testkit::world;

// A world and what makes it another than the plain one, for messages: "dsreg.http/1 is broken".
struct named_world {
    std::string name;
    world where;
    met_by whom = met_by::this_check;
};

class subject
{
public:
    using note = std::function<void(const step&)>;
    subject(job order, note before_step) : order_(std::move(order)), note_(std::move(before_step))
    {}

    const job& order() const { return order_; }
    // Loads it at the first call, as the testkit does.
    const testkit::module& module();
    std::vector<const dsreg_probe*> probes();
    const known_fact* known(const std::string& key) const; // nullptr: nobody declares it

    // Says to the tool what comes now: it is named when this process does not survive it.
    void announce(const std::string& what, met_by whom = met_by::this_check) const;
    outcome run(const dsreg_probe& probe, const named_world& where);

    // What is said of several worlds is shown with the first of them and a count.
    void complain(const std::string& probe, const std::string& text, const std::string& where = {});
    void warn(const std::string& probe, const std::string& text, const std::string& where = {});
    // Counts only when nothing else was said.
    void nothing_to_check(const std::string& why);
    // As a worker that loads `module_fd`; false: there is none to check in. `note_denied` is that
    // of worker::sandbox_request.
    bool enter_sandbox(int module_fd, bool note_denied = false);
    // What `level` of enter_sandbox is worth. False: there is none to check in.
    bool judge_sandbox(const std::string& level);
    bool is_sandboxed() const { return sandboxed_; }
    const result& so_far() const { return result_; }

private:
    // A sentence of result_ and where it holds.
    struct told {
        std::size_t message; // its index
        std::string text, first;
        int more = 0;
    };
    void add(verdict said, const std::string& probe, const std::string& text,
             const std::string& where);
    static std::string shown(const told& t);

    const job order_;
    const note note_;
    std::unique_ptr<testkit::module> module_;
    result result_;
    std::vector<told> told_;
    std::size_t left_out_ = 0;
    bool sandboxed_ = false;
};

// Entries of a NULL-terminated list.
std::vector<std::string> texts(const char* const* list);
bool is_optional(const std::string& entry); // "?..."
std::string bare(const std::string& entry); // without the mark

} // namespace dsreg::check
