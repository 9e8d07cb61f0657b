// cert.key-match: is the private key there, the certificate's own, and nobody else's?
#include "certs/bodies.h"
#include "certs/files.h"
#include "common/registration.h"
#include "common/transport.h"

namespace certs {
namespace {

constexpr uint32_t code_not_found = 0x80090011u; // NTE_NOT_FOUND
constexpr uint32_t code_mismatch = 0x8009001au;  // NTE_KEYSET_ENTRY_BAD
constexpr uint32_t code_bad_data = 0x80090005u;  // NTE_BAD_DATA
constexpr uint32_t code_provider = 0x80090020u;  // NTE_FAIL

class test
{
public:
    test(dsreg::host host, const dsreg_device_list& list, const std::string& instance)
        : host_(host), list_(list), instance_(instance), record_(common::record_of(list, instance))
    {}

    dsreg::result run(const dsreg_device_verdict& v)
    {
        const bool hardware = record_ != nullptr && record_->hardware == DSREG_KEY_IN_HARDWARE;
        report_facts(v.error == DSREG_X_ACCESS               ? "needs root"
                     : v.verdict == DSREG_DEVICE_KEY_MISSING ? "no private key was found"
                                                             : "the private key cannot be read");
        if (!judge(v)) {
            host_.fact("key.usable",
                       dsreg::unknown(hardware ? "a key in hardware is not tested" : "needs root"),
                       "key");
            return common::skip_denied(record_, "the device's key belongs to root");
        }
        judge_files();
        return failed_ ? dsreg::result::fail(code_) : dsreg::result::pass();
    }

private:
    bool is_ours(const dsreg_device_file& f) const
    {
        return *f.instance == '\0' || instance_ == f.instance;
    }
    // The first file of a kind that belongs to this registration.
    const dsreg_device_file* file(uint32_t kind) const
    {
        const dsreg_device_file* loose = nullptr;
        for (uint32_t i = 0; i < list_.file_count; i++) {
            const dsreg_device_file& f = *list_.files[i];
            if (f.kind != kind) continue;
            if (instance_ == f.instance) return &f;
            if (*f.instance == '\0' && loose == nullptr) loose = &f;
        }
        return loose;
    }

    void fails(const common::evidence& e, const char* code, const char* sentence, uint32_t outer)
    {
        e.report(host_, code, sentence);
        if (!failed_) code_ = outer;
        failed_ = true;
    }
    void usable(bool yes) const { host_.fact("key.usable", dsreg::boolean(yes), "key"); }

    void report_facts(const char* why) const
    {
        const auto say = [&](const char* key, const char* text) {
            host_.fact(key, *text == '\0' ? dsreg::unknown(why) : dsreg::text(text), "key");
        };
        say("key.container", record_ == nullptr ? "" : record_->key_container);
        say("key.provider", record_ == nullptr ? "" : record_->key_provider);
        if (record_ == nullptr || record_->hardware == DSREG_KEY_PLACE_UNKNOWN ||
            *record_->key_provider == '\0')
            host_.fact("key.tpm", dsreg::unknown(why), "key");
        else
            host_.fact("key.tpm", dsreg::boolean(common::in_tpm(*record_)), "key");
    }

    common::evidence about_key(const dsreg_device_verdict& v) const
    {
        common::evidence e;
        if (record_ != nullptr) {
            e.text("certificate", record_->path, DSREG_F_PERSONAL);
            e.text("key", record_->key_container, DSREG_F_PERSONAL);
            e.text("provider", record_->key_provider);
        }
        e.text("problem", common::steady(dsreg::view(v.text)), DSREG_F_PERSONAL);
        return e;
    }

    void judge_unusable(const dsreg_device_verdict& v)
    {
        const dsreg_device_file* key = file(DSREG_FILE_KEY);
        usable(false);
        if (key != nullptr && key->state == DSREG_FILE_LOCKED)
            return fails(about_key(v), "key.locked",
                         "the device's private key is behind a passphrase", code_provider);
        fails(about_key(v), "key.garbage", "the device's private key cannot be read as one",
              code_bad_data);
    }

    // False: only root can tell.
    bool judge(const dsreg_device_verdict& v)
    {
        switch (v.verdict) {
        case DSREG_DEVICE_OK:
            usable(true);
            return true;
        case DSREG_DEVICE_KEY_MISSING:
            usable(false);
            fails(about_key(v), "key.missing", "the device's private key is not there",
                  code_not_found);
            return true;
        case DSREG_DEVICE_KEY_MISMATCH:
            usable(false);
            fails(about_key(v), "key.mismatch",
                  "the device's private key belongs to another certificate", code_mismatch);
            return true;
        case DSREG_DEVICE_KEY_UNUSABLE:
            judge_unusable(v);
            return true;
        default:
            break;
        }
        if (v.error == DSREG_X_ACCESS) return false;
        host_.fact("key.usable", dsreg::unknown("the key's holder gave no answer"), "key");
        fails(about_key(v), "key.no-answer", "what holds the device's private key does not answer",
              code_provider);
        return true;
    }

    void judge_files()
    {
        for (uint32_t i = 0; i < list_.file_count; i++) {
            const dsreg_device_file& f = *list_.files[i];
            const bool key = f.kind == DSREG_FILE_KEY || f.kind == DSREG_FILE_TRANSPORT;
            if (!key || f.exposed == 0 || !is_ours(f)) continue;
            common::evidence e;
            add_file(e, f);
            fails(e, "key.exposed", "others than root may read or change a key of the device", 0);
        }
        // A key in a TPM or on a token has its transport key there, too.
        if (record_ == nullptr || record_->hardware != DSREG_KEY_IN_FILE) return;
        const dsreg_device_file* transport = file(DSREG_FILE_TRANSPORT);
        const bool there = transport != nullptr && (transport->state == DSREG_FILE_GOOD ||
                                                    transport->state == DSREG_FILE_DENIED);
        if (there) return;
        common::evidence e;
        e.text("certificate", record_->path, DSREG_F_PERSONAL);
        if (transport != nullptr) add_file(e, *transport);
        e.report(host_, "key.transport-missing",
                 transport == nullptr ? "the device has no session transport key"
                                      : "the device's session transport key is no usable key");
    }

    dsreg::host host_;
    const dsreg_device_list& list_;
    const std::string& instance_;
    const dsreg_device_record* record_;
    bool failed_ = false;
    uint32_t code_ = 0;
};

} // namespace

dsreg::result key_match(dsreg::host host)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    std::string instance;
    dsreg::result instead = dsreg::result::none();
    if (!common::chosen_instance(host, *device, instance, instead)) {
        if (const char* why = common::why_unread(instead); why != nullptr)
            for (const char* key : {"key.container", "key.provider", "key.tpm"})
                host.fact(key, dsreg::unknown(why), "key");
        return instead;
    }
    const dsreg_device_list* list = nullptr;
    if (device->list(host.raw(), &common::list_call, &list) != DSREG_OK)
        return dsreg::result::none();
    const dsreg_call call{sizeof call, 0, 4000, 0};
    const dsreg_device_verdict* verdict = nullptr;
    if (device->key_match(host.raw(), &call, instance.c_str(), &verdict) != DSREG_OK)
        return dsreg::result::none();
    return test(host, *list, instance).run(*verdict);
}

} // namespace certs
