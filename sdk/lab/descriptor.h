// lab.json, by which dsreg finds a lab: schemas/lab-1.schema.json.
#pragma once
#include "base/status.h"
#include "wire/world.h"

#include <string>

namespace dsreg::lab {

std::string descriptor(const wire::world& w);

} // namespace dsreg::lab
