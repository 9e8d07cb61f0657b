"""What the deb of a template depends on: deb_test.py BUILD."""
import os
import shutil
import subprocess
import sys
import unittest

from installation import Installation


class DebTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.at = Installation("sdk")
        cls.addClassCleanup(cls.at.close)

    def built(self, language):
        project = self.at.project(f"{self.id()}-{language}", language)
        self.at.run("cmake", "-S", project, "-B", "build", "-DBUILD_TESTING=OFF", cwd=project)
        self.at.run("cmake", "--build", "build", cwd=project)
        return project

    def pack(self, project, **more):
        done = self.at.run(shutil.which("cpack"), "--config", "build/CPackConfig.cmake",
                           "-G", "DEB", "-B", "packages", cwd=project, check=False, **more)
        return done, list((project / "packages").glob("*.deb"))

    def depends(self, language):
        done, (package,) = self.pack(self.built(language))
        self.assertEqual(done.returncode, 0, done.stdout)
        said = subprocess.run(["dpkg-deb", "--field", str(package), "Depends"], check=True,
                              text=True, stdout=subprocess.PIPE).stdout
        return {part.split()[0]: part for part in said.strip().split(", ")}

    def test_it_depends_on_what_the_module_links(self):
        c, cpp = self.depends("c"), self.depends("c++")
        self.assertEqual(set(c), {"libc6"})
        self.assertRegex(c["libc6"], r"libc6 \(>= [0-9.]+\)")
        self.assertIn("libstdc++6", cpp)

    def test_without_the_tools_there_is_none(self):
        project = self.built("c")
        for missing in ("dpkg-shlibdeps", "dpkg-query"):
            tools = self.at.folder(f"without-{missing}")
            for folder in ("/bin", "/usr/bin"):
                for name in os.listdir(folder):
                    link = tools / name
                    if name != missing and not link.is_symlink():
                        link.symlink_to(f"{folder}/{name}")
            done, packages = self.pack(project, PATH=str(tools))
            self.assertNotEqual(done.returncode, 0, missing)
            self.assertIn("A deb is made on Debian", done.stdout)
            self.assertEqual(packages, [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
