// Where the brokers keep what they store for the user, by public reset guides for Intune on Linux
// (`secret-tool clear env ...`, `secret-tool clear name ...`): items with one of three lookup
// attributes, in the collection `login`, whose path is fixed in the broker (frostyard/intuneme,
// recolic/microsoft-intune-archlinux). On KDE an alias of that name leads to another collection
// (codgician/serenitea-pot, kwalletrc), so what the alias means is looked through as well.
#include "base/text.h"
#include "broker/clear.h"
#include "broker/error_text.h"
#include "broker/secret_service.h"

#include <algorithm>
#include <array>
#include <set>

namespace dsreg::broker {
namespace {

using steps = std::vector<wire::device_step>;
using wire::removed;

constexpr const char* login_path = "/org/freedesktop/secrets/collection/login";
constexpr const char* login_alias = "login";
constexpr const char* all_of_them = "stored credentials";
constexpr std::size_t longest_label = 200;

const std::array<attribute, 3>& attributes()
{
    static const std::array<attribute, 3> all{{
        {"env", "60a144fbac31dfcf32034c112a615303b0e55ecad3a7aa61b7982557838908dc"},
        {"name", "LinuxBrokerRegularUserSecretKey"}, // Java era
        {"name", "LinuxBrokerSystemUserSecretKey"},
    }};
    return all;
}

wire::device_step row(removed how, std::string why, std::string path = all_of_them)
{
    return {static_cast<uint32_t>(how), std::move(path), std::move(why)};
}

std::string words_of(const bus::outcome& end)
{
    switch (end.kind) {
    case DSREG_X_TIMEOUT:
        return "the Secret Service did not answer in time";
    case DSREG_X_DISCONNECTED:
        return "the Secret Service left the session bus";
    case DSREG_X_TOO_LARGE:
        return "the Secret Service's answer is too long";
    default:
        break;
    }
    if (end.name == "org.freedesktop.Secret.Error.IsLocked") return "the keyring is locked";
    const std::string of = end.name.empty() ? "" : " (" + end.name + ")";
    return "the Secret Service refused: " + foreign_text(end.text) + of;
}

bool is_over(const bus::outcome& end) // nothing more can be asked
{
    return end.kind == DSREG_X_TIMEOUT || end.kind == DSREG_X_DISCONNECTED;
}

class clearer
{
public:
    explicit clearer(secret_service& service) : service_(service) {}

    steps run()
    {
        bool any = false;
        for (const std::string& collection : collections()) {
            if (over_) break;
            if (clear(collection)) any = true;
        }
        if (rows_.empty()) {
            rows_.push_back(any ? row(removed::absent, "the login keyring holds none of a broker's")
                                : row(removed::absent, "there is no keyring called login"));
        }
        return std::move(rows_);
    }

private:
    std::vector<std::string> collections()
    {
        std::vector<std::string> all{login_path};
        std::string aliased;
        bus::outcome end;
        const secret_answer a = service_.read_alias(login_alias, aliased, end);
        if (a == secret_answer::yes && aliased != login_path) all.push_back(aliased);
        if (a == secret_answer::failed) unknown(end);
        return all;
    }

    // False: there is no such collection.
    bool clear(const std::string& collection)
    {
        bus::outcome end;
        switch (service_.is_locked(collection, end)) {
        case secret_answer::absent:
            return false;
        case secret_answer::failed:
            unknown(end);
            return true;
        case secret_answer::yes:
            rows_.push_back(row(removed::kept,
                                "the login keyring is locked, so nothing in it was looked at: "
                                "unlock it (sign in on the desktop), then run dsreg --cleanup "
                                "again"));
            return true;
        case secret_answer::no:
            break;
        }
        for (const attribute& by : attributes()) {
            if (!over_) clear(collection, by);
        }
        return true;
    }

    void clear(const std::string& collection, const attribute& by)
    {
        std::vector<std::string> items;
        if (const bus::outcome end = service_.search(collection, by, items); !end.ok()) {
            // More than can be read is still something that was found.
            if (end.kind == DSREG_X_TOO_LARGE)
                rows_.push_back(row(removed::failed, words_of(end)));
            else
                unknown(end);
            return;
        }
        std::vector<std::pair<std::string, std::size_t>> deleted; // item, its row
        for (const std::string& item : items) {
            if (!seen_.insert(item).second) continue;
            if (take(item, by)) deleted.emplace_back(item, rows_.size() - 1);
        }
        if (deleted.empty()) return;
        // Who says yes and keeps it is not believed.
        const bus::outcome end = over_ ? last_ : service_.search(collection, by, items);
        if (!end.ok()) note(end);
        for (const auto& [item, at] : deleted) {
            if (!end.ok()) {
                rows_[at].why =
                    "the Secret Service said so; it could not be asked again: " + words_of(end);
                continue;
            }
            if (std::find(items.begin(), items.end(), item) == items.end()) continue;
            rows_[at].how = static_cast<uint32_t>(removed::failed);
            rows_[at].why = "the Secret Service said that it is deleted, and lists it still";
        }
    }

    // Deletes one item that is a broker's. True: the service says that it is gone.
    bool take(const std::string& item, const attribute& by)
    {
        std::string path = "stored credential " + item.substr(item.rfind('/') + 1);
        if (over_) {
            rows_.push_back(row(removed::failed, words_of(last_), std::move(path)));
            return false;
        }
        bus::outcome end, again;
        switch (service_.carries(item, by, end)) {
        case secret_answer::yes:
            break;
        case secret_answer::failed:
            fail(end, std::move(path));
            return false;
        default: // somebody else's, or gone
            return false;
        }
        const std::string label = without_tokens_cut(service_.label(item), longest_label);
        if (!label.empty()) path = "stored credential \"" + label + "\"";
        switch (service_.remove(item, end)) {
        case secret_answer::yes:
            rows_.push_back(row(removed::yes, "", std::move(path)));
            return true;
        case secret_answer::no:
            rows_.push_back(row(removed::failed,
                                "it cannot be deleted without asking the user: delete it in the "
                                "desktop's keyring program (seahorse, KWalletManager)",
                                std::move(path)));
            return false;
        case secret_answer::absent:
            // The same words mean "no such item" and "I cannot delete".
            if (service_.carries(item, by, again) == secret_answer::absent)
                rows_.push_back(row(removed::absent, "it was gone already", std::move(path)));
            else
                fail(end, std::move(path));
            return false;
        case secret_answer::failed:
            fail(end, std::move(path));
            return false;
        }
        return false;
    }

    void fail(const bus::outcome& end, std::string path)
    {
        rows_.push_back(row(removed::failed, words_of(end), std::move(path)));
        note(end);
    }
    void unknown(const bus::outcome& end)
    {
        rows_.push_back(
            row(removed::kept, "it is not known whether there are any: " + words_of(end)));
        note(end);
    }
    void note(const bus::outcome& end)
    {
        over_ = over_ || is_over(end);
        last_ = end;
    }

    secret_service& service_;
    steps rows_;
    std::set<std::string> seen_; // items
    bool over_ = false;
    bus::outcome last_;
};

} // namespace

steps clear_credentials(bus::connection& session, clock::time_point deadline)
{
    secret_service service(session, deadline);
    bus::outcome end;
    switch (service.find(end)) {
    case secret_answer::yes:
        return clearer(service).run();
    case secret_answer::absent:
        return {row(removed::absent, "no Secret Service runs in this session")};
    default:
        return {row(removed::kept, "the session bus could not be asked for the Secret Service: " +
                                       foreign_text(end.text))};
    }
}

} // namespace dsreg::broker
