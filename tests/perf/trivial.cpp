// A module of PERF_PROBES probes that pass at once, but for one that crashes if PERF_CRASH says
// which. bench.py copies the built file and writes other digits over "m0000", so that a thousand
// modules cost no thousand links.
#include <dsreg/probe.hpp>

#include <array>
#include <utility>

namespace {

constexpr std::size_t probe_count = PERF_PROBES;

template <std::size_t Size>
using texts = std::array<std::array<char, Size>, probe_count>;

// `pattern` once for each probe, its last two characters the probe's number.
template <std::size_t Size>
constexpr texts<Size> numbered(const char (&pattern)[Size])
{
    texts<Size> ret{};
    for (std::size_t i = 0; i < probe_count; i++) {
        for (std::size_t c = 0; c < Size; c++) ret[i][c] = pattern[c];
        ret[i][Size - 3] = static_cast<char>('0' + i / 10);
        ret[i][Size - 2] = static_cast<char>('0' + i % 10);
    }
    return ret;
}
constexpr auto ids = numbered("perf.m0000.p00");
constexpr auto titles = numbered("Trivial m0000 Test 00");

dsreg::result pass(dsreg::host)
{
    return dsreg::result::pass();
}

#ifdef PERF_CRASH
dsreg::result crash(dsreg::host)
{
    __builtin_trap();
}
#endif

constexpr dsreg_probe probe_of(std::size_t i)
{
    dsreg_probe p{};
    p.struct_size = sizeof p;
    p.order = static_cast<uint32_t>(i);
    p.id = ids[i].data();
    p.section = "Speed";
    p.title = titles[i].data();
    p.run = dsreg::run<pass>;
#ifdef PERF_CRASH
    if (i == PERF_CRASH) p.run = dsreg::run<crash>;
#endif
    return p;
}

template <std::size_t... I>
constexpr std::array<dsreg_probe, probe_count> make_probes(std::index_sequence<I...>)
{
    return {probe_of(I)...};
}
constexpr auto probes = make_probes(std::make_index_sequence<probe_count>{});

template <std::size_t... I>
constexpr std::array<const dsreg_probe*, probe_count> make_list(std::index_sequence<I...>)
{
    return {&probes[I]...};
}
constexpr auto list = make_list(std::make_index_sequence<probe_count>{});

} // namespace

extern "C" constinit const dsreg_module dsreg_probe_module_v1 = {sizeof(dsreg_module),
                                                                 DSREG_MAGIC,
                                                                 DSREG_ABI_MAJOR,
                                                                 DSREG_TARGET_MINOR,
                                                                 probe_count,
                                                                 list.data(),
                                                                 "perf.m0000",
                                                                 "1.0.0",
                                                                 "dsreg",
                                                                 nullptr,
                                                                 "MIT"};
