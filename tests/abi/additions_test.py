#!/usr/bin/python3
"""What compilers and abidiff do not see, and the frozen files: sdk/abi/guard.py notices.

    additions_test.py SOURCE        CC: the C compiler
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import headers

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
sys.path.insert(0, str(SOURCE / "sdk/abi"))
import guard  # noqa: E402, its place is known only now


class Changed(unittest.TestCase):
    """A copy of the frozen headers with one change, which a compiler takes."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-abi-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.include = headers.copy(guard.FROZEN / "include", self.folder)

    def replace(self, old, new, header="probe.h"):
        headers.edit(self.include, header, old, new)

    def told(self):
        told = "\n".join(guard.check(self.include))
        self.assertNotIn("do not compile", told)
        return told

    def refused(self, words):
        self.assertIn(words, self.told())

    # Changes of what is there.

    def test_the_body_of_a_macro(self):
        self.replace("((p)->struct_size >= offsetof(__typeof__(*(p)), member)",
                     "((p)->struct_size > offsetof(__typeof__(*(p)), member)")
        self.refused("probe.h: no addition that 1.x allows: # define DSREG_HAS")

    def test_a_packed_struct(self):
        for name in ("dsreg_pair", "dsreg_fact"):
            self.replace(f"}} {name};", f"}} __attribute__((packed)) {name};")
            self.refused("} __attribute__ ( ( packed ) ) " + name)
            self.replace(f"}} __attribute__((packed)) {name};", f"}} {name};")

    def test_a_pragma_around_a_struct(self):
        self.replace("typedef struct dsreg_pair {",
                     "#pragma pack(push, 4)\ntypedef struct dsreg_pair {")
        self.replace("} dsreg_pair;", "} dsreg_pair;\n#pragma pack(pop)")
        self.refused("# pragma pack ( push")

    def test_another_calling_convention(self):
        self.replace("int64_t (*now)(const", "int64_t (__attribute__((ms_abi)) *now)(const")
        self.refused("( ms_abi )")

    def test_a_member_for_cpp_alone(self):
        self.replace("} dsreg_fact_decl;",
                     "#ifdef __cplusplus\n    void *more;\n#endif\n} dsreg_fact_decl;")
        self.refused("# ifdef __cplusplus")

    def test_a_number_for_cpp_alone(self):
        self.replace("#define DSREG_SKIP 3 ", "#ifdef __cplusplus\n#define DSREG_SKIP 4\n#else\n"
                     "#define DSREG_SKIP 3\n#endif\n#define DSREG_NEW 1 ")
        self.refused("# ifdef __cplusplus")

    def test_linkage_of_c_that_is_gone(self):
        for header in ("probe.h", "svc/fs.h"):
            self.replace('#ifdef __cplusplus\nextern "C" {\n#endif\n', "", header)
            self.replace("#ifdef __cplusplus\n}\n", "#ifdef __cplusplus\n", header)
        told = self.told()
        self.assertIn("probe.h: no addition", told)
        self.assertIn("fs.h: no addition", told)

    def test_another_name_of_the_symbol(self):
        self.replace('#define DSREG_MODULE_SYMBOL "dsreg_probe_module_v1"',
                     '#define DSREG_MODULE_SYMBOL "dsreg_probe_module"')
        self.refused("DSREG_MODULE_SYMBOL was")

    def test_another_symbol(self):
        self.replace("extern const dsreg_module dsreg_probe_module_v1;",
                     "extern const dsreg_module dsreg_probe_module;")
        self.refused("extern const dsreg_module dsreg_probe_module ;")

    def test_another_result_of_a_function(self):
        self.replace("const void *(*service)(", "void *(*service)(")
        self.refused("no addition that 1.x allows: probe_thread void * ( * service )")

    def test_members_of_a_union_that_changed_places(self):
        self.replace("    int64_t   i; /*", "    int64_t   swap; /*")
        self.replace("    double    d; /* REAL */", "    int64_t   i; /* BOOL */")
        self.replace("    int64_t   swap; /*", "    double    d; /*")
        self.refused("no addition that 1.x allows: double d ;")

    def test_an_assertion_that_is_gone(self):
        self.replace('DSREG_ASSERT_(sizeof(void *) == 8 && sizeof(size_t) == 8, '
                     '"dsreg modules are 64-bit");\n', "")
        self.refused("probe.h: no addition")

    def test_a_header_that_moved(self):
        text = (self.include / "dsreg/svc/journal.h").read_text(encoding="utf-8")
        (self.include / "dsreg/svc/log.h").write_text(text, encoding="utf-8")
        (self.include / "dsreg/svc/journal.h").unlink()
        self.refused("dsreg/svc/journal.h: no addition that 1.x allows: nothing")

    # Changes for some.

    def test_a_number_that_depends_on_the_minor(self):
        headers.next_minor(self.include)
        self.replace("#define DSREG_SKIP 3 ", "#if DSREG_TARGET_MINOR == 0\n#define DSREG_SKIP 4\n"
                     "#else\n#define DSREG_SKIP 3\n#endif\n#define DSREG_NEW 1 ")
        self.assertEqual(guard.changed_defines(self.include), ["DSREG_SKIP was 3 and is 4"])

    def test_a_new_number_that_depends_on_the_minor(self):
        self.replace("#define DSREG_ABI_MINOR 0 ", "#define DSREG_ABI_MINOR 2 ")
        self.replace("#define DSREG_SKIP 3 ",
                     "#if DSREG_TARGET_MINOR == 1\n#define DSREG_MAYBE 4\n#endif\n"
                     "#if DSREG_TARGET_MINOR >= 2\n#define DSREG_MAYBE 5\n#endif\n"
                     "#define DSREG_SKIP 3 ")
        self.assertEqual(guard.changed_defines(self.include), ["DSREG_MAYBE was 4 and is 5"])

    # Additions that are none of those that 1.x allows.

    def test_growth_with_an_attribute(self):
        headers.next_minor(self.include)
        headers.append(self.include, "probe.h", "dsreg_probe",
                       "uint64_t more __attribute__((aligned(8)));", since=1)
        self.refused("uint64_t more __attribute__")

    def test_growth_inside_another_condition(self):
        headers.next_minor(self.include)
        headers.append(self.include, "probe.h", "dsreg_probe",
                       "uint64_t more;\n#ifndef __cplusplus\n    uint64_t yet;\n#endif", since=1)
        self.refused("# ifndef __cplusplus")

    def test_growth_of_a_minor_that_nobody_describes(self):
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *more;", since=9)
        self.refused("# if DSREG_TARGET_MINOR > = 9")

    def test_growth_before_that_of_an_older_minor(self):
        headers.next_minor(self.include)
        headers.next_minor(self.include, 1)
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *of_2;", since=2)
        headers.append(self.include, "probe.h", "dsreg_probe", "const char *of_1;", since=1)
        self.refused("probe.h: no addition that 1.x allows: # if DSREG_TARGET_MINOR > = 1")

    def test_another_thread(self):
        self.replace("/* [any-thread] Wall clock", "/* [probe-thread] Wall clock")
        self.refused("no addition that 1.x allows: probe_thread int64_t ( * now )")

    def test_growth_that_leaves_a_hole(self):
        headers.next_minor(self.include)
        headers.append(self.include, "svc/http.h", "dsreg_http_reply", "uint32_t more;", since=1)
        self.assertEqual(self.told(), "dsreg_http_reply ends in a hole for 1.1: add reserved1")

    def test_growth_into_a_hole(self):
        headers.next_minor(self.include)
        headers.next_minor(self.include, 1)
        headers.append(self.include, "probe.h", "dsreg_probe", "uint32_t of_1;", since=1)
        headers.append(self.include, "probe.h", "dsreg_probe", "uint32_t of_2;", since=2)
        self.assertEqual(self.told(), "dsreg_probe ends in a hole for 1.1: add reserved1")

    def test_a_number_that_is_taken(self):
        self.replace("#define DSREG_X_NONE 0u ",
                     "#define DSREG_X_QUOTA 11u /* too often */\n#define DSREG_X_NONE 0u ")
        self.assertEqual(self.told(), "DSREG_X_QUOTA and DSREG_X_REFUSED collide: 11 and 11")

    def test_a_bit_that_is_taken(self):
        self.replace("#define DSREG_P_NETWORK 1u ",
                     "#define DSREG_P_ODD 24u /* odd */\n#define DSREG_P_NETWORK 1u ")
        self.assertEqual(self.told(), "DSREG_P_ODD and DSREG_P_QUIET collide: 24 and 8")

    def test_a_name_that_means_something_already(self):
        self.replace("#define DSREG_OK 0 ", "#define DSREG_TARGET_MINOR 0\n#define DSREG_OK 0 ")
        self.refused("# define DSREG_TARGET_MINOR 0")

    def test_another_header_of_the_system(self):
        self.replace("#include <stdint.h>", "#include <stdint.h>\n#include <stdio.h>")
        self.refused("# include < stdio . h >")

    # What is allowed.

    def test_a_minor_after_the_next(self):
        self.replace("#define DSREG_ABI_MINOR 0 ", "#define DSREG_ABI_MINOR 2 ")
        for minor in (1, 2):
            headers.append(self.include, "probe.h", "dsreg_probe", f"const char *of_{minor};",
                           since=minor)
        self.assertEqual(self.told(), "")

    def test_growth_that_fills_its_hole(self):
        headers.next_minor(self.include)
        headers.append(self.include, "probe.h", "dsreg_probe",
                       "uint32_t more;\n    uint32_t reserved1;", since=1)
        self.assertEqual(self.told(), "")

    def test_a_new_reply_with_its_size_and_assertion(self):
        self.replace("/* The table of dsreg.fs/1. */",
                     "#define DSREG_FS_SUMS_SIZE_V1_0 16u\n"
                     "/* Sums. */\ntypedef struct dsreg_fs_sums {\n    uint32_t struct_size;\n"
                     "    uint32_t count;\n    const char *const *sums; /* in order */\n"
                     "} dsreg_fs_sums;\ntypedef int32_t dsreg_fs_kind;\n"
                     "typedef void (*dsreg_fs_each)(const dsreg_fs_sums *sums);\n", "svc/fs.h")
        self.replace('"fs_reply");', '"fs_reply");\n'
                     'DSREG_ASSERT_(sizeof(dsreg_fs_sums) == DSREG_FS_SUMS_SIZE_V1_0, "sums");',
                     "svc/fs.h")
        self.assertEqual(self.told(), "")

    def test_words_of_an_error_may_change(self):
        self.replace('#error "DSREG_TARGET_MINOR is newer than this header"',
                     '#error "this header is older than DSREG_TARGET_MINOR"')
        self.assertEqual(self.told(), "")


class Copied(unittest.TestCase):
    """The headers, the frozen ones and the guard, copied."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dsreg-abi-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for part in ("abi", "include"):
            shutil.copytree(SOURCE / "sdk" / part, self.folder / "sdk" / part)
        self.abi = self.folder / "sdk/abi"

    def check(self):
        ended = subprocess.run([sys.executable, "-B", self.abi / "guard.py", "check",
                                self.folder / "sdk/include"], stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, timeout=120, check=False)
        return ended.returncode, ended.stdout + ended.stderr


class Frozen(Copied):
    """The frozen files are held by a list: an edit of both copies of a header is seen."""

    def edit_both(self):
        for include in (self.folder / "sdk/include", self.abi / "v1_0/include"):
            headers.edit(include, "probe.h", "#define DSREG_SKIP 3 ", "#define DSREG_SKIP 4 ")

    def test_it_is_as_it_was_frozen(self):
        self.assertEqual(self.check(), (0, "nothing but growth at the end\n"))

    def test_an_edit_of_both_copies(self):
        self.edit_both()
        self.assertEqual(self.check(), (1, "v1_0/include/dsreg/probe.h is not what was frozen: see "
                                           "frozen.sha256\n"))

    def test_a_file_more_and_a_file_less(self):
        (self.abi / "v1_0/include/dsreg/more.h").write_text("", encoding="utf-8")
        (self.abi / "v1_0/include/dsreg/broker_status.hpp").unlink()
        code, told = self.check()
        self.assertEqual(code, 1)
        self.assertIn("v1_0/include/dsreg/more.h is not", told)
        self.assertIn("v1_0/include/dsreg/broker_status.hpp is not", told)

    def test_freezing_renews_the_list(self):
        self.edit_both()
        with (self.abi / guard.SUMS).open("a", encoding="utf-8") as out:
            out.write("0  v1_9/of-another-folder\n")
        subprocess.run([self.abi / "freeze"], stdin=subprocess.DEVNULL, timeout=120, check=True)
        self.assertIn("v1_9/of-another-folder", (self.abi / guard.SUMS).read_text(encoding="utf-8"))
        self.assertEqual(self.check(), (1, "v1_9/of-another-folder is not what was frozen: see "
                                           "frozen.sha256\n"))


class LaterMinors(Copied):
    """1.1 is frozen beside 1.0, and held like it."""

    def setUp(self):
        super().setUp()
        self.include = self.folder / "sdk/include"
        headers.next_minor(self.include)
        self.grow("const char *of_1;", 1)
        headers.edit(self.include, "probe.h", "#define DSREG_X_NONE 0u ",
                     "#define DSREG_X_QUOTA 12u /* too often */\n#define DSREG_X_NONE 0u ")
        self.freeze("v1_1")

    def grow(self, member, since):
        headers.append(self.include, "probe.h", "dsreg_probe", member, since=since)

    def freeze(self, name):
        ended = subprocess.run([sys.executable, "-B", self.abi / "guard.py", "freeze",
                                self.include, self.abi / name], stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, timeout=120, check=False)
        return ended.stderr

    def refused(self, *words):
        code, told = self.check()
        self.assertEqual(code, 1)
        for word in words:
            self.assertIn(word, told)

    def test_it_is_as_it_was_frozen(self):
        self.assertEqual(self.check(), (0, "nothing but growth at the end\n"))

    def test_1_2_grows_behind_it(self):
        headers.next_minor(self.include, 1)
        self.grow("const char *of_2;", 2)
        self.assertEqual(self.check(), (0, "nothing but growth at the end\n"))

    def test_1_2_grows_before_it(self):
        headers.next_minor(self.include, 1)
        headers.edit(self.include, "probe.h", "#if DSREG_TARGET_MINOR >= 1\n    const char *of_1;",
                     "#if DSREG_TARGET_MINOR >= 2\n    const char *of_2;\n#endif\n"
                     "#if DSREG_TARGET_MINOR >= 1\n    const char *of_1;")
        self.refused("probe.h: no addition", "more than growth at the end: dsreg_probe")

    def test_more_for_1_1_itself(self):
        self.grow("const char *late;", 1)
        self.refused("no addition that 1.x allows: # if DSREG_TARGET_MINOR > = 1",
                     "what a module built for 1.1 sees has changed")

    def test_another_type_of_its_member(self):
        headers.edit(self.include, "probe.h", "const char *of_1;", "const void *of_1;")
        self.refused("what a module built for 1.1 sees has changed", "from its member of_1 on")

    def test_its_number_moves(self):
        headers.edit(self.include, "probe.h", "#define DSREG_X_QUOTA 12u",
                     "#define DSREG_X_QUOTA 13u")
        self.refused("DSREG_X_QUOTA was 12u and is 13u")

    def test_back_to_1_0(self):
        shutil.rmtree(self.include)
        shutil.copytree(self.abi / "v1_0/include", self.include)
        self.refused("DSREG_ABI_MINOR went back")

    def test_its_folder_is_gone(self):
        shutil.rmtree(self.abi / "v1_1")
        self.refused("v1_1/dsreg.abi.xml is not what was frozen")

    def test_an_edit_of_its_header(self):
        for include in (self.include, self.abi / "v1_1/include"):
            headers.edit(include, "probe.h", "#define DSREG_X_QUOTA 12u",
                         "#define DSREG_X_QUOTA 13u")
        self.refused("v1_1/include/dsreg/probe.h is not what was frozen")

    def test_1_1_does_not_go_into_the_folder_of_1_0(self):
        self.assertEqual(self.freeze("v1_0"), "v1_0 is not the folder of 1.1\n")


if __name__ == "__main__":
    if not (shutil.which("abidiff") and shutil.which(guard.compiler()[0])):
        print("not run: needs abidiff (package abigail-tools) and the C compiler of CC")
        sys.exit(77)
    os.environ.setdefault("LC_ALL", "C")
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=1)
