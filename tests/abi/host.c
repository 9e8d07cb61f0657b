/* A small host that knows nothing but the headers it is compiled with: from the frozen ones it is a
 * host of 1.0, from a draft one of that minor.
 *
 *     host absent|broken|given MODULE...    what services and optional inputs are like
 *
 * It reads the modules, runs each probe once, in order, in its own process, and prints a line for
 * each. Its tables end where readable memory ends: who reads behind them crashes here. */
#include "host_services.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 64

static const dsreg_module* modules[MOST];
static int module_count;

static const dsreg_fact_decl* declaration(const dsreg_probe* p, const char* key)
{
    for (const dsreg_fact_decl* const* d = p->outputs; d != NULL && *d != NULL; d++)
        if (strcmp((*d)->key, key) == 0) return *d;
    return NULL;
}

static const char* without_mark(const char* entry)
{
    return *entry == '?' ? entry + 1 : entry;
}

static const char* declares(const char* const* list, const char* name)
{
    for (; list != NULL && *list != NULL; list++)
        if (strcmp(without_mark(*list), name) == 0) return *list;
    return NULL;
}

static const void* c_service(const dsreg_host* self, const char* id)
{
    const struct state* s = self->ctx;
    const char* entry = declares(s->probe->services, id);
    if (entry == NULL || (s->mood == ABSENT && *entry == '?')) return NULL;
    return service_table(id);
}

/* Of the declared type, whatever it means. */
static dsreg_value any_value(const char* key)
{
    dsreg_value v = {DSREG_T_STR, 0, {.s = {"1", 1}}};
    for (int m = 0; m < module_count; m++)
        for (uint32_t i = 0; i < modules[m]->probe_count; i++) {
            const dsreg_fact_decl* d = declaration(modules[m]->probes[i], key);
            if (d != NULL) v.type = d->type;
        }
    if (strcmp(key, "run.user.uid") == 0) v.type = DSREG_T_INT;
    if (strcmp(key, "run.elevated") == 0) v.type = DSREG_T_BOOL;
    if (v.type == DSREG_T_REAL)
        v.u.d = 1;
    else if (v.type != DSREG_T_STR)
        v.u.i = 1;
    return v;
}

static uint32_t c_input(const dsreg_host* self, const char* key, uint32_t index,
                        const dsreg_fact** ret)
{
    const struct state* s = self->ctx;
    const char* entry = declares(s->probe->inputs, key);
    if (entry == NULL) return DSREG_IN_NO_PROVIDER;
    if (*entry == '?' && s->mood != GIVEN)
        return s->mood == BROKEN ? DSREG_IN_BROKEN : DSREG_IN_SILENT;
    if (index > 0) return DSREG_IN_SILENT;
    const dsreg_fact fact = {sizeof fact, 0, key, "one", "test", any_value(key)};
    *ret = at_edge(&fact, sizeof fact);
    return DSREG_IN_PRESENT;
}

static dsreg_status c_fact(const dsreg_host* self, const dsreg_fact* fact)
{
    struct state* s = self->ctx;
    const dsreg_fact_decl* d = declaration(s->probe, fact->key);
    const dsreg_type type = fact->value.type;
    if (fact->struct_size < DSREG_FACT_SIZE_V1_0 || d == NULL ||
        (type != d->type && type != DSREG_T_UNKNOWN && type != DSREG_T_NOT_APPLICABLE)) {
        s->refused++;
        return d == NULL ? DSREG_E_UNDECLARED : DSREG_E_INVALID;
    }
    s->facts++;
    return DSREG_OK;
}

static dsreg_status c_finding(const dsreg_host* self, const dsreg_finding* finding)
{
    struct state* s = self->ctx;
    for (const dsreg_finding_decl* const* d = s->probe->findings; d != NULL && *d != NULL; d++)
        if (finding->struct_size >= DSREG_FINDING_SIZE_V1_0 &&
            strcmp((*d)->code, finding->code) == 0) {
            s->findings++;
            return DSREG_OK;
        }
    s->refused++;
    return DSREG_E_UNDECLARED;
}

static dsreg_status c_conclude(const dsreg_host* self, const dsreg_result* result)
{
    struct state* s = self->ctx;
    if (result->struct_size < DSREG_RESULT_SIZE_V1_0) return DSREG_E_INVALID;
    s->concluded++;
    s->outcome = result->outcome;
    return DSREG_OK;
}

static dsreg_status c_setting(const dsreg_host* self, const char* name, const dsreg_value** ret)
{
    const struct state* s = self->ctx;
    if (declares(s->probe->settings, name) == NULL) return DSREG_E_UNDECLARED;
    *ret = NULL;
    return DSREG_OK;
}

static void c_log(const dsreg_host* self, int32_t level, dsreg_str text)
{
    (void)self, (void)level, (void)text;
}
static int64_t c_now(const dsreg_host* self)
{
    (void)self;
    return 1790000000000000000;
}
static int64_t c_remaining(const dsreg_host* self)
{
    (void)self;
    return 5000000000;
}

/* Read as a host reads what another compiled: never more than the probe says that it has. */
static const char* help_of(const dsreg_probe* p)
{
#if DSREG_ABI_MINOR >= 1
    if (DSREG_HAS(p, help)) return p->help != NULL ? p->help : "none";
#endif
    (void)p;
    return "absent";
}

static void run(const dsreg_probe* p, enum mood mood)
{
    struct state s = {.probe = p, .mood = mood};
    const dsreg_host host = {sizeof host, DSREG_ABI_MAJOR, DSREG_ABI_MINOR, &s,         "1.0.0",
                             c_service,   c_input,         c_fact,          c_finding,  c_conclude,
                             c_setting,   c_log,           c_now,           c_remaining};
    p->run(at_edge(&host, sizeof host));
    printf("probe\t%s\tconcluded=%d\toutcome=%d\tfacts=%d\tfindings=%d\trefused=%d\thelp=%s\n",
           p->id, s.concluded, (int)s.outcome, s.facts, s.findings, s.refused, help_of(p));
}

static int load(const char* path)
{
    void* file = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (file == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
    const dsreg_module* m = dlsym(file, DSREG_MODULE_SYMBOL);
    if (m == NULL || m->magic != DSREG_MAGIC || m->abi_major != DSREG_ABI_MAJOR ||
        m->struct_size < DSREG_MODULE_SIZE_V1_0)
        return fprintf(stderr, "%s: no module\n", path), 1;
    if (m->needs_minor > DSREG_ABI_MINOR) {
        printf("too-new\t%s\tneeds=%u\tspeaks=%d\n", m->id, m->needs_minor, DSREG_ABI_MINOR);
        return 0;
    }
    for (uint32_t i = 0; i < m->probe_count; i++)
        if (m->probes[i]->struct_size < DSREG_PROBE_SIZE_V1_0)
            return fprintf(stderr, "%s: truncated\n", path), 1;
    modules[module_count++] = m;
    return 0;
}

int main(int argc, char** argv)
{
    if (argc < 3 || argc - 2 > MOST) return 2;
    const enum mood mood = strcmp(argv[1], "given") == 0    ? GIVEN
                           : strcmp(argv[1], "broken") == 0 ? BROKEN
                                                            : ABSENT;
    for (int i = 2; i < argc; i++)
        if (load(argv[i]) != 0) return 1;
    for (int m = 0; m < module_count; m++) {
        printf("module\t%s\tneeds=%u\tprobes=%u\n", modules[m]->id, modules[m]->needs_minor,
               modules[m]->probe_count);
        for (uint32_t i = 0; i < modules[m]->probe_count; i++) run(modules[m]->probes[i], mood);
        fflush(stdout);
    }
    return 0;
}
