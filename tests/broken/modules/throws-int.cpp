// Lets an int cross the border.
#include "broken.h"
static void body(const dsreg_host*)
{
    throw 123;
}
