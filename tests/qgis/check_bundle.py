#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Opens a bundle folder in a real QGIS, without a display, and checks everything a user would see.

    /usr/bin/python3 check_bundle.py BUNDLE_DIR [PICTURE_DIR]

The list of layers is read from the project, so any bundle can be checked. The bundle itself is not touched: the work is done
on a copy. At the end the checks are turned on damaged copies, where they must find the damage. Exit code 0 or 1.
"""

import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from qgis_session import leave, let_go, read_project, scratch  # noqa: E402  (before anything of QGIS)
import bundle_checks  # noqa: E402
import negative_controls  # noqa: E402


def report(stage, faults):
    faults = list(faults)
    print(f"{'ok    ' if not faults else 'FAILED'} {stage}")
    for fault in faults:
        print(f"         {fault}")
    return len(faults)


def files_in(folder):
    return sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)


def check_pictures(folder, written, pictures):
    project, _, _ = read_project(os.path.join(folder, "project.qgz"))
    yield from bundle_checks.check_maps(project, pictures)
    yield from bundle_checks.check_layouts(project, written, pictures)


def check_untouched(before, folder):
    after = files_in(folder)
    if after != before:
        yield f"looking at the bundle left files behind: {sorted(set(after) ^ set(before))}"


def check_bundle(bundle, pictures):
    folder = os.path.join(scratch, "first place")
    shutil.copytree(bundle, folder)
    before = files_in(folder)
    written = bundle_checks.Written(folder)
    faults = report("project.qgz", bundle_checks.check_project(os.path.join(folder, "project.qgz"), written))
    faults += report("maps and print layout", check_pictures(folder, written, pictures))
    faults += report("project inside oreway.gpkg", bundle_checks.check_project(
        f"geopackage:{folder}/oreway.gpkg?projectName=oreway", written))
    faults += report("files dragged in one by one", bundle_checks.check_dragged_in(folder, written))
    let_go()
    faults += report("no files left behind", check_untouched(before, folder))
    moved = os.path.join(scratch, "second place")
    os.rename(folder, moved)
    faults += report("project.qgz after the folder was moved",
                     bundle_checks.check_project(os.path.join(moved, "project.qgz"), written))
    let_go()
    for control in negative_controls.all_controls:
        faults += report(f"negative control: {control.__doc__}", negative_controls.run(control, moved, scratch))
    return faults


def main():
    if len(sys.argv) not in (2, 3) or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    pictures = sys.argv[2] if len(sys.argv) == 3 else tempfile.mkdtemp(dir=scratch)
    os.makedirs(pictures, exist_ok=True)
    faults = check_bundle(os.path.abspath(sys.argv[1]), pictures)
    print("everything holds" if faults == 0 else f"{faults} faults")
    leave(0 if faults == 0 else 1)


if __name__ == "__main__":
    try:
        main()
    except Exception:  # QGIS would hang or crash on the way out of an unhandled error
        import traceback

        traceback.print_exc()
        leave(1)
