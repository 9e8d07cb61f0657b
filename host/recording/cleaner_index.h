// Many texts searched for at once, in time that grows with the searched text alone, whatever the
// texts look like (an automaton of Aho and Corasick, CACM 18/6, 1975).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dsreg::recording {

struct stretch {
    std::size_t begin = 0, end = 0;
};

class cleaner_index
{
public:
    cleaner_index() = default;
    // `words`: in lower case, sorted, each once and none empty; 4 GiB of them at most.
    explicit cleaner_index(const std::vector<std::string>& words);

    bool empty() const noexcept { return nodes_.empty(); }
    // Calls `each` with the longest word that ends at a place, place by place, in upper or lower
    // case. All the others lie in these.
    template <class F>
    void find(std::string_view text, const F& each) const
    {
        if (empty()) return;
        uint32_t at = 0;
        for (std::size_t i = 0; i < text.size(); i++) {
            at = next(at, text[i]);
            if (nodes_[at].longest != 0) each(stretch{i + 1 - nodes_[at].longest, i + 1});
        }
    }

private:
    // What the words begin with. The children of one lie side by side, by their bytes.
    struct node {
        uint32_t first = 0, fallback = 0, longest = 0;
        uint16_t children = 0;
        unsigned char byte = 0;
    };
    uint32_t child(uint32_t of, unsigned char byte) const; // 0: none
    uint32_t next(uint32_t at, char c) const;

    std::vector<node> nodes_;
};

} // namespace dsreg::recording
