#include "net/http_transfer.h"

#include "net/chain.h"
#include "net/http_classify.h"
#include "wire/frame.h"

#include <algorithm>
#include <curl/curl.h>
#include <memory>
#include <new>
#include <openssl/err.h>

namespace dsreg::net {
namespace {
struct easy_end {
    void operator()(CURL* p) const { curl_easy_cleanup(p); }
    void operator()(curl_slist* p) const { curl_slist_free_all(p); }
};
using slist = std::unique_ptr<curl_slist, easy_end>;

// All that libcurl's callbacks see of one exchange.
struct transfer {
    const network& net;
    unique_fd connection;
    handshake seen;
    http_reader got;
    client_identity* as;
    char words[CURL_ERROR_SIZE] = {};
    std::string unusable; // why we cannot be who we are
};

// The server's request for a certificate, in the handshake or (TLS 1.2: renegotiation, 1.3: after
// it) later, when it has seen the path.
int on_asked(SSL*, void* arg) noexcept
{
    static_cast<client_identity*>(arg)->was_asked_for = true;
    return 1;
}

bool show_identity(SSL_CTX* ctx, client_identity& as, std::string& ret_why)
{
    ERR_clear_error();
    const auto* der = reinterpret_cast<const unsigned char*>(as.certificate.data());
    if (SSL_CTX_use_certificate_ASN1(ctx, static_cast<int>(as.certificate.size()), der) == 1 &&
        SSL_CTX_use_PrivateKey(ctx, as.key) == 1) {
        SSL_CTX_set_cert_cb(ctx, on_asked, &as);
        return true;
    }
    const char* said = ERR_reason_error_string(ERR_peek_error());
    ret_why = said != nullptr ? said : "unknown reason";
    ERR_clear_error();
    return false;
}

curl_socket_t on_open(void* arg, curlsocktype, curl_sockaddr*)
{
    // The second time there is none: libcurl may not connect by itself.
    const int fd = static_cast<transfer*>(arg)->connection.release();
    return fd >= 0 ? fd : CURL_SOCKET_BAD;
}

int on_opened(void*, curl_socket_t, curlsocktype)
{
    return CURL_SOCKOPT_ALREADY_CONNECTED;
}

CURLcode on_tls(CURL*, void* ctx, void* arg) noexcept
try {
    auto& t = *static_cast<transfer*>(arg);
    auto* const tls = static_cast<SSL_CTX*>(ctx);
    const bool fine = watch_handshake(tls, t.net.roots(), t.net.time_offset(), t.seen) &&
                      (t.as == nullptr || show_identity(tls, *t.as, t.unusable));
    return fine ? CURLE_OK : CURLE_SSL_CONNECT_ERROR;
} catch (const std::bad_alloc&) {
    return CURLE_OUT_OF_MEMORY;
}

// Any other number than the one that was given ends the transfer. No exception may cross libcurl.
template <bool (http_reader::*take)(std::string_view)>
std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* arg) noexcept
try {
    const std::string_view bytes(data, size * count);
    return (static_cast<transfer*>(arg)->got.*take)(bytes) ? bytes.size() : 0;
} catch (const std::bad_alloc&) {
    return 0;
}

// curl_easy_setopt reports what it cannot do; an option that did not take is not overlooked.
class options
{
public:
    explicit options(CURL* easy) : easy_(easy) {}
    template <class T>
    void set(CURLoption option, T value)
    {
        // Parentheses: without libcurl's type-checking macro, which wants constants.
        fine_ = (curl_easy_setopt)(easy_, option, value) == CURLE_OK && fine_;
    }
    bool fine() const { return fine_; }

private:
    CURL* easy_;
    bool fine_ = true;
};

void add(slist& list, const std::string& line)
{
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

slist header_lines(const wire::http_request& request)
{
    slist list;
    // An empty value is written with a semicolon in libcurl.
    for (const auto& [name, value] : request.headers)
        add(list, value.empty() ? name + ";" : name + ": " + value);
    if (request.body.empty()) add(list, "Content-Type:"); // libcurl's own for a body
    add(list, "Expect:");
    return list;
}

void set_method(options& o, const wire::http_request& request, const http_plan& plan)
{
    if (plan.method == "HEAD") {
        o.set(CURLOPT_NOBODY, 1L);
    } else if (plan.method == "GET") {
        o.set(CURLOPT_HTTPGET, 1L);
    } else {
        o.set(CURLOPT_POST, 1L);
        o.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        o.set(CURLOPT_POSTFIELDS, request.body.c_str());
        o.set(CURLOPT_CUSTOMREQUEST, plan.method.c_str());
    }
}

void set_connection(options& o, transfer& t, const http_plan& plan)
{
    o.set(CURLOPT_URL, plan.url.c_str());
    o.set(CURLOPT_PROTOCOLS_STR, plan.tls ? "https" : "http");
    o.set(CURLOPT_FOLLOWLOCATION, 0L);
    o.set(CURLOPT_PROXY, ""); // not even from the environment: the tunnel is there already
    o.set(CURLOPT_NOPROXY, "*");
    o.set(CURLOPT_OPENSOCKETFUNCTION, on_open);
    o.set(CURLOPT_OPENSOCKETDATA, &t);
    o.set(CURLOPT_SOCKOPTFUNCTION, on_opened);
    o.set(CURLOPT_FRESH_CONNECT, 1L);
    o.set(CURLOPT_FORBID_REUSE, 1L);
    o.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    o.set(CURLOPT_PATH_AS_IS, 1L);
    o.set(CURLOPT_NOSIGNAL, 1L);
    o.set(CURLOPT_QUICK_EXIT, 1L);
}

void set_tls(options& o, transfer& t)
{
    // The roots are ours (on_tls): without these two the system's would count beside a CA file.
    o.set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
    o.set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    o.set(CURLOPT_CA_CACHE_TIMEOUT, 0L);
    o.set(CURLOPT_SSL_VERIFYPEER, 1L);
    o.set(CURLOPT_SSL_VERIFYHOST, 2L);
    o.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    o.set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
    o.set(CURLOPT_SSL_CTX_FUNCTION, on_tls);
    o.set(CURLOPT_SSL_CTX_DATA, &t);
}

void set_reading(options& o, transfer& t, const std::string& agent, int milliseconds)
{
    o.set(CURLOPT_USERAGENT, agent.c_str());
    o.set(CURLOPT_HEADERFUNCTION, on_bytes<&http_reader::header_line>);
    o.set(CURLOPT_HEADERDATA, &t);
    o.set(CURLOPT_WRITEFUNCTION, on_bytes<&http_reader::body_part>);
    o.set(CURLOPT_WRITEDATA, &t);
    o.set(CURLOPT_ERRORBUFFER, t.words);
    o.set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max(milliseconds, 1)));
    o.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::max(milliseconds, 1)));
}

// Runs it; `ret_status` stays 0 when no answer began.
failure run(transfer& t, const wire::http_request& request, const http_plan& plan,
            const std::string& address, time_point until, int& ret_status)
{
    const std::unique_ptr<CURL, easy_end> easy(curl_easy_init());
    if (!easy) throw std::bad_alloc();
    options o(easy.get());
    const slist fields = header_lines(request);
    slist map; // the name leads to what net connected to, so nothing is looked up
    const bool v6 = address.find(':') != std::string::npos;
    add(map,
        plan.host + ":" + std::to_string(plan.port) + ":" + (v6 ? "[" + address + "]" : address));
    const std::string agent = std::string("dsreg/") + wire::version();
    set_connection(o, t, plan);
    set_tls(o, t);
    set_reading(o, t, agent, milliseconds_until(until));
    set_method(o, request, plan);
    o.set(CURLOPT_HTTPHEADER, fields.get());
    if (!literal(plan.host, 0)) o.set(CURLOPT_RESOLVE, map.get());
    if (!o.fine())
        return failure::of(DSREG_X_PROTOCOL, 0, "this libcurl lacks something that dsreg needs");

    transfer_end end;
    end.code = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy.get(), CURLINFO_OS_ERRNO, &end.system_errno);
    end.status = ret_status = static_cast<int>(status);
    end.curl_words = t.words[0] ? t.words : curl_easy_strerror(end.code);
    if (!t.unusable.empty())
        return failure::of(DSREG_X_TLS, 0,
                           "the client certificate cannot be shown to " + plan.host + ": " +
                               t.unusable);
    return classify(end, plan, t.got, t.seen, t.net.roots());
}
} // namespace

bool http_ready()
{
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

wire::http_reply exchange(const network& net, const wire::http_request& request,
                          const http_plan& plan, time_point until, bool& ret_cut,
                          client_identity* as)
{
    wire::http_reply reply;
    if (plan.refused != DSREG_X_NONE) {
        const failure why =
            failure::of(plan.refused, 0,
                        plan.refused == DSREG_X_ACCESS
                            ? "a machine's own credentials are there; it is not asked"
                            : "it is no URL that can be asked");
        tell(why, reply.net);
        reply.error = why.error;
        reply.error_text = why.text;
        return reply;
    }
    opened way = net.open(plan.host, plan.port, plan.tls, until);
    reply.net = std::move(way.seen);
    failure why = way.why;
    // A name may lead to what the URL may not name.
    const auto there = literal(reply.net.address, 0);
    if (!why && reply.net.proxy.empty() && there && is_metadata(*there))
        why = failure::of(DSREG_X_ACCESS, 0,
                          plan.host + " leads to " + reply.net.address +
                              ", where a machine's own credentials are, and is not asked");
    if (!why) {
        transfer t{net, std::move(way.fd), {}, http_reader(plan.max_body), as, {}, {}};
        t.seen.host = plan.host;
        why = run(t, request, plan, reply.net.address, until, reply.status);
        reply.headers = t.got.take_fields();
        if (!why) reply.body = t.got.take_body();
        if (as != nullptr) as->was_connected = t.seen.done;
        if (plan.tls) {
            reply.net.tls_ns = t.seen.nanoseconds();
            reply.net.tls_version = t.seen.version;
            reply.net.certs = describe(t.seen, net.roots());
        }
    }
    tell(why, reply.net);
    reply.error = why.error;
    reply.error_text = why.text;
    ret_cut = ret_cut || why.by_deadline;
    return reply;
}

} // namespace dsreg::net
