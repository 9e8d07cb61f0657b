#include "device/key.h"

#include "device/pem.h"

#include <algorithm>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace dsreg::device {
namespace {

// A signature of a larger one takes seconds.
constexpr int bits_most = 8192;

int no_passphrase(char*, int, int, void*)
{
    return -1;
}

bool is_usable(const EVP_PKEY* key)
{
    const int kind = EVP_PKEY_get_base_id(key);
    return (kind == EVP_PKEY_RSA || kind == EVP_PKEY_EC) && EVP_PKEY_get_bits(key) <= bits_most;
}

key_state load_pem(const pem_block& block, key_ptr& ret)
{
    if (block.label == "TSS2 PRIVATE KEY") return key_state::hardware;
    if (block.label == "ENCRYPTED PRIVATE KEY" ||
        block.whole.find("Proc-Type: 4,ENCRYPTED") != block.whole.npos)
        return key_state::locked;
    const openssl_ptr<BIO> in(
        BIO_new_mem_buf(block.whole.data(), static_cast<int>(block.whole.size())));
    if (!in) return key_state::garbage;
    ret.reset(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr));
    return ret ? key_state::good : key_state::garbage;
}

// Only what fills the file is a key.
key_state load_der(std::string_view file, key_ptr& ret)
{
    const auto* const begin = reinterpret_cast<const unsigned char*>(file.data());
    const auto* at = begin;
    ret.reset(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(file.size())));
    if (ret && at == begin + file.size()) return key_state::good;
    ret.reset();
    at = begin;
    const openssl_ptr<X509_SIG> sealed(d2i_X509_SIG(nullptr, &at, static_cast<long>(file.size())));
    return sealed && at == begin + file.size() ? key_state::locked : key_state::none;
}

} // namespace

key_state load_key(std::string_view file, key_ptr& ret)
{
    key_ptr key;
    key_state state = key_state::none;
    if (!file.empty() && file.front() == 0x30) {
        state = load_der(file, key);
    } else {
        const std::vector<pem_block> blocks = pem_blocks(file);
        const auto first = std::find_if(blocks.begin(), blocks.end(),
                                        [](const pem_block& b) { return b.is_private_key(); });
        if (first != blocks.end()) state = load_pem(*first, key);
    }
    ERR_clear_error();
    if (state == key_state::good && !is_usable(key.get())) state = key_state::garbage;
    if (state == key_state::good) ret = std::move(key);
    return state;
}

} // namespace dsreg::device
