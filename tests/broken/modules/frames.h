/* Frames past the host's functions, straight into the socket. */
#include "broken.h"
#include <sys/socket.h>

struct frame_header {
    uint32_t size;
    uint16_t type;
    uint16_t flags;
    uint32_t run;
    uint32_t id;
};
enum { FRAME_HELLO = 2, FRAME_FACT = 4, FRAME_LOG = 6, FRAME_CONCLUDE = 7, FRAME_DONE = 10 };

static inline long send_raw(const void* bytes, size_t size)
{
    return send(3, bytes, size, 0);
}

static inline long send_frame(uint16_t type, uint32_t run, const void* payload, uint32_t size)
{
    char bytes[65536];
    const struct frame_header header = {size, type, 0, run, 0};
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, payload, size);
    return send_raw(bytes, sizeof header + size);
}
