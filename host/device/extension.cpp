#include "device/extension.h"

#include <array>
#include <cstdint>
#include <openssl/objects.h>

namespace dsreg::device {
namespace {

// The content of an OCTET STRING that is all of `der`.
bool open_octets(std::string_view der, std::string_view& ret)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(der[i]); };
    if (der.size() < 2 || byte(0) != 0x04) return false;
    std::size_t size = byte(1), header = 2;
    if (size >= 0x80) {
        const std::size_t more = size & 0x7f; // octets of the length
        if (more == 0 || more > 4 || der.size() < 2 + more) return false;
        size = 0;
        for (std::size_t i = 0; i < more; i++) size = size << 8 | byte(2 + i);
        header += more;
    }
    if (der.size() - header != size) return false;
    ret = der.substr(header);
    return true;
}

} // namespace

int find_extension(const X509* certificate, int number, std::string& ret)
{
    const std::string wanted = "1.2.840.113556.1.5.284." + std::to_string(number);
    const int count = X509_get_ext_count(certificate);
    std::string_view value;
    bool found = false;
    for (int i = 0; i < count; i++) {
        X509_EXTENSION* const one = X509_get_ext(certificate, i);
        std::array<char, 80> oid{};
        const int length = OBJ_obj2txt(oid.data(), static_cast<int>(oid.size()),
                                       X509_EXTENSION_get_object(one), 1);
        if (length <= 0 || static_cast<std::size_t>(length) >= oid.size() || wanted != oid.data())
            continue;
        if (found) return -1;
        found = true;
        const ASN1_OCTET_STRING* const data = X509_EXTENSION_get_data(one);
        value = {reinterpret_cast<const char*>(ASN1_STRING_get0_data(data)),
                 static_cast<std::size_t>(ASN1_STRING_length(data))};
    }
    std::string_view inside;
    if (!found) return 0;
    if (!open_octets(value, inside)) return -1;
    ret = inside;
    return 1;
}

std::string guid_of(std::string_view bytes)
{
    if (bytes.size() != 16) return {};
    constexpr std::array<std::size_t, 16> order = {3, 2, 1,  0,  5,  4,  7,  6,
                                                   8, 9, 10, 11, 12, 13, 14, 15};
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < order.size(); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        const auto b = static_cast<unsigned char>(bytes[order[i]]);
        text += digits[b >> 4];
        text += digits[b & 15];
    }
    return text;
}

} // namespace dsreg::device
