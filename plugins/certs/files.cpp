#include "certs/files.h"

#include <cstdio>

namespace certs {

void add_file(common::evidence& e, const dsreg_device_file& file)
{
    char mode[16];
    std::snprintf(mode, sizeof mode, "%04o", file.mode & 07777u);
    e.text("file", file.path, DSREG_F_PERSONAL).number("owner", file.uid).text("mode", mode);
    e.text("problem", dsreg::view(file.text), DSREG_F_PERSONAL);
}

} // namespace certs
