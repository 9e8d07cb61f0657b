// One frame: the unit that crosses a SEQPACKET socket between the host and a child.
//
// A message larger than a frame travels as several frames of the same type, run and id, all but the
// last with `more`. A frame of zero length, one that was cut, one with an unknown type, and one
// that does not belong to the run in progress are violations.
#pragma once
#include <cstddef>
#include <cstdint>

namespace dsreg::wire {

constexpr std::size_t frame_max = 64 * 1024;
constexpr std::size_t header_size = 16;
constexpr std::size_t payload_max = frame_max - header_size;

// Caps of one run of one probe; beyond them the child is killed: `error [violation]`.
constexpr std::size_t frames_per_run = 10'000;
constexpr std::size_t bytes_per_run = 8 * 1024 * 1024;
constexpr std::size_t findings_per_run = 256;
constexpr std::size_t log_bytes_per_run = 64 * 1024;
constexpr std::size_t output_bytes = 64 * 1024; // stdout and stderr, the rest is dropped
// Kept below the host's caps, so that an honest module gets DSREG_E_LIMIT instead of being killed.
constexpr std::size_t facts_per_run = 4096;
constexpr std::size_t text_max = 32 * 1024; // one text value, message or log line
constexpr std::size_t reply_max = 6 * 1024 * 1024;

enum class frame_type : uint16_t {
    init = 1, // host -> child: worker_init or service_init
    hello,    // child -> host: worker_hello; a service answers with an empty one
    run,      // host -> worker: run_order
    fact,     // worker -> host: dsreg::fact
    finding,  // worker -> host: dsreg::finding
    log,      // child -> host: log_line
    conclude, // worker -> host: conclusion
    call,     // worker -> host -> service: call / service_call
    reply,    // service -> host -> worker: reply / worker_reply
    done,     // worker -> host: run() returned; run_end
    trapped,  // worker -> host: trap_report, its last word; may come between parts of a message
    entered,  // worker -> host: worker_entered, its first word, before anything is loaded
};

constexpr uint16_t flag_more = 1;

struct frame_header {
    uint32_t size; // of the payload in this frame
    uint16_t type;
    uint16_t flags;
    uint32_t run; // number of the run that it belongs to; 0 outside of runs
    uint32_t id;  // of the call, for call and reply; else 0
};
static_assert(sizeof(frame_header) == header_size);

// Changes when a message, a frame or the contract changes. A child of another build is refused.
const char* build_id() noexcept;
const char* version() noexcept;

} // namespace dsreg::wire
