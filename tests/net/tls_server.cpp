#include "net/tls_server.h"

#include <cstdlib>
#include <memory>

namespace dsreg::net_test {
namespace {
int refuse(SSL*, int* alert, void*)
{
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}
int believe(int, X509_STORE_CTX*)
{
    return 1;
}
} // namespace

std::string talk::request()
{
    std::string text;
    char part[4096];
    while (text.find("\r\n\r\n") == std::string::npos) {
        const int n = SSL_read(ssl_, part, sizeof part);
        if (n <= 0) break;
        text.append(part, static_cast<std::size_t>(n));
    }
    return text;
}

std::string talk::whole_request()
{
    std::string text = request();
    const std::string field = "Content-Length: ";
    const std::size_t at = text.find(field);
    const std::size_t size =
        at == std::string::npos ? 0 : std::strtoul(text.c_str() + at + field.size(), nullptr, 10);
    const std::size_t end = text.find("\r\n\r\n") + 4 + size;
    char part[4096];
    while (text.size() < end) {
        const int n = SSL_read(ssl_, part, sizeof part);
        if (n <= 0) break;
        text.append(part, static_cast<std::size_t>(n));
    }
    return text;
}

bool talk::send(const std::string& text)
{
    return SSL_write(ssl_, text.data(), static_cast<int>(text.size())) > 0;
}

void talk::wait_for_close()
{
    char part[256];
    while (SSL_read(ssl_, part, sizeof part) > 0) {
    }
}

std::string talk::server_name() const
{
    const char* name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name);
    return name ? name : "";
}

std::shared_ptr<X509> talk::client() const
{
    return {SSL_get1_peer_certificate(ssl_), X509_free};
}

tls_server::tls_server(identity who, handler serve_one, std::vector<identity> chain, uint16_t port)
    : who_(std::move(who)), handler_(std::move(serve_one)), chain_(std::move(chain)),
      listener_([this](int fd) { serve(fd); }, port)
{}

void tls_server::serve(int fd)
{
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> ctx(SSL_CTX_new(TLS_server_method()),
                                                           SSL_CTX_free);
    SSL_CTX_set_max_proto_version(ctx.get(), newest);
    SSL_CTX_set_min_proto_version(ctx.get(), newest == TLS1_1_VERSION ? TLS1_VERSION : 0);
    if (newest == TLS1_1_VERSION) SSL_CTX_set_cipher_list(ctx.get(), "ALL:@SECLEVEL=0");
    SSL_CTX_use_certificate(ctx.get(), who_.certificate.get());
    SSL_CTX_use_PrivateKey(ctx.get(), who_.key.get());
    for (const identity& one : chain_) SSL_CTX_add1_chain_cert(ctx.get(), one.certificate.get());
    if (ask_who) SSL_CTX_set_verify(ctx.get(), SSL_VERIFY_PEER, believe);
    if (refuse_names) SSL_CTX_set_tlsext_servername_callback(ctx.get(), refuse);
    const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(ctx.get()), SSL_free);
    SSL_set_fd(ssl.get(), fd);
    if (SSL_accept(ssl.get()) != 1) return;
    talk one(ssl.get(), fd);
    handler_(one);
}

tls_server::handler answering(std::string text)
{
    return [text = std::move(text)](talk& t) {
        if (!t.request().empty() && t.send(text)) t.wait_for_close();
    };
}

std::string ok(const std::string& body, const std::string& fields)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields +
           "\r\n" + body;
}

} // namespace dsreg::net_test
