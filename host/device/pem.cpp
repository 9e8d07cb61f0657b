#include "device/pem.h"

#include <string>

namespace dsreg::device {
namespace {

constexpr std::size_t blocks_most = 32;
constexpr std::size_t label_most = 64;
constexpr std::string_view begin_mark = "-----BEGIN ", dashes = "-----";

} // namespace

bool pem_block::is_certificate() const
{
    return label == "CERTIFICATE" || label == "X509 CERTIFICATE";
}

bool pem_block::is_private_key() const
{
    return label.size() >= 11 && label.substr(label.size() - 11) == "PRIVATE KEY";
}

std::vector<pem_block> pem_blocks(std::string_view bytes)
{
    std::vector<pem_block> all;
    std::size_t at = bytes.find(begin_mark);
    while (at != bytes.npos && all.size() < blocks_most) {
        const std::size_t name = at + begin_mark.size();
        const std::size_t stop = bytes.find(dashes, name);
        if (stop == bytes.npos) break;
        const std::string_view label = bytes.substr(name, stop - name);
        if (label.size() > label_most || label.find('\n') != label.npos) {
            at = bytes.find(begin_mark, name);
            continue;
        }
        const std::string end = "-----END " + std::string(label) + "-----";
        const std::size_t last = bytes.find(end, stop);
        if (last == bytes.npos) break;
        all.push_back({label, bytes.substr(at, last + end.size() - at)});
        at = bytes.find(begin_mark, last + end.size());
    }
    return all;
}

} // namespace dsreg::device
