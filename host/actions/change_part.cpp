#include "actions/part.h"

int dsreg_act(const dsreg::actions::call& c)
{
    return c.chosen.what == dsreg::cli::action::cleanup ? dsreg::actions::cleanup(c)
                                                        : dsreg::actions::unregister(c);
}
