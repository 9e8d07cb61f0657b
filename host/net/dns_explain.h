// Why a name was not found: the sentence for people, made from what each name server said.
#pragma once
#include "net/dns_query.h"
#include "net/failure.h"

#include <string>
#include <vector>

namespace dsreg::net {

// `code` is what the machine's own look-up said (EAI_*).
failure explain_lookup(const std::string& name, int code, int system_errno,
                       const std::vector<dns_answer>& answers);

// The look-up was still waiting when the time was over.
failure explain_silence(const std::string& name, const std::vector<dns_answer>& answers);

// The way of a lab's host map: `fail` is "nxdomain", "servfail" or "refused".
failure explain_lab(const std::string& name, const std::string& fail, const std::string& server);

} // namespace dsreg::net
