// --record DIR: a run written down for the tests of its probes, one document a probe and run.json.
//
// It holds everything that replaying needs, names of the machine and of its user among it; no value
// that is flagged SECRET, and nothing that looks like a token (recording/cleaner.h).
#pragma once
#include "cli/messages.h"
#include "cli/record_folder.h"
#include "cli/recorder.h"
#include "report/model.h"
#include "wire/world.h"

#include <string>

namespace dsreg::cli {

class recording_run
{
public:
    // Before the run, so that a folder that will not do costs nobody a minute.
    [[nodiscard]] status begin(const std::string& folder, const file_rights& rights);
    engine::observer* watch() noexcept { return &recorder_; }
    // After it. 0, or exit_broken after a sentence; then the folder is as it was.
    int finish(const report::report& result, const wire::world& where, const messages& out);

private:
    status write_all_of(const report::report& result, const wire::world& where);

    record_folder folder_;
    recorder recorder_;
};

} // namespace dsreg::cli
