"""record_root_test.py SOURCE BUILD: --record as root, who alone can give a folder to others."""
import os
import sys
import unittest

from record_case import RecordCase


class AsRoot(RecordCase):
    def test_a_folder_of_somebody_else_is_refused(self):
        self.to.mkdir()
        os.chown(self.to, 65534, 65534)
        self.refused(self.record(), 1, "--record wants a new or an empty folder, and "
                     f"{self.to} is another user's")

    def test_under_sudo_it_belongs_to_the_invoking_user(self):
        done = self.record(env={"SUDO_UID": "65534", "SUDO_GID": "65534", "SUDO_USER": "nobody"})
        self.assertEqual(done.returncode, 10, done.stderr)
        for path in [self.to, *self.to.iterdir()]:
            self.assertEqual(path.stat().st_uid, 65534, path)


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("skipped: only root can give a folder to another user, and be started by sudo")
        sys.exit(77)
    del sys.argv[1]
    unittest.main()
