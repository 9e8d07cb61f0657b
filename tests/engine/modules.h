// Small descriptors for tests.
#pragma once
#include "engine/graph.h"

#include <dsreg/probe.h>

namespace dsreg::engine::test {

inline wire::fact_decl fact_named(const std::string& key)
{
    wire::fact_decl f;
    f.type = value_type::text;
    f.key = key;
    f.section = "Box";
    f.label = "Label";
    return f;
}

inline wire::finding_decl finding_named(const std::string& code)
{
    wire::finding_decl f;
    f.severity = DSREG_SEVERITY_ERROR;
    f.code = code;
    f.title = "title";
    f.meaning = "meaning";
    f.remedy = "remedy";
    return f;
}

inline wire::probe_decl probe_named(const std::string& id, std::vector<std::string> inputs = {},
                                    std::vector<std::string> outputs = {})
{
    wire::probe_decl p;
    p.id = id;
    p.section = "Box";
    p.title = id + " Test";
    p.inputs = std::move(inputs);
    for (const std::string& key : outputs) p.outputs.push_back(fact_named(key));
    return p;
}

inline wire::module_decl module_named(const std::string& id, std::vector<wire::probe_decl> probes)
{
    wire::module_decl m;
    m.id = id;
    m.version = "1.0.0";
    m.vendor = "Example";
    m.license = "MIT";
    m.probes = std::move(probes);
    return m;
}

} // namespace dsreg::engine::test
