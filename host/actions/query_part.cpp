#include "actions/part.h"

int dsreg_act(const dsreg::actions::call& c)
{
    return c.chosen.what == dsreg::cli::action::status ? dsreg::actions::status(c)
                                                       : dsreg::actions::getdrstoken(c);
}
