// Numbers of the contract that are words in a recording. A number that has no word, which a later
// dsreg may bring, stands as the number.
#pragma once
#include "recording/place.h"

#include <boost/json/value.hpp>

#include <dsreg/probe.h>

#include <cstdint>
#include <span>

namespace dsreg::recording {

struct word {
    const char* name;
    int64_t number;
};

inline constexpr uint32_t flag_secret = DSREG_F_SECRET;

inline constexpr word type_words[] = {
    {"unknown", DSREG_T_UNKNOWN},   {"boolean", DSREG_T_BOOL},
    {"integer", DSREG_T_INT},       {"real", DSREG_T_REAL},
    {"text", DSREG_T_STR},          {"time", DSREG_T_TIME},
    {"duration", DSREG_T_DURATION}, {"not-applicable", DSREG_T_NOT_APPLICABLE}};
inline constexpr word flag_words[] = {{"personal", DSREG_F_PERSONAL},
                                      {"secret", DSREG_F_SECRET},
                                      {"many", DSREG_F_MANY},
                                      {"hidden", DSREG_F_HIDDEN}};
inline constexpr word state_words[] = {
    {"present", DSREG_IN_PRESENT}, {"unknown", DSREG_IN_UNKNOWN},
    {"silent", DSREG_IN_SILENT},   {"skipped", DSREG_IN_SKIPPED},
    {"broken", DSREG_IN_BROKEN},   {"no-provider", DSREG_IN_NO_PROVIDER}};
inline constexpr word call_words[] = {{"optional", DSREG_CALL_OPTIONAL},
                                      {"fresh", DSREG_CALL_FRESH}};
inline constexpr word status_words[] = {
    {"ok", DSREG_OK},         {"invalid", DSREG_E_INVALID},     {"undeclared", DSREG_E_UNDECLARED},
    {"limit", DSREG_E_LIMIT}, {"cancelled", DSREG_E_CANCELLED}, {"service", DSREG_E_SERVICE}};
inline constexpr word outcome_words[] = {
    {"pass", DSREG_PASS}, {"fail", DSREG_FAIL}, {"skip", DSREG_SKIP}};
inline constexpr word skip_words[] = {{"not-applicable", DSREG_SKIP_NOT_APPLICABLE},
                                      {"needs-root", DSREG_SKIP_NEEDS_ROOT},
                                      {"missing-input", DSREG_SKIP_MISSING_INPUT}};
inline constexpr word severity_words[] = {{"info", DSREG_SEVERITY_INFO},
                                          {"warning", DSREG_SEVERITY_WARNING},
                                          {"error", DSREG_SEVERITY_ERROR}};

using words = std::span<const word>;

boost::json::value word_json(words list, int64_t number);
// The set bits; those without a word as one number more.
boost::json::value words_json(words list, uint32_t bits);

void read_word(const place& where, const boost::json::value& from, words list, faults& out,
               uint32_t& ret);
void read_word(const place& where, const boost::json::value& from, words list, faults& out,
               int32_t& ret);
void read_words(const place& where, const boost::json::value& from, words list, faults& out,
                uint32_t& ret);

} // namespace dsreg::recording
