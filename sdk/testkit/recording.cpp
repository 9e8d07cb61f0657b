#include <dsreg/testkit/recording.hpp>

#include "answers.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "convert.h"
#include "recording/document.h"
#include "recording/methods.h"
#include "recording/strict_json.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <stdexcept>

namespace dsreg::testkit {
namespace {

namespace json = boost::json;

constexpr std::size_t probes_max = 4096, bytes_max = 256 * 1024 * 1024;

[[noreturn]] void wrong(const std::string& file, const std::string& what)
{
    throw std::runtime_error(file + what);
}

// The whole file; at most `room` bytes, which it takes from it.
std::string read_file(const std::string& file, std::size_t& room)
{
    const unique_fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd) wrong(file, std::string(": ") + std::strerror(errno));
    std::string text;
    char piece[64 * 1024];
    while (true) {
        const ssize_t n = ::read(fd.get(), piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) wrong(file, std::string(": ") + std::strerror(errno));
        if (n == 0) break;
        text.append(piece, static_cast<std::size_t>(n));
        if (text.size() > room) wrong(file, ": the recording is larger than one may be");
    }
    room -= text.size();
    return text;
}

bool is_id(std::string_view s)
{
    return !s.empty() && s.size() <= 96 && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

// The ids of run.json whose documents are there.
std::vector<std::string> read_run(const std::string& file, const std::string& text)
{
    json::value whole;
    if (const status s = dsreg::recording::parse_strict(text, 32, whole); !s) wrong(file, s.text());
    const json::object* run = whole.if_object();
    const auto text_of = [](const json::object* from, const char* name) -> std::string {
        const json::value* v = from == nullptr ? nullptr : from->if_contains(name);
        return v != nullptr && v->is_string() ? std::string(v->get_string().c_str())
                                              : std::string();
    };
    if (text_of(run, "schema") != "recording-1.schema.json" ||
        text_of(run, "format").rfind("1.", 0) != 0)
        wrong(file, ": is no recording of the format 1");
    const json::value* list = run->if_contains("probes");
    if (list == nullptr || !list->is_array()) wrong(file, ": /probes must be a list");
    std::vector<std::string> ids;
    for (const json::value& item : list->get_array()) {
        const json::object* probe = item.if_object();
        const json::value* recorded = probe == nullptr ? nullptr : probe->if_contains("recorded");
        if (recorded == nullptr || !recorded->is_bool())
            wrong(file, ": /probes: each must say whether it was recorded");
        const std::string id = text_of(probe, "id");
        if (!is_id(id)) wrong(file, ": /probes: \"" + safe_text(cut_utf8(id, 96)) + "\" is no id");
        if (recorded->get_bool()) ids.push_back(id);
        if (ids.size() > probes_max) wrong(file, ": /probes has too many");
    }
    return ids;
}

} // namespace

struct recording::content {
    struct one {
        dsreg::recording::document met;
        std::map<std::string, std::vector<answer>> answers; // by question()
    };
    std::string folder;
    std::map<std::string, one> probes;

    const one& at(const std::string& id) const
    {
        const auto it = probes.find(id);
        if (it == probes.end()) throw std::logic_error(folder + " has no run of " + id);
        return it->second;
    }
};

recording::recording() : content_(std::make_unique<content>()) {}
recording::~recording() = default;

std::shared_ptr<const recording> recording::load(const std::string& folder)
{
    auto made = std::make_shared<recording>();
    content& all = *made->content_;
    all.folder = folder;
    std::size_t room = bytes_max;
    const std::string run = folder + "/run.json";
    for (const std::string& id : read_run(run, read_file(run, room))) {
        const std::string file = folder + "/" + id + ".json";
        content::one& probe = all.probes[id];
        if (const status s = dsreg::recording::from_json(read_file(file, room), probe.met); !s)
            wrong(file, s.text());
        if (probe.met.probe != id) wrong(file, ": /probe must be \"" + id + "\", as the file is");
        for (const dsreg::recording::call& c : probe.met.calls)
            probe.answers[question(c.service, c.method, c.request)].push_back({c.status, c.reply});
    }
    return made;
}

std::vector<std::string> recording::probes() const
{
    std::vector<std::string> ids;
    for (const auto& [id, probe] : content_->probes) ids.push_back(id);
    return ids;
}

world recording::world_of(const std::string& probe_id) const
{
    const dsreg::recording::document& met = content_->at(probe_id).met;
    world w;
    for (const wire::input& in : met.inputs) {
        w.states[in.key] = in.state;
        for (const dsreg::fact& f : in.facts) w.inputs.push_back(from_wire(f));
    }
    for (const named_value& s : met.settings) w.settings[s.first] = from_wire(s.second);
    w.time = std::make_shared<clock>(met.started_ns);
    w.budget_ns = int64_t{met.budget_ms} * 1'000'000;
    w.replay = shared_from_this();
    return w;
}

outcome recording::outcome_of(const std::string& probe_id) const
{
    const dsreg::recording::document& met = content_->at(probe_id).met;
    outcome out;
    out.concluded = static_cast<int>(met.concluded);
    const bool error = met.verdict == "error";
    show(met.said, error ? met.verdict_reason : "", error ? met.verdict_text : "", out);
    for (const dsreg::fact& f : met.facts) out.facts.push_back(from_wire(f));
    for (const dsreg::recording::told_finding& f : met.findings) {
        finding& kept = out.findings.emplace_back();
        kept.code = f.said.code;
        kept.instance = f.said.instance;
        kept.message = f.said.message;
        kept.severity = f.severity;
        for (const named_value& item : f.said.evidence)
            kept.evidence.emplace(item.first, from_wire(item.second));
    }
    return out;
}

std::vector<std::string> recording::breaches_of(const std::string& probe_id) const
{
    const dsreg::recording::document& met = content_->at(probe_id).met;
    std::vector<std::string> shown;
    for (const dsreg::recording::call& c : met.calls)
        if (is_refusal(c.status))
            shown.push_back(refusal(c.service, method_name(c.service, c.method), c.status));
    if (met.verdict == "error" && met.verdict_reason == "internal")
        shown.push_back(met.verdict_text);
    for (const dsreg::fact& f : met.facts)
        if (f.source.empty()) shown.push_back("fact without a source: " + f.key);
    for (const dsreg::recording::told_finding& f : met.findings)
        if (f.said.message.empty()) shown.push_back(f.said.code + " has no sentence");
    if (met.said.outcome == DSREG_SKIP) {
        if (met.said.text.empty()) shown.push_back("SKIP without a sentence");
        if (met.said.reason == DSREG_SKIP_MISSING_INPUT && met.said.about.empty())
            shown.push_back("SKIP about no input");
    }
    return shown;
}

// Its JSON, without what is taken out of every recording. What is no message of this build (nothing
// but a module that lies makes one) is known by its bytes.
std::string recording::question(const std::string& service, uint16_t method,
                                const std::string& payload)
{
    const auto* known = dsreg::recording::find_method(service, method);
    json::value request;
    if (known != nullptr && known->request.to_json(payload, {}, request))
        return service + " " + known->name + " " + json::serialize(request);
    std::string bytes;
    for (const unsigned char c : payload) {
        bytes += "0123456789abcdef"[c >> 4];
        bytes += "0123456789abcdef"[c & 15];
    }
    return service + " " + (known != nullptr ? known->name : std::to_string(method)) + " 0x" +
           bytes;
}

const recording::answer* recording::find(const std::string& probe_id, const std::string& question,
                                         std::size_t before) const
{
    const auto probe = content_->probes.find(probe_id);
    if (probe == content_->probes.end()) return nullptr;
    const auto known = probe->second.answers.find(question);
    if (known == probe->second.answers.end() || before >= known->second.size()) return nullptr;
    return &known->second[before];
}

std::vector<std::string> recording::unasked(const std::string& probe_id,
                                            std::map<std::string, std::size_t> asked) const
{
    std::vector<std::string> words;
    const auto probe = content_->probes.find(probe_id);
    if (probe == content_->probes.end()) return words;
    for (const dsreg::recording::call& c : probe->second.met.calls) {
        std::string one = question(c.service, c.method, c.request);
        if (std::size_t& left = asked[one]; left > 0)
            left--;
        else
            words.push_back(std::move(one));
    }
    return words;
}

bool recording::offered(const std::string& probe_id, const std::string& service) const
{
    const auto probe = content_->probes.find(probe_id);
    if (probe == content_->probes.end()) return true; // of another probe: nobody knows
    const dsreg::recording::document& met = probe->second.met;
    return std::find(met.services.begin(), met.services.end(), service) != met.services.end() ||
           std::any_of(met.calls.begin(), met.calls.end(),
                       [&](const auto& c) { return c.service == service; });
}

} // namespace dsreg::testkit
