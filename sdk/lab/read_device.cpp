#include "reader_parts.h"

namespace dsreg::lab {

namespace json = boost::json;

void read_device(const json::object& o, status& error, device_play& ret)
{
    object_reader in(o, "device", error);
    read_guid(in, "id", ret.id);
    in.flag("registered", ret.registered);
    in.choice("join", ret.join, {"joined", "registered"});
    in.choice("certificate", ret.certificate,
              {"good", "expired", "expiring", "not-yet-valid", "garbage", "missing", "weak", "link",
               "folder", "huge", "other-device"});
    in.choice("key", ret.key, {"good", "missing", "mismatch", "garbage", "locked", "exposed"});
    in.choice("transport_key", ret.transport_key, {"good", "missing"});
    in.choice("format", ret.format, {"pem", "der"});
    in.flag("intune", ret.intune);
    std::string intune_id = ret.id; // of a member that is not there
    read_guid(in, "intune_id", intune_id);
    if (o.contains("intune_id")) ret.intune_id = intune_id;
    in.choice("state", ret.state, {"enabled", "disabled", "deleted", "fresh", "unknown-error"});
    in.number("registered_ago_s", ret.registered_ago_s, 0, longest_time);
    in.finish();
}

void read_other_devices(const json::array& list, status& error, std::vector<other_device>& ret)
{
    for (const json::value& v : list) {
        const std::string where = "other_devices[" + std::to_string(ret.size()) + "]";
        if (!v.is_object()) {
            if (error.ok()) error = status(errc::invalid, where + " must be an object");
            return;
        }
        object_reader in(v.get_object(), where, error);
        other_device& device = ret.emplace_back();
        for (const char* key : {"id", "tenant_id"}) in.require(key);
        read_guid(in, "id", device.id);
        read_guid(in, "tenant_id", device.tenant_id);
        in.finish();
    }
}

} // namespace dsreg::lab
