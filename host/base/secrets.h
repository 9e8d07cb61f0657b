// Words of others may hold passwords, tokens and cookies, which must go no further.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace dsreg {

// Can this run of token characters be one? It begins like a JWT, is 64 long and more (and no
// account's id, which is two GUIDs), or mixes letters and digits as no name does for 40 characters.
bool looks_secret(std::string_view run);

// Without what could be a secret, which becomes "[removed]": the value behind a name such as
// password, in the way of a query or of JSON, and every run that looks like one. The parts of a
// URL's path are judged one by one, so that an ordinary address stays. What it returns it leaves
// as it is.
std::string without_tokens(std::string_view text);

// The same, cut to `most` bytes of whole characters. Cut late, because a token in two pieces would
// not be known, and looked at again, because an account's id looks like a token when it is cut.
std::string without_tokens_cut(std::string_view text, std::size_t most);

} // namespace dsreg
