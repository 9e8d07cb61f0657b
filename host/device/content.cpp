// What a file of a registration holds, as OpenSSL reads it.
#include "device/certificate.h"
#include "device/find.h"
#include "device/pem.h"

#include <algorithm>
#include <dsreg/svc/device.h>

namespace dsreg::device {
namespace {

void spoil(found_file& file, uint32_t state, std::string text)
{
    file.shown.state = state;
    file.shown.text = std::move(text);
}

void judge_key(found_file& file)
{
    switch (file.key.state) {
    case key_state::locked:
        spoil(file, DSREG_FILE_LOCKED, "its private key is behind a passphrase");
        break;
    case key_state::garbage:
        spoil(file, DSREG_FILE_GARBAGE, "its private key cannot be read as one");
        break;
    case key_state::none:
        spoil(file, DSREG_FILE_GARBAGE, "there is no private key in it");
        break;
    default:
        break;
    }
}

void open_key(std::string_view bytes, found_key& ret)
{
    key_ptr key;
    ret.state = load_key(bytes, key);
    if (key) ret.public_key = public_key_of(key.get());
}

// An armoured key is taken at its word.
void believe_key(std::string_view bytes, found_key& ret)
{
    const std::vector<pem_block> blocks = pem_blocks(bytes);
    if (blocks.empty()) return open_key(bytes, ret);
    const bool there = std::any_of(blocks.begin(), blocks.end(),
                                   [](const pem_block& b) { return b.is_private_key(); });
    ret.state = there ? key_state::good : key_state::none;
}

void read(found_file& file, std::string_view bytes, void (*read_key)(std::string_view, found_key&))
{
    read_key(bytes, file.key);
    file.key.pem = bytes.empty() || bytes.front() != 0x30;
    certificate c;
    const status parsed = file.key.state == key_state::none || holds_certificate(bytes)
                              ? parse_certificate(bytes, c)
                              : status(errc::protocol, "it holds a private key, no certificate");
    if (parsed.ok()) {
        file.certificate = std::move(c.shown);
        file.certified_key = std::move(c.public_key);
    }
    uint32_t& kind = file.shown.kind;
    const bool has_key = file.key.state != key_state::none;
    if (kind == 0 || kind == DSREG_FILE_KEY) {
        if (parsed.ok()) kind = DSREG_FILE_CERTIFICATE;
        if (kind == 0) kind = has_key ? DSREG_FILE_KEY : kind_by_name(file.name);
    }
    if (kind == DSREG_FILE_CERTIFICATE) {
        file.shown.state = parsed.ok() ? DSREG_FILE_GOOD : DSREG_FILE_GARBAGE;
        file.shown.text = parsed.ok() ? c.note : parsed.text();
    } else if (kind == DSREG_FILE_KEY || !parsed.ok()) {
        judge_key(file);
    }
}

} // namespace

void read_content(found_file& file, std::string_view bytes)
{
    read(file, bytes, open_key);
}

void read_certificates(found_file& file, std::string_view bytes)
{
    read(file, bytes, believe_key);
}

} // namespace dsreg::device
