#include "net/proxy.h"

#include "net/address.h"
#include "net/name.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <openssl/evp.h>

namespace dsreg::net {
namespace {
constexpr std::size_t url_max = 2048;

bool parse_port(std::string_view text, uint16_t& ret)
{
    uint16_t port = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    if (error != std::errc{} || stop != end || port == 0) return false;
    ret = port;
    return true;
}

std::string percent_decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); i++) {
        unsigned code = 0;
        const char* hex = text.data() + i + 1;
        if (text[i] == '%' && text.size() - i > 2 &&
            std::from_chars(hex, hex + 2, code, 16).ptr == hex + 2) {
            plain += static_cast<char>(code);
            i += 2;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

std::string basic(std::string_view user_info)
{
    const auto colon = user_info.find(':');
    std::string plain = percent_decoded(user_info.substr(0, colon)) + ":";
    if (colon != std::string_view::npos) plain += percent_decoded(user_info.substr(colon + 1));
    std::string coded(4 * ((plain.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                                     reinterpret_cast<const unsigned char*>(plain.data()),
                                     static_cast<int>(plain.size()));
    coded.resize(static_cast<std::size_t>(size));
    return "Basic " + coded;
}

failure unusable(int native, const std::string& what)
{
    return failure::of(DSREG_X_PROXY, native, "the proxy setting cannot be used: " + what);
}

bool split_host_port(std::string_view text, proxy& ret)
{
    std::string_view host = text, port;
    if (!text.empty() && text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return false;
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
    } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon);
    }
    uint16_t number = 80;
    if (!port.empty() && (port.front() != ':' || !parse_port(port.substr(1), number))) return false;
    if (!is_host_name(host) && !literal(host, 0)) return false;
    ret.host = host;
    ret.port = number;
    return true;
}

// The first `bits` bits are equal. Both numeric and of one family.
bool in_network(std::string_view network, unsigned bits, std::string_view host)
{
    for (const int family : {AF_INET, AF_INET6}) {
        unsigned char a[16], b[16];
        if (::inet_pton(family, std::string(network).c_str(), a) != 1 ||
            ::inet_pton(family, std::string(host).c_str(), b) != 1)
            continue;
        if (bits > (family == AF_INET ? 32u : 128u)) return false;
        const std::size_t whole = bits / 8;
        const unsigned mask = 0xff00u >> bits % 8 & 0xffu;
        return std::memcmp(a, b, whole) == 0 &&
               (bits % 8 == 0 || (a[whole] & mask) == (b[whole] & mask));
    }
    return false;
}

bool token_matches(std::string_view token, std::string_view host, bool numeric)
{
    if (numeric) {
        if (token.size() > 2 && token.front() == '[' && token.back() == ']')
            token = token.substr(1, token.size() - 2);
        const auto slash = token.find('/');
        if (slash == std::string_view::npos)
            return in_network(token, host.find(':') == std::string_view::npos ? 32 : 128, host);
        unsigned bits = 0;
        const auto text = token.substr(slash + 1);
        const auto end = text.data() + text.size();
        if (text.empty() || std::from_chars(text.data(), end, bits).ptr != end) return false;
        return in_network(token.substr(0, slash), bits, host);
    }
    if (!token.empty() && token.front() == '.') token.remove_prefix(1);
    const std::string tail = plain_name(token);
    if (tail.empty() || host.size() < tail.size() || !host.ends_with(tail)) return false;
    return host.size() == tail.size() || host[host.size() - tail.size() - 1] == '.';
}
} // namespace

proxy parse_proxy(std::string_view url)
{
    proxy p;
    if (url.size() > url_max) {
        p.why = unusable(EINVAL, "it is too long");
        return p;
    }
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        if (plain_name(url.substr(0, scheme)) != "http") {
            p.why =
                unusable(EPROTONOSUPPORT, "dsreg goes through http:// proxies only, and this is " +
                                              std::string(url.substr(0, scheme)) + "://");
            return p;
        }
        url.remove_prefix(scheme + 3);
    }
    url = url.substr(0, url.find_first_of("/?#"));
    const auto at = url.rfind('@');
    const std::string_view host = at == std::string_view::npos ? url : url.substr(at + 1);
    if (!split_host_port(host, p)) {
        p.why = unusable(EINVAL, "it is not http://host:port");
        return p;
    }
    if (at != std::string_view::npos && at > 0) p.authorization = basic(url.substr(0, at));
    return p;
}

bool no_proxy_matches(std::string_view list, std::string_view host)
{
    if (list == "*") return true;
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    const bool numeric = literal(host, 0).has_value();
    const std::string plain = plain_name(host);
    constexpr std::string_view separators = ", \t";
    while (true) {
        const auto start = list.find_first_not_of(separators);
        if (start == std::string_view::npos) return false;
        list.remove_prefix(start);
        const auto end = std::min(list.find_first_of(separators), list.size());
        if (token_matches(list.substr(0, end), plain, numeric)) return true;
        list.remove_prefix(end);
    }
}

proxy proxy_for(const wire::world& where, const std::string& host)
{
    if (where.proxy.empty() || no_proxy_matches(where.no_proxy, host)) return {};
    proxy p = parse_proxy(where.proxy);
    p.source = where.proxy_source;
    return p;
}

} // namespace dsreg::net
