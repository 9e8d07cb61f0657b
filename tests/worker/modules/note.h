// What the modules of these tests share: numbers and texts under a name, as instances of two facts.
#pragma once
#include <dsreg/probe.hpp>

inline constexpr dsreg_fact_decl number_decl = {.struct_size = sizeof(dsreg_fact_decl),
                                                .type = DSREG_T_INT,
                                                .flags = DSREG_F_MANY,
                                                .key = "t.number",
                                                .section = "Test",
                                                .label = "Number"};
inline constexpr dsreg_fact_decl text_decl = {.struct_size = sizeof(dsreg_fact_decl),
                                              .type = DSREG_T_STR,
                                              .flags = DSREG_F_MANY,
                                              .key = "t.text",
                                              .section = "Test",
                                              .label = "Text"};
inline constexpr const dsreg_fact_decl* noted[] = {&number_decl, &text_decl, nullptr};

inline void note(dsreg::host h, const char* name, int64_t number)
{
    h.fact("t.number", dsreg::number(number), "test", name);
}
inline void note(dsreg::host h, const char* name, std::string_view text)
{
    h.fact("t.text", dsreg::text(text), "test", name);
}
