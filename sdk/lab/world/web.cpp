// The one unit that includes Beast: it takes long to compile, so it holds nothing else.
#include "world/web.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <cctype>
#include <ctime>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <thread>

namespace dsreg::lab {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

struct web_server::impl {
    web_handlers handlers;
    asio::io_context io;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor https{io}, plain{io};
};

namespace {

constexpr std::size_t most_body = 64 * 1024;

// The true time: the clock offset of a lab is the machine's, not its servers'.
std::string http_date()
{
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return text;
}

std::string host_of(const http::request<http::string_body>& request)
{
    std::string host(request[http::field::host]);
    host = host.substr(0, host.rfind(':'));
    for (char& c : host) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return host;
}

// Waits until the client has gone.
void stay_silent(int fd)
{
    pollfd p{fd, POLLRDHUP, 0};
    while (::poll(&p, 1, -1) < 0 && errno == EINTR) {
    }
}

template <class Stream>
bool send(Stream& stream, const http::request<http::string_body>& request,
          const web_response& answer)
{
    http::response<http::string_body> response;
    response.version(request.version());
    response.result(answer.status);
    response.set(http::field::date, http_date());
    if (!answer.type.empty()) response.set(http::field::content_type, answer.type);
    for (const auto& [name, value] : answer.headers) response.set(name, value);
    response.keep_alive(request.keep_alive());
    response.content_length(answer.body.size());
    if (request.method() != http::verb::head) response.body() = answer.body;
    http::response_serializer<http::string_body> serializer(response);
    beast::error_code error;
    if (request.method() == http::verb::head) {
        http::write_header(stream, serializer, error);
    } else {
        http::write(stream, serializer, error);
    }
    return !error && request.keep_alive();
}

// Says no, and ends the connection. What is left of the request is thrown away first, because
// closing on unread bytes takes the answer back.
template <class Stream>
void refuse(Stream& stream, int fd, unsigned status)
{
    http::request<http::string_body> request;
    request.keep_alive(false);
    web_response answer;
    answer.status = status;
    (void)send(stream, request, answer);
    char block[16 * 1024];
    pollfd p{fd, POLLIN, 0};
    for (int i = 0; i < 256 && ::poll(&p, 1, 1000) == 1; i++) {
        if (::recv(fd, block, sizeof block, 0) <= 0) return;
    }
}

template <class Stream>
void serve(Stream& stream, int fd, web_handlers& handlers, web_request what)
{
    beast::flat_buffer buffer;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(most_body);
        beast::error_code error;
        http::read(stream, buffer, parser, error);
        if (error == http::error::body_limit) return refuse(stream, fd, 413);
        if (error) return;
        const auto& request = parser.get();
        what.host = host_of(request);
        what.method = std::string(request.method_string());
        what.target = std::string(request.target());
        what.type = std::string(request[http::field::content_type]);
        what.body = request.body();
        const web_response answer = handlers.answer(what);
        if (answer.hang) return stay_silent(fd);
        if (!send(stream, request, answer)) return;
    }
}

std::string client_certificate(SSL* ssl)
{
    const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(ssl),
                                                            X509_free);
    unsigned char* data = nullptr;
    const int size = shown ? i2d_X509(shown.get(), &data) : 0;
    std::string der;
    if (size > 0) der.assign(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    OPENSSL_free(data);
    return der;
}

void serve_tls(tcp::socket socket, asio::ssl::context& tls, web_handlers& handlers)
{
    const int fd = socket.native_handle();
    beast::ssl_stream<tcp::socket> stream(std::move(socket), tls);
    beast::error_code error;
    stream.handshake(asio::ssl::stream_base::server, error);
    if (error) return;
    web_request what;
    what.tls = true;
    const char* name = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
    if (name) what.server_name = name;
    what.asked_who = SSL_get_verify_mode(stream.native_handle()) != SSL_VERIFY_NONE;
    what.client = client_certificate(stream.native_handle());
    serve(stream, fd, handlers, std::move(what));
    SSL_shutdown(stream.native_handle()); // say goodbye, wait for nobody
}

int take_whatever(int, X509_STORE_CTX*)
{
    return 1;
}

int choose_identity(SSL* ssl, int*, void* arg)
{
    const auto& handlers = *static_cast<web_handlers*>(arg);
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    SSL_CTX* context = handlers.identity(name ? name : "");
    if (!context) return SSL_TLSEXT_ERR_ALERT_FATAL;
    SSL_set_SSL_CTX(ssl, context);
    if (name && handlers.asks_who && handlers.asks_who(name)) {
        static constexpr unsigned char id[] = "dsreg-lab"; // else no session is resumed
        SSL_set_session_id_context(ssl, id, sizeof id);
        SSL_set_verify(ssl, SSL_VERIFY_PEER, take_whatever);
    }
    return SSL_TLSEXT_ERR_OK;
}

uint16_t listen_on_loopback(tcp::acceptor& acceptor)
{
    const tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    acceptor.open(any.protocol());
    acceptor.bind(any);
    acceptor.listen(128);
    return acceptor.local_endpoint().port();
}

template <class Serve>
void accept_forever(tcp::acceptor& acceptor, Serve one)
{
    for (;;) {
        beast::error_code error;
        tcp::socket socket = acceptor.accept(error);
        if (error) continue;
        socket.set_option(tcp::no_delay(true), error); // else each first answer takes 40 ms more
        try {
            std::thread([one, s = std::move(socket)]() mutable {
                try {
                    one(std::move(s));
                } catch (const std::exception&) { // this connection ends, the others go on
                }
            }).detach();
        } catch (const std::system_error&) { // no more threads: the client sees a reset
        }
    }
}

} // namespace

web_server::web_server() : impl_(std::make_shared<impl>()) {}
web_server::~web_server() = default;

status web_server::start(web_handlers handlers, uint16_t& ret_https, uint16_t& ret_http)
{
    impl_->handlers = std::move(handlers);
    SSL_CTX* const context = impl_->tls.native_handle();
    SSL_CTX* const usual = impl_->handlers.identity("");
    if (!usual) return {errc::internal, "the web server has no certificate"};
    SSL_CTX_use_certificate(context, SSL_CTX_get0_certificate(usual));
    SSL_CTX_use_PrivateKey(context, SSL_CTX_get0_privatekey(usual));
    SSL_CTX_set_tlsext_servername_callback(context, choose_identity);
    SSL_CTX_set_tlsext_servername_arg(context, &impl_->handlers);
    try {
        ret_https = listen_on_loopback(impl_->https);
        ret_http = listen_on_loopback(impl_->plain);
        std::thread([self = impl_] {
            accept_forever(self->https, [self](tcp::socket s) {
                serve_tls(std::move(s), self->tls, self->handlers);
            });
        }).detach();
        std::thread([self = impl_] {
            accept_forever(self->plain, [self](tcp::socket s) {
                const int fd = s.native_handle();
                serve(s, fd, self->handlers, web_request{});
            });
        }).detach();
    } catch (const std::exception& e) {
        return {errc::io, std::string("the web server cannot start: ") + e.what()};
    }
    return {};
}

} // namespace dsreg::lab
