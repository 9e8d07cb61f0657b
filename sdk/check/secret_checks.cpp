// A secret that passes through a probe must not stay in what it says.
#include "catalog.h"
#include "worlds.h"

#include <algorithm>

namespace dsreg::check {
namespace {

// A word that no honest value holds. Where it stands makes a secret of it: behind the name of a
// password or token, in a cookie, in a private key. Harmless text comes first, so that a probe that
// reports the first line of what it reads is not blamed. Facts that are flagged SECRET are no
// matter: the host hands them to no other probe.
constexpr const char* word = "Xk7canaryQ2v9";

std::string secret(const char* before, const char* after = "")
{
    return std::string(before) + word + after;
}

std::string token()
{
    return secret("eyJhbGciOiJub25lIn0.eyJ4Ijoi", "In0.");
}

services with_secrets()
{
    services s = plain_services();
    s.http = [](const testkit::http_question&) {
        testkit::http_answer a;
        a.body = R"({"status":"ok","name":"plain","token_type":"Bearer","access_token":")" +
                 token() + R"(","refresh_token":")" + secret("0.A") + R"(","client_secret":")" +
                 secret("") + R"(","password":")" + secret("") + R"("})";
        a.fields = {{"content-type", "application/json"},
                    {"set-cookie", secret("session=", "; Secure; HttpOnly")},
                    {"authorization", "Bearer " + token()}};
        return a;
    };
    s.fs = [](const std::string&) {
        testkit::fs_answer a;
        a.bytes = "plain\n[settings]\npassword = " + secret("") + "\ntoken=" + token() +
                  "\n-----BEGIN PRIVATE KEY-----\n" + secret("MIIE") +
                  "\n-----END PRIVATE KEY-----\n";
        return a;
    };
    s.dbus = [](const testkit::dbus_question&) {
        testkit::dbus_answer a;
        a.items = {{"0", "active"},
                   {"0/ActiveState", "active"},
                   {"0/Password", secret("")},
                   {"0/Token", token()}};
        return a;
    };
    s.journal = [](const dsreg_journal_query&) {
        testkit::journal_answer a;
        testkit::journal_entry e;
        e.time = testkit::clock().now() - 1;
        e.message = "request failed\nAuthorization: Bearer " + token();
        a.entries = {e};
        return a;
    };
    return s;
}

void look(subject& s, const dsreg_probe& p, const std::string& where, const std::string& text,
          const std::string& of)
{
    if (text.find(word) != std::string::npos)
        s.complain(p.id, where + " holds " + of +
                             ", and is not flagged DSREG_F_SECRET; report a verdict instead");
}

void look_everywhere(subject& s, const dsreg_probe& p, const outcome& o, const std::string& of)
{
    for (const testkit::fact& f : o.facts) {
        if ((f.val.flags & DSREG_F_SECRET) == 0) look(s, p, "the fact " + f.key, f.val.s, of);
        look(s, p, "the instance of the fact " + f.key, f.instance + f.source, of);
    }
    for (const testkit::finding& f : o.findings) {
        look(s, p, "the message of " + f.code, f.message + f.instance, of);
        for (const auto& [name, v] : f.evidence)
            if ((v.flags & DSREG_F_SECRET) == 0)
                look(s, p, "the evidence " + name + " of " + f.code, v.s, of);
    }
    look(s, p, "the sentence of its skip", o.said.text, of);
    for (const testkit::log_line& l : o.log) look(s, p, "a line of its log", l.text, of);
}

} // namespace

void canary(subject& s)
{
    bool any = false;
    for (const dsreg_probe* p : s.probes()) {
        for (const char* id : {DSREG_SVC_HTTP, DSREG_SVC_FS, DSREG_SVC_DBUS, DSREG_SVC_JOURNAL}) {
            if (!asks_for(*p, id)) continue;
            named_world w{std::string("with secrets in ") + id, plain_world(s, *p)};
            replace_service(w.where.offered, id, with_secrets());
            const outcome o = s.run(*p, w);
            any =
                any || std::any_of(o.calls.begin(), o.calls.end(),
                                   [&](const testkit::service_call& c) { return c.service == id; });
            look_everywhere(s, *p, o, std::string("a secret from ") + id);
        }
    }
    if (!any)
        s.nothing_to_check(
            "no probe asked http, fs, dbus or journal anything, where secrets are planted");
}

} // namespace dsreg::check
