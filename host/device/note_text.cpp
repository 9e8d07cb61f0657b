#include "device/note_text.h"

#include "base/base64.h"
#include "base/text.h"
#include "device/find.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

namespace dsreg::device {
namespace json = boost::json;
namespace {

constexpr const char* format = "dsreg-unregister/1";

bool take(const json::object& o, const char* name, std::string& ret)
{
    const json::value* const v = o.if_contains(name);
    if (v == nullptr || !v->is_string()) return false;
    ret.assign(v->get_string().data(), v->get_string().size());
    return true;
}

bool take(const json::object& o, const char* name, int64_t& ret)
{
    const json::value* const v = o.if_contains(name);
    if (v == nullptr || !v->is_int64() || v->get_int64() < 0) return false;
    ret = v->get_int64();
    return true;
}

bool is_hex(const std::string& s, std::size_t size, const char* digits)
{
    return s.size() == size && s.find_first_not_of(digits) == s.npos;
}

bool take_file(const json::value& v, noted_file& ret)
{
    std::string name, inode;
    if (!v.is_object() || v.get_object().size() != 4) return false;
    const json::object& o = v.get_object();
    if (!take(o, "folder", ret.folder) || !take(o, "name", name) ||
        !take(o, "sha256", ret.sha256) || !take(o, "inode", inode))
        return false;
    const char* const last = inode.data() + inode.size();
    const auto number = std::from_chars(inode.data(), last, ret.inode);
    if (number.ec != std::errc() || number.ptr != last) return false;
    if (!from_base64(name, base64_kind::url, ret.name)) return false; // a name is any bytes
    return is_hex(ret.sha256, 64, "0123456789abcdef") && may_be_found(ret.folder, ret.name);
}

} // namespace

std::string text_of(const unregister_note& note)
{
    json::array files;
    for (const noted_file& f : note.files)
        files.push_back({{"folder", f.folder},
                         {"name", to_base64(f.name, base64_kind::url)},
                         {"inode", std::to_string(f.inode)},
                         {"sha256", f.sha256}});
    return json::serialize(json::object{{"format", format},
                                        {"tenant_id", note.tenant_id},
                                        {"device_id", note.device_id},
                                        {"thumbprint", note.thumbprint},
                                        {"since", note.since},
                                        {"files", std::move(files)}}) +
           "\n";
}

bool read_note(std::string_view text, const std::string& tenant_id, unregister_note& ret)
{
    if (text.size() > note_most) return false;
    boost::system::error_code ec;
    const json::value v = json::parse({text.data(), text.size()}, ec);
    if (ec || !v.is_object() || v.get_object().size() != 6) return false;
    const json::object& o = v.get_object();
    unregister_note note;
    std::string said, device;
    const json::value* const files = o.if_contains("files");
    if (!take(o, "format", said) || said != format || !take(o, "tenant_id", note.tenant_id) ||
        !take(o, "device_id", device) || !take(o, "thumbprint", note.thumbprint) ||
        !take(o, "since", note.since) || files == nullptr || !files->is_array() ||
        files->get_array().size() > found_files_most)
        return false;
    if (note.tenant_id != tenant_id || !is_hex(note.thumbprint, 40, "0123456789ABCDEF") ||
        (!device.empty() && !parse_guid(device, note.device_id)))
        return false;
    for (const json::value& one : files->get_array()) {
        noted_file file;
        if (!take_file(one, file)) return false;
        note.files.push_back(std::move(file));
    }
    ret = std::move(note);
    return true;
}

} // namespace dsreg::device
