#include "engine/check.h"

#include "base/text.h"

#include <dsreg/probe.h>

#include <set>

namespace dsreg::engine {
namespace {

bool plain_id(const std::string& s, std::size_t max = 96)
{
    if (s.empty() || s.size() > max || s.front() == '.' || s.back() == '.') return false;
    for (const char c : s)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
            return false;
    return true;
}

// Text for people on one line: valid, printable, not too wide, without the separator of a row.
std::string label_fault(const std::string& s, std::size_t most)
{
    if (safe_text(s) != s) return "holds characters that are not printable";
    if (s.find(" : ") != std::string::npos) return "holds \" : \"";
    if (columns(s) > most) return "is wider than " + std::to_string(most) + " columns";
    return {};
}

std::string without_mark(const std::string& entry)
{
    return !entry.empty() && entry.front() == '?' ? entry.substr(1) : entry;
}

class checker
{
public:
    checker(const wire::module_decl& m, bool our_folder)
        : m_(m), claims_ours_(m.id.rfind("dsreg.", 0) == 0), bundled_(claims_ours_ && our_folder)
    {}

    std::string run()
    {
        module();
        for (const wire::probe_decl& p : m_.probes) probe(p);
        return fault_;
    }

private:
    void fail(const std::string& what)
    {
        if (fault_.empty()) fault_ = what;
    }
    void need_label(const std::string& where, const std::string& s, std::size_t most = 40)
    {
        if (s.empty()) return fail(where + " is empty");
        if (const std::string fault = label_fault(s, most); !fault.empty())
            fail(where + " \"" + safe_text(s) + "\" " + fault);
    }
    void own(const std::string& what, const std::string& id)
    {
        if (!plain_id(id)) return fail(what + " \"" + safe_text(id) + "\" is no id ([a-z0-9.-]+)");
        if (!bundled_ && id.rfind(m_.id + ".", 0) != 0)
            fail(what + " \"" + id + "\" does not begin with the module's id \"" + m_.id + ".\"");
    }

    void module()
    {
        if (!plain_id(m_.id, 64))
            return fail("the module's id \"" + safe_text(m_.id) + "\" is no id");
        if (claims_ours_ && !bundled_)
            return fail("the module's id \"" + m_.id + "\" is one of the bundled modules'");
        // Or a module named "prt" would own our short keys, and "org" everybody's.
        if (!bundled_ && m_.id.find('.') == std::string::npos)
            return fail("the module's id \"" + m_.id +
                        "\" is one word; it has to be like org.example.vpn");
        if (m_.version.empty()) fail("the module has no version");
        if (m_.probes.size() > 256) fail("the module has more than 256 probes");
        for (const std::string* text : {&m_.version, &m_.vendor, &m_.support, &m_.license})
            if (const std::string fault = label_fault(*text, 256); !fault.empty())
                fail("a text of the module " + fault);
    }
    void probe(const wire::probe_decl& p)
    {
        own("probe", p.id);
        const std::string where = "probe " + safe_text(p.id) + ": ";
        need_label(where + "section", p.section, 60);
        need_label(where + "title", p.title);
        if (p.timeout_ms > 60'000) fail(where + "its budget is over 60 s");
        for (const std::string& entry : p.services) service(where, p, without_mark(entry));
        for (const std::string& entry : p.inputs)
            if (!plain_id(without_mark(entry)))
                fail(where + "input \"" + safe_text(entry) + "\" is no key");
        for (const std::string& name : p.settings)
            if (!plain_id(name)) fail(where + "setting \"" + safe_text(name) + "\" is no name");
        for (const std::string& path : p.paths)
            if (path.rfind('/', 0) != 0 && path.rfind("~/", 0) != 0)
                fail(where + "path \"" + safe_text(path) + "\" is not absolute");
        for (const wire::fact_decl& f : p.outputs) output(where, f);
        std::set<std::string> codes;
        for (const wire::finding_decl& f : p.findings) {
            if (!codes.insert(f.code).second)
                fail(where + "declares the finding " + f.code + " twice");
            finding(where, f);
        }
    }
    void service(const std::string& where, const wire::probe_decl& p, const std::string& id)
    {
        const std::size_t slash = id.find('/');
        if (slash == std::string::npos || !plain_id(id.substr(0, slash)))
            return fail(where + "service \"" + safe_text(id) + "\" is not named like dsreg.fs/1");
        const std::string name = id.substr(0, slash);
        if ((name == "dsreg.http" || name == "dsreg.net") && (p.flags & DSREG_P_NETWORK) == 0)
            fail(where + "asks for " + id + " without DSREG_P_NETWORK");
    }
    void output(const std::string& where, const wire::fact_decl& f)
    {
        own(where + "fact", f.key);
        if (f.key.rfind("run.", 0) == 0)
            fail(where + "fact \"" + f.key + "\": \"run.\" is the host's");
        const auto type = static_cast<uint32_t>(f.type);
        if (type < DSREG_T_BOOL || type > DSREG_T_DURATION) fail(where + f.key + ": no such type");
        const bool label_may_lack = (f.flags & (DSREG_F_MANY | DSREG_F_HIDDEN)) != 0;
        if (!(label_may_lack && f.label.empty())) need_label(where + f.key + ": label", f.label);
        if ((f.flags & DSREG_F_HIDDEN) == 0) need_label(where + f.key + ": section", f.section, 60);
    }
    void finding(const std::string& where, const wire::finding_decl& f)
    {
        own(where + "finding", f.code);
        if (f.severity < DSREG_SEVERITY_INFO || f.severity > DSREG_SEVERITY_ERROR)
            fail(where + f.code + ": no such severity");
        if (f.title.empty() || f.meaning.empty() || f.remedy.empty())
            fail(where + f.code + ": title, meaning and remedy must be there");
        if (!f.command.empty() && (f.risk < DSREG_RISK_SAFE || f.risk > DSREG_RISK_DESTRUCTIVE))
            fail(where + f.code + ": its command has no risk");
        if (safe_text(f.title) != f.title || safe_text(f.command) != f.command)
            fail(where + f.code + ": its text holds characters that are not printable");
    }

    const wire::module_decl& m_;
    const bool claims_ours_, bundled_;
    std::string fault_;
};

} // namespace

std::string check_descriptor(const wire::module_decl& module, bool our_folder)
{
    return checker(module, our_folder).run();
}

} // namespace dsreg::engine
