// What --record keeps of a run.
#include "cli/recorder.h"

#include "cli/record.h"
#include "report/exit_code.h"

#include <dsreg/probe.h>

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

using namespace dsreg;
using cli::recorder;

namespace {

struct watched {
    explicit watched(const std::string& id)
    {
        decl.id = id;
        state.decl = &decl;
        state.row.id = id;
        state.row.module = "m";
        state.row.result = report::outcome::pass;
    }
    wire::probe_decl decl;
    engine::probe_state state;
};

void order(recorder& r, const watched& w, const wire::run_order& o = {})
{
    r.ordered(w.state, o, std::chrono::milliseconds(1500), 42);
}

std::string everything(recorder& r)
{
    const recording::cleaner clean = r.hide_secrets();
    std::string all;
    for (const auto& [id, d] : r.documents())
        all += boost::json::serialize(recording::to_json(d, clean));
    return all;
}

} // namespace

TEST(Recorder, KeepsWhatAProbeMetAndSaid)
{
    recorder r;
    watched w("m.a");
    wire::run_order o;
    o.services = {"dsreg.fs/1"};
    o.inputs = {{"x", DSREG_IN_SILENT, {}}};
    order(r, w, o);
    r.called("m.a", {"dsreg.fs/1", 1, DSREG_CALL_FRESH, 7, "q"}, DSREG_OK, "a");
    r.called("m.a", {"dsreg.fs/1", 1, 0, 0, "q"}, DSREG_E_SERVICE, "");
    r.concluded("m.a", {DSREG_PASS, 0, 0, 0, "", "first"});
    r.concluded("m.a", {DSREG_FAIL, 0, 0, 0, "", "second"});
    w.state.row.reason = "internal";
    w.state.row.result = report::outcome::error;
    r.finished(w.state);

    const recording::document& d = r.documents().at("m.a");
    EXPECT_EQ(d.module, "m");
    EXPECT_EQ(d.budget_ms, 1500u);
    EXPECT_EQ(d.started_ns, 42);
    EXPECT_EQ(d.inputs.at(0).state, DSREG_IN_SILENT);
    ASSERT_EQ(d.calls.size(), 2u);
    EXPECT_EQ(d.calls[0].reply, "a");
    EXPECT_EQ(d.calls[0].flags, DSREG_CALL_FRESH);
    EXPECT_EQ(d.calls[1].status, DSREG_E_SERVICE);
    EXPECT_EQ(d.concluded, 2u);
    EXPECT_EQ(d.said.text, "first");
    EXPECT_EQ(d.verdict, "error");
    EXPECT_EQ(d.verdict_reason, "internal");
}

TEST(Recorder, AProbeThatNeverRanHasNoDocument)
{
    recorder r;
    const watched w("m.a");
    r.finished(w.state);
    EXPECT_TRUE(r.documents().empty());
    EXPECT_TRUE(r.left_out().empty());
}

TEST(Recorder, AProbeThatIsTooMuchIsLeftOutAndTheOthersStay)
{
    recorder r(20'000);
    const watched small("m.small"), large("m.large");
    order(r, small);
    order(r, large);
    r.called("m.large", {"dsreg.fs/1", 1, 0, 0, "q"}, DSREG_OK, std::string(30'000, 'x'));
    r.called("m.large", {"dsreg.fs/1", 1, 0, 0, "q"}, DSREG_OK, "more of it");
    r.called("m.small", {"dsreg.fs/1", 1, 0, 0, "q"}, DSREG_OK, "x");
    EXPECT_EQ(r.documents().size(), 1u);
    EXPECT_EQ(r.documents().count("m.small"), 1u);
    EXPECT_EQ(r.left_out(), std::set<std::string>{"m.large"});
}

TEST(Recorder, FactsCarryTheFlagsOfTheirDeclaration)
{
    recorder r;
    watched w("m.a");
    wire::fact_decl decl;
    decl.key = "m.name";
    decl.flags = DSREG_F_PERSONAL | DSREG_F_MANY;
    w.decl.outputs = {decl};
    w.state.facts = {{"m.name", "1", "s", value::of_text("alice")}};
    order(r, w);
    r.finished(w.state);
    EXPECT_EQ(r.documents().at("m.a").facts[0].val.flags, DSREG_F_PERSONAL | DSREG_F_MANY);
}

TEST(Recorder, ASecretByDeclarationIsHiddenFromWhoeverGotItToo)
{
    recorder r;
    watched provider("m.provider"), consumer("m.consumer");
    wire::fact_decl decl;
    decl.key = "m.secret";
    decl.flags = DSREG_F_SECRET;
    provider.decl.outputs = {decl};
    provider.state.facts = {{"m.secret", "", "s", value::of_text("canary")}};
    wire::run_order o;
    o.inputs = {{"m.secret", DSREG_IN_PRESENT, provider.state.facts}};
    order(r, provider);
    order(r, consumer, o);
    r.concluded("m.consumer", {DSREG_SKIP, 1, 0, 0, "", "it said canary aloud"});
    r.finished(consumer.state);
    r.finished(provider.state);
    const std::string all = everything(r);
    EXPECT_EQ(all.find("canary"), std::string::npos) << all;
    EXPECT_NE(all.find("it said [removed] aloud"), std::string::npos) << all;
}

TEST(Recorder, MoreSecretsThanCanBeTakenOutAreNoRecording)
{
    std::string top = (std::filesystem::temp_directory_path() / "recorder-XXXXXX").string();
    ASSERT_NE(::mkdtemp(top.data()), nullptr);
    cli::recording_run run;
    ASSERT_TRUE(run.begin(top, {}));
    watched w("m.a");
    for (int i = 0; i < 5000; i++) {
        value secret = value::of_text("secret-" + std::to_string(i));
        secret.flags = DSREG_F_SECRET;
        w.state.facts.push_back({"m.secret", std::to_string(i), "s", secret});
    }
    run.watch()->ordered(w.state, {}, std::chrono::milliseconds(1500), 42);
    run.watch()->finished(w.state);
    int ends[2] = {};
    ASSERT_EQ(::pipe(ends), 0);
    EXPECT_EQ(run.finish({}, {}, cli::messages(ends[1], false, 0, false)), report::exit_broken);
    std::string said(4096, '\0');
    said.resize(static_cast<std::size_t>(::read(ends[0], said.data(), said.size())));
    EXPECT_NE(said.find("more than 4096 secrets"), said.npos) << said;
    EXPECT_TRUE(std::filesystem::is_empty(top));
    ::close(ends[0]);
    ::close(ends[1]);
    std::filesystem::remove_all(top);
}
