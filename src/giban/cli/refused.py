"""What the machine refuses that no command foresaw: a full disk, a file that is someone else's."""

from __future__ import annotations

import errno
import os

from giban.errors import WorldError

YOURS = (
    "Look whose it is with `ls -ld`. A rehearsal keeps its files in .giban beside the manifest: "
    "make that folder yours, or copy the manifest to one that is."
)
SPACE = "Free some space and run the command again."
OPEN = "Close something or raise the limit (`ulimit -n`), and run the command again."
FIXES = {
    errno.EACCES: YOURS,
    errno.EPERM: YOURS,
    errno.EROFS: YOURS,
    errno.ENOSPC: SPACE,
    errno.EDQUOT: SPACE,
    errno.EFBIG: SPACE,
    errno.EMFILE: OPEN,
    errno.ENFILE: OPEN,
    errno.EAGAIN: "End something and run the command again.",
    errno.ENOMEM: "End something and run the command again.",
    errno.EIO: "Look after the disk, or after the terminal that has gone.",
    errno.ENAMETOOLONG: "Give the folders of the project shorter names.",
    errno.ESTALE: "Change into the project's folder again and run the command again.",
}


def refused(error: OSError) -> WorldError | None:
    """Return the error in words; None if it is none of the machine's, but a defect of ours."""
    fix = FIXES.get(error.errno or 0)
    if fix is None:
        return None
    what = f"{os.fspath(error.filename)!s} cannot be used" if error.filename else "writing failed"
    return WorldError(what, why=os.strerror(error.errno or 0), fix=fix)
