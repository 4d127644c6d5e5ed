"""Every failure giban knows, in one tree.

    GibanError
    ├── Mistake          the author's: points at file:line:column        exit 1
    ├── Mistakes         several of them, reported together              exit 1
    ├── WorldError       Terraform, AWS or this machine said no          exit 1
    │   └── CutOff       Terraform was ended before it could save its state   exit 1
    └── UsageError       the command line made no sense                  exit 2

`fix` is a required argument, so no error goes out without saying what to do.
Anything else that escapes is our own defect and is reported as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giban.values import Span


class GibanError(Exception):
    """The root: what happened, why, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, *, why: str = "", fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.fix = fix


class Mistake(GibanError):
    """Something the author wrote; `id` is stable, `where` is as exact as the file allows."""

    def __init__(
        self, id: str, what: str, *, where: Span | None, path: str = "", why: str = "", fix: str
    ) -> None:
        super().__init__(what, why=why, fix=fix)
        self.id = id
        self.where = where
        self.path = path


class Mistakes(GibanError):
    """All mistakes found in one reading, in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        once = {(m.id, m.where, m.path, m.what): m for m in mistakes}
        self.mistakes = sorted(once.values(), key=_file_order)
        count = len(self.mistakes)
        super().__init__(
            f"{count} mistake{'s' if count != 1 else ''} in the manifest",
            fix="Correct the lines above and run the command again.",
        )


class WorldError(GibanError):
    """Terraform, AWS or the machine refused; `detail` is what it said."""

    def __init__(self, what: str, *, why: str = "", fix: str, detail: str = "") -> None:
        super().__init__(what, why=why, fix=fix)
        self.detail = detail


class CutOff(WorldError):
    """Terraform was ended from outside while it changed things; its state is not complete."""


class CutShort(KeyboardInterrupt):
    """Terraform was interrupted more than once and ended at once, its state not complete."""


class UsageError(GibanError):
    """The command cannot be carried out as it was written."""

    exit_code = 2


def _file_order(mistake: Mistake) -> tuple[str, int, int, str]:
    where = mistake.where
    place = (where.file, where.line, where.column) if where else ("", 0, 0)
    return (*place, mistake.what)
