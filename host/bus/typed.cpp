#include "bus/message.h"

namespace dsreg::bus {
namespace {

typed basic(const char* signature, value v)
{
    return {signature, std::move(v), {}};
}

std::string joined(const std::vector<typed>& list)
{
    std::string all;
    for (const typed& t : list) all += t.signature;
    return all;
}

std::string inner(const std::string& signature) // of "(..)" and "{..}"
{
    return signature.substr(1, signature.size() - 2);
}

} // namespace

typed of_text(std::string text)
{
    return basic("s", value::of_text(std::move(text)));
}
typed of_path(std::string path)
{
    return basic("o", value::of_text(std::move(path)));
}
typed of_bool(bool b)
{
    return basic("b", value::of_bool(b));
}
typed of_u32(uint32_t n)
{
    return basic("u", value::of_int(n));
}
typed of_i32(int32_t n)
{
    return basic("i", value::of_int(n));
}

typed of_u64(uint64_t n)
{
    // Numbers that a value cannot hold travel as their digits.
    const bool fits = n <= static_cast<uint64_t>(INT64_MAX);
    return basic("t",
                 fits ? value::of_int(static_cast<int64_t>(n)) : value::of_text(std::to_string(n)));
}

typed of_array(const std::string& element, std::vector<typed> list)
{
    return {"a" + element, {}, std::move(list)};
}

typed of_texts(const std::vector<std::string>& list)
{
    typed all = of_array("s", {});
    for (const std::string& s : list) all.items.push_back(of_text(s));
    return all;
}

typed of_paths(const std::vector<std::string>& list)
{
    typed all = of_array("o", {});
    for (const std::string& s : list) all.items.push_back(of_path(s));
    return all;
}

typed of_struct(std::vector<typed> members)
{
    std::string signature = "(" + joined(members) + ")";
    return {std::move(signature), {}, std::move(members)};
}

typed of_dict(std::vector<std::pair<std::string, typed>> entries)
{
    typed all = of_array("{sv}", {});
    for (auto& [key, v] : entries) {
        typed variant{"v", {}, {std::move(v)}};
        all.items.push_back({"{sv}", {}, {of_text(key), std::move(variant)}});
    }
    return all;
}

void append(sdbus::Message& m, const typed& v)
{
    if (v.signature.empty()) throw compat::error("org.freedesktop.DBus.Error.Failed", "no type");
    const auto each = [&] {
        for (const typed& item : v.items) append(m, item);
    };
    switch (v.signature[0]) {
    case 'a':
        m.openContainer(v.signature.c_str() + 1);
        each();
        m.closeContainer();
        return;
    case '(':
        m.openStruct(inner(v.signature).c_str());
        each();
        m.closeStruct();
        return;
    case '{':
        m.openDictEntry(inner(v.signature).c_str());
        each();
        m.closeDictEntry();
        return;
    case 'v':
        m.openVariant(v.items.at(0).signature.c_str());
        each();
        m.closeVariant();
        return;
    case 't':
        if (v.leaf.type == value_type::text) {
            m << static_cast<uint64_t>(std::stoull(v.leaf.text));
            return;
        }
        [[fallthrough]];
    default:
        break;
    }
    if (status end = append(&m, v.signature[0], v.leaf); !end.ok()) {
        throw compat::error("org.freedesktop.DBus.Error.Failed", end.text());
    }
}

answer answer::error(std::string name, std::string text)
{
    return {{}, std::move(name), std::move(text)};
}

std::string incoming::text(std::size_t index) const
{
    return text_at(arguments, std::to_string(index));
}

} // namespace dsreg::bus
