#include "recording/cleaner_index.h"

#include <algorithm>

namespace dsreg::recording {

cleaner_index::cleaner_index(const std::vector<std::string>& words)
{
    if (words.empty()) return;
    struct range {
        std::size_t from, to, depth;
    };
    // By depth, so that a fallback, which is shorter, is there already.
    std::vector<range> of{{0, words.size(), 0}};
    nodes_.resize(1);
    for (uint32_t n = 0; n < nodes_.size(); n++) {
        range r = of[n];
        nodes_[n].longest = nodes_[nodes_[n].fallback].longest;
        if (words[r.from].size() == r.depth) {
            nodes_[n].longest = static_cast<uint32_t>(r.depth);
            r.from++;
        }
        nodes_[n].first = static_cast<uint32_t>(nodes_.size());
        while (r.from < r.to) {
            const char c = words[r.from][r.depth];
            std::size_t to = r.from;
            while (to < r.to && words[to][r.depth] == c) to++;
            node made;
            made.byte = static_cast<unsigned char>(c);
            if (n != 0) made.fallback = next(nodes_[n].fallback, c);
            nodes_.push_back(made);
            of.push_back({r.from, to, r.depth + 1});
            nodes_[n].children++;
            r.from = to;
        }
    }
}

uint32_t cleaner_index::child(uint32_t of, unsigned char byte) const
{
    const auto first = nodes_.begin() + nodes_[of].first;
    const auto last = first + nodes_[of].children;
    const auto it = std::lower_bound(first, last, byte,
                                     [](const node& n, unsigned char b) { return n.byte < b; });
    return it != last && it->byte == byte ? static_cast<uint32_t>(it - nodes_.begin()) : 0;
}

uint32_t cleaner_index::next(uint32_t at, char c) const
{
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto byte = static_cast<unsigned char>(c);
    while (true) {
        if (const uint32_t found = child(at, byte); found != 0) return found;
        if (at == 0) return 0;
        at = nodes_[at].fallback;
    }
}

} // namespace dsreg::recording
