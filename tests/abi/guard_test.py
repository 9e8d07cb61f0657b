#!/usr/bin/python3
"""The contract only grows, and what is to notice a breach does: sdk/abi/guard.py.

    guard_test.py SOURCE        CC: the C compiler
"""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import headers

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
sys.path.insert(0, str(SOURCE / "sdk/abi"))
import guard  # noqa: E402, its place is known only now

class Today(unittest.TestCase):
    maxDiff = None

    def test_the_headers_of_today_only_grew(self):
        self.assertEqual(guard.check(SOURCE / "sdk/include"), [])

    def test_the_description_holds_no_path_of_a_machine(self):
        text = (guard.FROZEN / guard.DESCRIPTION).read_text(encoding="utf-8")
        self.assertIn("path='witness.c'", text)
        for word in ("comp-dir-path", "filepath='/", "path='/", str(SOURCE)):
            self.assertNotIn(word, text)

    def test_every_type_is_in_the_description(self):
        text = (guard.FROZEN / guard.DESCRIPTION).read_text(encoding="utf-8")
        for kind in guard.declared(guard.FROZEN / "include"):
            for name in kind:
                self.assertIn(f"name='{name}'", text)


class Changed(unittest.TestCase):
    """A copy of the frozen headers with one change: passes, or is named."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="dsreg-abi-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.include = headers.copy(guard.FROZEN / "include", self.folder)

    def passes(self):
        self.assertEqual(guard.check(self.include), [])

    def fails(self, *words):
        """Is seen without the headers' own assertions and their text; returns the changed names."""
        headers.without_assertions(self.include)
        told = "\n".join(guard.check(self.include, look_at_text=False))
        self.assertTrue(told, "nobody noticed")
        self.assertNotIn("do not compile", told)
        for word in words:
            self.assertIn(word, told)
        return list(guard.changed_defines(self.include))

    def replace(self, old, new, header="probe.h"):
        headers.edit(self.include, header, old, new)

    # What may happen.

    def test_the_frozen_headers_pass(self):
        self.passes()

    def test_comments_may_change(self):
        self.replace("/* as declared */\n    const char *instance; /* MANY", "/* said */\n"
                     "    const char *instance; /* MANY")
        self.passes()

    def test_a_descriptor_grows_for_those_who_ask_for_it(self):
        headers.next_minor(self.include)
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *help;", since=1)
        self.passes()

    def test_the_host_a_table_a_request_and_a_reply_grow(self):
        headers.next_minor(self.include)
        headers.append(self.include, "probe.h", "dsreg_host",
                       "int64_t (*uptime)(const dsreg_host *self);", since=1)
        headers.append(self.include, "svc/net.h", "dsreg_svc_net",
                       "dsreg_status (*ping)(const dsreg_host *host);", since=1)
        headers.append(self.include, "svc/http.h", "dsreg_http_request", "uint64_t more;", since=1)
        headers.append(self.include, "svc/http.h", "dsreg_http_reply", "const char *more;", since=1)
        self.passes()

    def test_a_new_number_and_a_new_service(self):
        self.replace("#define DSREG_X_REFUSED 11u ",
                     "#define DSREG_X_QUOTA 12u /* too often */\n#define DSREG_X_REFUSED 11u ")
        path = self.include / "dsreg/svc/clock.h"
        path.write_text('#ifndef DSREG_SVC_CLOCK_H\n#define DSREG_SVC_CLOCK_H\n'
                        '#include "../probe.h"\n#define DSREG_SVC_CLOCK "dsreg.clock/1"\n'
                        '#define DSREG_SVC_CLOCK_SIZE_V1_1 16u\n'
                        'typedef struct dsreg_svc_clock {\n    uint32_t struct_size;\n'
                        '    uint32_t reserved0;\n'
                        '    int64_t (*boot)(const dsreg_host *host);\n} dsreg_svc_clock;\n'
                        'DSREG_ASSERT_(sizeof(dsreg_svc_clock) == DSREG_SVC_CLOCK_SIZE_V1_1, "");\n'
                        '#endif\n', encoding="utf-8")
        self.passes()

    # What may not: layouts.

    def test_growth_that_everybody_gets(self):
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *help;")
        self.fails("what a module built for 1.0 sees has changed", "dsreg_probe")

    def test_growth_of_each_frozen_struct(self):
        _, frozen, _ = guard.declared(self.include)
        structs = [name for name in frozen if name != "dsreg_any"]
        headers.next_minor(self.include)
        for header in guard.headers(self.include):
            text = (self.include / header).read_text(encoding="utf-8")
            for struct in structs:
                if f"}} {struct};" in text:
                    headers.append(self.include, header[len("dsreg/"):], struct, "uint64_t more;",
                                   since=1)
        self.assertGreaterEqual(len(structs), 7)
        self.fails("more than growth at the end:\nFunctions changes",
                   *(f"{struct} is frozen, and grew" for struct in structs))

    def test_a_union_with_a_larger_member(self):
        self.replace("} dsreg_any;", "    int64_t pair[3];\n} dsreg_any;")
        self.fails("dsreg_any")

    def test_a_member_in_the_middle(self):
        self.replace("    const char *title;   /* a few words */",
                     "    const char *summary;\n    const char *title;   /* a few words */")
        self.fails("dsreg_finding_decl")

    def test_a_member_in_the_middle_for_those_who_ask_for_it(self):
        headers.next_minor(self.include)
        self.replace("    const char *title;   /* a few words */",
                     "#if DSREG_TARGET_MINOR >= 1\n    const char *summary;\n#endif\n"
                     "    const char *title;   /* a few words */")
        self.fails("more than growth at the end", "dsreg_finding_decl")

    def test_another_type_of_the_same_size(self):
        self.replace("    uint32_t    risk; ", "    int32_t     risk; ")
        self.fails("dsreg_finding_decl")

    def test_another_type_under_cover_of_growth(self):
        headers.next_minor(self.include)
        self.replace("    uint32_t                         flags;      /* DSREG_P_* */",
                     "#if DSREG_TARGET_MINOR >= 1\n    int32_t flags;\n#else\n    uint32_t flags;\n"
                     "#endif")
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *help;", since=1)
        self.fails("more than growth at the end", "dsreg_probe")

    def test_a_wider_number(self):
        self.replace("typedef int32_t dsreg_status;", "typedef int64_t dsreg_status;")
        self.fails("dsreg_status")

    def test_a_member_that_is_gone(self):
        self.replace("    const char *url;     /* more, or NULL */\n", "")
        self.fails("dsreg_finding_decl")

    def test_two_members_that_changed_places(self):
        self.replace("    uint32_t      outer; ", "    uint32_t      swap; ")
        self.replace("    uint32_t      inner; ", "    uint32_t      outer; ")
        self.replace("    uint32_t      swap; ", "    uint32_t      inner; ")
        self.fails("dsreg_result")

    def test_an_argument_more(self):
        self.replace("int64_t (*now)(const dsreg_host *self);",
                     "int64_t (*now)(const dsreg_host *self, int32_t clock);")
        self.fails("dsreg_host")

    def test_another_argument_of_a_service(self):
        self.replace("const char *name,\n                        const dsreg_net_srv_list **ret);",
                     "dsreg_str name,\n                        const dsreg_net_srv_list **ret);",
                     header="svc/net.h")
        self.fails("dsreg_svc_net")

    def test_a_struct_that_is_gone(self):
        shutil.move(self.include / "dsreg/svc/journal.h", self.folder + "/journal.h")
        self.fails("dsreg_svc_journal")

    # What may not: names of the preprocessor.

    def test_an_outcome_with_another_number(self):
        self.replace("#define DSREG_SKIP 3 ", "#define DSREG_SKIP 4 ")
        self.assertEqual(self.fails(), ["DSREG_SKIP was 3 and is 4"])

    def test_an_error_that_is_gone(self):
        self.replace("#define DSREG_X_PROXY 5u ", "#define DSREG_X_DETOUR 5u ")
        self.assertEqual(self.fails(), ["DSREG_X_PROXY is gone"])

    def test_a_first_size_that_moved(self):
        self.replace("#define DSREG_PROBE_SIZE_V1_0 96u", "#define DSREG_PROBE_SIZE_V1_0 104u")
        self.assertEqual(self.fails(), ["DSREG_PROBE_SIZE_V1_0 was 96u and is 104u"])

    def test_the_id_of_a_service(self):
        self.replace('"dsreg.fs/1"', '"dsreg.fs/2"', header="svc/fs.h")
        self.assertEqual(self.fails(), ['DSREG_SVC_FS was "dsreg.fs/1" and is "dsreg.fs/2"'])

    def test_a_macro_that_is_gone(self):
        self.replace("#define DSREG_HAS(p, member)", "#define DSREG_LONG_ENOUGH(p, member)")
        self.assertEqual(self.fails(), ["DSREG_HAS is gone"])

    # What may not: promises that the text makes.

    def test_a_new_struct_that_grows_says_its_first_size(self):
        self.replace("/* One value with", "typedef struct dsreg_new {\n    uint32_t struct_size;\n"
                     "    uint32_t reserved0;\n} dsreg_new;\n/* One value with")
        self.assertEqual([word.split(",")[0] for word in guard.check(self.include)],
                         ["dsreg_new grows", "dsreg_new grows"])

    def test_a_new_frozen_struct_is_named_in_the_list(self):
        self.replace("/* One value with", "typedef struct dsreg_new {\n    uint64_t id;\n"
                     "} dsreg_new;\n/* One value with")
        self.assertEqual([word.split(" ")[0] for word in guard.check(self.include)],
                         ["dsreg_new:", "dsreg_new"])


if __name__ == "__main__":
    if not (shutil.which("abidiff") and shutil.which(guard.compiler()[0])):
        print("not run: needs abidiff (package abigail-tools) and the C compiler of CC")
        sys.exit(77)
    os.environ.setdefault("LC_ALL", "C")
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=1)
