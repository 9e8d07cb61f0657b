#include "services/part.h"

void dsreg_make_services(const dsreg::wire::world& where, dsreg::services::service_list& ret)
{
    ret.push_back(dsreg::services::make_journal(where));
}
