// The one place where values are withheld. Every renderer calls it first; whoever prints report.log
// calls it too.
//
// SECRET values become "<secret>", always. With a key, PERSONAL values become pseudonyms
// ("personal-3f2a9c1d04be"): equal values equal pseudonyms under one key, and nobody without the
// key can try names against them. A PERSONAL fact's instance, the host's and the user's name are
// PERSONAL too.
//
// Sentences of modules may repeat such values, so known ones (4 bytes and more) are also replaced
// inside messages, notes, paths, log lines and other values. A sentence that words a personal
// detail differently from every declared value still shows it: flags are the modules' duty.
#pragma once
#include "base/status.h"
#include "report/model.h"
#include "report/siphash.h"

#include <string>

namespace dsreg::report {

// 16 bytes of the kernel's; one key for all documents of a run, so that they can be compared.
[[nodiscard]] status new_redaction_key(hash_key& ret);

std::string pseudonym(const hash_key& key, std::string_view text);

// `key` nullptr: secrets only.
report withheld(const report& r, const hash_key* key);

} // namespace dsreg::report
