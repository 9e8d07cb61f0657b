// A list of modules as --list-probes gets it.
#pragma once
#include "report/listing.h"

#include <vector>

namespace dsreg::report_tests {

inline std::vector<report::listed_module> listed()
{
    report::listed_module good;
    good.row = {"dsreg.drs-discovery",
                "1.0.0",
                "dsreg",
                "https://example.org/",
                "MIT",
                "/lib/drs-discovery.probe.so",
                "bundled",
                "",
                "",
                {"group-writable"}};
    wire::probe_decl probe;
    probe.id = "drs.discovery";
    probe.section = "Diagnostic Data";
    probe.title = "DRS Discovery Test";
    probe.flags = 1;
    probe.inputs = {"?tenant.id", "?run.tenant"};
    probe.services = {"dsreg.http/1"};
    wire::fact_decl output;
    output.type = value_type::text;
    output.flags = 9;
    output.key = "drs.join.url";
    probe.outputs = {output};
    wire::finding_decl finding;
    finding.code = "drs.unreachable";
    finding.severity = 3;
    probe.findings = {finding};
    good.decl.probes = {probe};
    report::listed_module bad;
    bad.row.path = "/x/evil\n| Forged |.probe.so";
    bad.row.origin = "option";
    bad.row.rejected = "no-symbol";
    bad.row.text = "no dsreg module : at all";
    return {good, bad};
}

} // namespace dsreg::report_tests
