// cert.device: is the device's certificate there, whole, in time and the right one?
#include "certs/bodies.h"
#include "certs/files.h"
#include "common/registration.h"
#include "common/skewed_clock.h"
#include "common/time_text.h"

namespace certs {
namespace {

constexpr int64_t day = int64_t{86'400} * 1'000'000'000;
constexpr int64_t expires_soon = 30 * day;
constexpr uint32_t most_damaged = 3; // told one by one

constexpr uint32_t code_missing = 0x801c001bu;     // device certificate not found
constexpr uint32_t code_out_of_time = 0x800b0101u; // CERT_E_EXPIRED: too early, too
constexpr uint32_t code_wrong_use = 0x800b0110u;   // CERT_E_WRONG_USAGE
constexpr uint32_t code_wrong_name = 0x800b010fu;  // CERT_E_CN_NO_MATCH
constexpr uint32_t code_bad_data = 0x80090005u;    // NTE_BAD_DATA

bool is_live(const dsreg_device_certificate& c, int64_t now)
{
    return c.not_before <= now && now <= c.not_after;
}

// The device's id: the extension says it, and the subject repeats it.
std::string device_id_of(const dsreg_device_certificate& c)
{
    return common::lowered(*c.device_id != '\0' ? c.device_id : c.subject);
}

class test
{
public:
    test(dsreg::host host, const dsreg_device_list& list) : host_(host), list_(list) {}

    dsreg::result run()
    {
        const common::registration chosen = common::choose_registration(host_, list_);
        if (chosen.how != common::standing::found) return without_certificate(chosen);
        record_ = chosen.record;
        report_facts();
        judge_validity();
        judge_content();
        for (uint32_t i = 0; i < list_.file_count; i++) judge_file(*list_.files[i]);
        judge_duplicates();
        if (!failed_) return dsreg::result::pass();
        const dsreg::result failed = dsreg::result::fail(code_);
        return clocks_fault_ ? failed.because_of("time.skewed") : failed;
    }

private:
    const dsreg_device_certificate& cert() const { return *record_->certificate; }

    common::evidence about(const dsreg_device_record& r) const
    {
        common::evidence e;
        e.text("file", r.path, DSREG_F_PERSONAL);
        return e;
    }

    void fails(const common::evidence& e, const char* code, const std::string& sentence,
               uint32_t outer)
    {
        e.report(host_, code, sentence);
        if (!failed_) code_ = outer;
        failed_ = true;
        clocks_fault_ = false;
    }

    void report_facts() const
    {
        const auto say = [&](const char* key, const dsreg_value& v) {
            host_.fact(key, v, "certificate");
        };
        const auto known = [&](const char* key, const std::string& text) {
            say(key, text.empty() ? dsreg::unknown("the certificate does not say it")
                                  : dsreg::text(text));
        };
        say("cert.present", dsreg::boolean(true));
        known("cert.device-id", device_id_of(cert()));
        known("cert.tenant-id", common::lowered(cert().tenant_id));
        known("cert.join-type", cert().join_type == DSREG_JOIN_JOINED       ? "joined"
                                : cert().join_type == DSREG_JOIN_REGISTERED ? "registered"
                                                                            : "");
        say("cert.enterprise", dsreg::boolean(cert().enterprise != 0));
        known("cert.thumbprint", cert().thumbprint);
        known("cert.validity", common::validity_text(cert().not_before, cert().not_after));
        say("cert.not-after", dsreg::number(cert().not_after, DSREG_T_TIME));
        say("cert.in-time", dsreg::boolean(is_live(cert(), host_.now())));
        known("cert.instance", record_->instance);
    }

    void judge_validity()
    {
        const int64_t now = host_.now();
        common::evidence e = about(*record_);
        e.text("valid-from", common::time_text(cert().not_before));
        e.text("valid-to", common::time_text(cert().not_after));
        if (now > cert().not_after)
            fails(e, "cert.expired", "the device's certificate has expired", code_out_of_time);
        else if (now < cert().not_before)
            fails(e, "cert.not-yet-valid", "the device's certificate is not valid yet",
                  code_out_of_time);
        const bool expired = now > cert().not_after;
        const int64_t edge = expired ? cert().not_after : cert().not_before;
        clocks_fault_ = failed_ && common::clock_explains(host_, expired, edge);
        if (!failed_ && cert().not_after - now <= expires_soon)
            e.report(host_, "cert.expiring", "the device's certificate expires within 30 days");
    }

    void judge_content()
    {
        const std::string_view type = cert().key_type;
        common::evidence key = about(*record_);
        key.text("key-type", type).number("key-bits", cert().key_bits);
        if ((type == "RSA" && cert().key_bits < 2048) || (type == "EC" && cert().key_bits < 256))
            fails(key, "cert.weak-key", "the key of the device's certificate is too short", 0);
        if (cert().client_auth == 0)
            fails(about(*record_), "cert.wrong-use",
                  "the device's certificate is not made for authenticating a client",
                  code_wrong_use);
        if (std::string_view(cert().issuer) != "MS-Organization-Access") {
            common::evidence e = about(*record_);
            e.text("issuer", cert().issuer).text("issuer-unit", cert().issuer_unit);
            fails(e, "cert.wrong-issuer",
                  "the device's certificate was not made by a device registration service", 0);
        }
        const std::string id = common::lowered(cert().device_id);
        if (id != common::lowered(cert().subject) || id.empty()) {
            common::evidence e = about(*record_);
            e.text("subject", cert().subject, DSREG_F_PERSONAL);
            e.text("extension", cert().device_id, DSREG_F_PERSONAL);
            fails(e, "cert.id-mismatch",
                  "the device's certificate does not say which device it is for", code_wrong_name);
        }
    }

    // Damaged files are counted, and the first few are told.
    bool is_told(const dsreg_device_file& file)
    {
        return common::detail::is_damaged(file) && ++damaged_ <= most_damaged;
    }
    uint32_t count_damaged() const
    {
        uint32_t n = 0;
        for (uint32_t i = 0; i < list_.file_count; i++)
            n += common::detail::is_damaged(*list_.files[i]) ? 1 : 0;
        return n;
    }

    // Files that are no certificate are another matter beside one that is.
    void judge_file(const dsreg_device_file& file)
    {
        if (file.kind != DSREG_FILE_CERTIFICATE) return;
        common::evidence e;
        add_file(e, file);
        if (is_told(file))
            e.report(host_, "cert.leftover",
                     "a file that is no usable certificate lies beside the device's");
        if (file.exposed != 0)
            fails(e, "cert.exposed", "others than root may change the device's certificate", 0);
    }

    // Two certificates of one tenant that are both in time: which one the broker takes is chance.
    void judge_duplicates()
    {
        const int64_t now = host_.now();
        const auto counts = [&](const dsreg_device_record& r) {
            return r.certificate != nullptr && *r.tenant_id != '\0' && is_live(*r.certificate, now);
        };
        for (uint32_t i = 0; i < list_.count; i++)
            for (uint32_t k = i + 1; k < list_.count; k++) {
                const dsreg_device_record &a = *list_.records[i], &b = *list_.records[k];
                if (!counts(a) || !counts(b)) continue;
                if (common::lowered(a.tenant_id) != common::lowered(b.tenant_id)) continue;
                common::evidence e = about(a);
                e.text("other-file", b.path, DSREG_F_PERSONAL);
                e.text("device-id", device_id_of(*a.certificate), DSREG_F_PERSONAL);
                e.text("other-device-id", device_id_of(*b.certificate), DSREG_F_PERSONAL);
                return fails(e, "cert.duplicate",
                             "there are two valid device certificates for one tenant", 0);
            }
    }

    // ---- no certificate that can be read --------------------------------------------------------

    void report_unknown(const char* why) const
    {
        for (const char* key : {"cert.thumbprint", "cert.validity"})
            host_.fact(key, dsreg::unknown(why), "certificate");
    }

    // Where even its being there is not known.
    dsreg::result unreadable()
    {
        const bool many = list_.error == DSREG_X_TOO_LARGE;
        const char* const why = many ? "not all of the device's files were looked at"
                                     : "the device's files cannot be looked at";
        common::evidence e;
        e.text("error", dsreg::view(list_.text), DSREG_F_PERSONAL);
        if (many)
            fails(e.number("damaged-files", count_damaged()), "cert.too-many",
                  "there are too many files to find the device's certificate among", 0);
        else
            fails(e, "cert.unreadable", "the device's certificates cannot be looked at", 0);
        for (const char* key : {"cert.present", "cert.instance"})
            host_.fact(key, dsreg::unknown(why), "files");
        report_unknown(why);
        return dsreg::result::fail();
    }

    dsreg::result damaged()
    {
        const uint32_t all = count_damaged();
        for (uint32_t i = 0; i < list_.file_count; i++) {
            const dsreg_device_file& file = *list_.files[i];
            if (!is_told(file)) continue;
            common::evidence e;
            add_file(e, file);
            if (all > most_damaged) e.number("damaged-files", all);
            if (file.state == DSREG_FILE_NOT_REGULAR)
                fails(e, "cert.not-regular", "the device's certificate is not a regular file", 0);
            else if (file.state == DSREG_FILE_TOO_LARGE)
                fails(e, "cert.too-large", "the device's certificate is a file of over 64 KiB", 0);
            else
                fails(e, "cert.garbage", "the device's certificate cannot be read as one",
                      code_bad_data);
        }
        host_.fact("cert.present", dsreg::boolean(false), "files");
        report_unknown("the certificate cannot be read");
        return dsreg::result::fail(code_);
    }

    dsreg::result without_certificate(const common::registration& chosen)
    {
        switch (chosen.how) {
        case common::standing::damaged:
            return damaged();
        case common::standing::denied:
            report_unknown("needs root");
            return dsreg::result::skip(DSREG_SKIP_NEEDS_ROOT,
                                       "the device's certificates belong to root");
        case common::standing::unreadable:
            return unreadable();
        default:
            break;
        }
        if (chosen.note != nullptr && common::is_kept_away(*chosen.note)) {
            report_unknown(common::kept_to_itself);
            return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, common::kept_away);
        }
        host_.fact("cert.present", dsreg::boolean(false), "files");
        if (chosen.note != nullptr) {
            common::evidence e;
            e.text("registered-by", chosen.note->source);
            e.text("file", chosen.note->path, DSREG_F_PERSONAL);
            e.text("device-id", chosen.note->device_id, DSREG_F_PERSONAL);
            fails(e, "cert.missing",
                  std::string("of the device's files only ") + chosen.note->source +
                      " names it: it has no certificate and may have left its tenant",
                  code_missing);
            return dsreg::result::fail(code_);
        }
        return dsreg::result::skip(DSREG_SKIP_NOT_APPLICABLE, common::why_none(chosen));
    }

    dsreg::host host_;
    const dsreg_device_list& list_;
    const dsreg_device_record* record_ = nullptr;
    bool failed_ = false, clocks_fault_ = false;
    uint32_t code_ = 0, damaged_ = 0;
};

} // namespace

dsreg::result certificate(dsreg::host host)
{
    const auto* device = host.service<dsreg_svc_device>(DSREG_SVC_DEVICE);
    const dsreg_device_list* list = nullptr;
    if (device->list(host.raw(), &common::list_call, &list) != DSREG_OK)
        return dsreg::result::none();
    return test(host, *list).run();
}

} // namespace certs
