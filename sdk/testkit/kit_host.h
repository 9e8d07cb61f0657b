// The function table that the probe gets: the worker's, with an eye on what it says without being
// heard by the host (an undeclared service, say), or a copy of it as the first host had it.
#pragma once
#include "direct_link.h"
#include "guarded_copy.h"
#include "worker/run.h"

#include <map>
#include <memory>
#include <string>

namespace dsreg::testkit {

class kit_host
{
public:
    kit_host(worker::run_context& run, direct_link& link, const wire::probe_decl& decl, bool cut);
    const dsreg_host* get() const noexcept { return &table_->host; }

private:
    struct table {
        kit_host* self;
        dsreg_host host;
    };
    static kit_host& of(const dsreg_host* host);
    const void* service(const char* id);
    template <class Check>
    dsreg_status watch(dsreg_status status, const char* kind, const char* name, Check&& changed);

    const dsreg_host* inner_;
    direct_link& link_;
    const wire::probe_decl& decl_;
    const bool cut_;
    table own_{};
    table* table_ = &own_;
    std::unique_ptr<guarded_copy> guarded_;
    std::map<std::string, std::unique_ptr<guarded_copy>> services_;
};

} // namespace dsreg::testkit
