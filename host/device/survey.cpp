#include "device/survey.h"

#include "base/text.h"
#include "device/find.h"
#include "device/pairing.h"

#include <algorithm>
#include <dsreg/svc/device.h>
#include <iterator>
#include <set>

namespace dsreg::device {
namespace {

// Of all records together, so that the reply stays far below what the wire carries.
constexpr std::size_t der_most = 1024 * 1024;

void describe_key(const found_file& key, wire::device_record& ret)
{
    ret.key_container = safe_text(key.name);
    if (key.key.state == key_state::hardware) {
        ret.hardware = DSREG_KEY_IN_HARDWARE;
        ret.key_provider = "Hardware (TPM 2.0)";
    } else if (key.key.state == key_state::good || key.key.state == key_state::locked) {
        ret.hardware = DSREG_KEY_IN_FILE;
        ret.key_provider = key.key.pem ? "Software (PEM file)" : "Software (DER file)";
    }
}

// The file's name, or with a number behind it when another record has that already.
std::string fresh_instance(const std::string& name, std::set<std::string>& taken)
{
    std::string instance = name;
    for (int i = 2; !taken.insert(instance).second; i++) instance = name + "#" + std::to_string(i);
    return instance;
}

struct drafted {
    wire::device_record record;
    key_place key;
};

std::vector<drafted> certificate_records(std::vector<found_file>& files)
{
    std::vector<drafted> all;
    std::set<std::string> taken;
    std::size_t der_bytes = 0;
    const auto pairs = pair_files(files);
    for (const pair_of_files& pair : pairs) {
        if (all.size() > wire::device_records_most) break; // one more tells that there are more
        found_file& file = files[pair.certificate];
        drafted d;
        d.record.instance = fresh_instance(safe_text(file.name), taken);
        d.record.source = "certificate";
        d.record.path = file.shown.path;
        d.record.certificate = file.certificate;
        d.record.tenant_id = file.certificate.tenant_id;
        d.record.device_id = file.certificate.device_id;
        if (d.record.device_id.empty()) parse_guid(file.certificate.subject, d.record.device_id);
        der_bytes += d.record.certificate.der.size();
        if (der_bytes > der_most) d.record.certificate.der.clear();
        if (pair.key != nullptr) {
            describe_key(*pair.key, d.record);
            d.key = {pair.key->folder, pair.key->name, pair.key->shown.state == DSREG_FILE_DENIED};
        }
        const auto belongs = [&](const found_file* f) {
            auto& instance = files[static_cast<std::size_t>(f - files.data())].shown.instance;
            if (instance.empty()) instance = d.record.instance;
        };
        file.shown.instance = d.record.instance;
        if (pair.key != nullptr) belongs(pair.key);
        for (const found_file* t : pair.transport) belongs(t);
        all.push_back(std::move(d));
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.record.instance < b.record.instance; });
    return all;
}

void say_why(const found_files& found, bool elevated, wire::device_list& list)
{
    const char* const cut = "there are more files than a device has; the rest was not looked at";
    if (found.denied) {
        list.error = DSREG_X_ACCESS;
        list.text = elevated ? "some of the device's files may not be read, not even by root"
                             : "the device's files belong to root; only root can read them";
        if (found.too_many) list.text += std::string("; and ") + cut;
    } else if (found.too_many) {
        list.error = DSREG_X_TOO_LARGE;
        list.text = cut;
    }
}

// Joins what files told with what notes tell, in the order of a list, and no more than may be.
void join(std::vector<notes> all, bool elevated, found_files& found, wire::device_list& list)
{
    std::vector<wire::device_record> told;
    for (notes& n : all) {
        found.denied = found.denied || n.denied;
        std::move(n.records.begin(), n.records.end(), std::back_inserter(told));
        std::move(n.files.begin(), n.files.end(), std::back_inserter(list.files));
    }
    std::sort(told.begin(), told.end(),
              [](const auto& a, const auto& b) { return a.instance < b.instance; });
    std::move(told.begin(), told.end(), std::back_inserter(list.records));
    found.too_many = found.too_many || list.records.size() > wire::device_records_most ||
                     list.files.size() > wire::device_files_most;
    say_why(found, elevated, list);
    if (list.records.size() > wire::device_records_most)
        list.records.resize(wire::device_records_most);
    std::sort(list.files.begin(), list.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    if (list.files.size() > wire::device_files_most) list.files.resize(wire::device_files_most);
}

} // namespace

survey look_around(const wire::world& where, const root& below, notes of_home, found_files found)
{
    survey s;
    for (drafted& d : certificate_records(found.files)) {
        s.list.records.push_back(std::move(d.record));
        s.keys.push_back(std::move(d.key));
    }
    for (found_file& f : found.files) s.list.files.push_back(std::move(f.shown));
    join({read_himmelblau_notes(below), std::move(of_home)}, where.elevated, found, s.list);
    s.keys.resize(s.list.records.size());
    return s;
}

wire::device_list with_notes(wire::device_list seen_by_root, notes of_home)
{
    wire::device_list list = std::move(seen_by_root);
    const auto noted =
        std::stable_partition(list.records.begin(), list.records.end(),
                              [](const auto& r) { return r.source == "certificate"; });
    notes of_others;
    std::move(noted, list.records.end(), std::back_inserter(of_others.records));
    list.records.erase(noted, list.records.end());
    found_files found;
    found.denied = list.error == DSREG_X_ACCESS;
    found.too_many = list.error == DSREG_X_TOO_LARGE;
    join({std::move(of_others), std::move(of_home)}, true, found, list);
    return list;
}

} // namespace dsreg::device
