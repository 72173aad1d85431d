# SPDX-License-Identifier: GPL-2.0-or-later
# A build of a test's own: to install for other folders than the build's builds anew what has them in it, and other tests run that.
import os
import shutil

PARTS = ("obj", "gen", "locale", "purple-care", "purple-care.so", "pidgin-care.so")


def copy(build, folder):
    """Copies what is installed, and what that is made of, into @folder; returns the build folder there."""
    own = os.path.join(folder, "build")
    os.makedirs(own)
    for path, there in ((os.path.join(build, part), os.path.join(own, part)) for part in PARTS):
        if os.path.isdir(path):
            shutil.copytree(path, there)
        elif os.path.exists(path):
            shutil.copy2(path, there)
    return own
