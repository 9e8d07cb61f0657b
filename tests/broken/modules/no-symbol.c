/* A shared object without the module symbol; its constructor must never run. */
#include <stdlib.h>
__attribute__((constructor)) static void leave(void)
{
    abort();
}
int something_else = 1;
