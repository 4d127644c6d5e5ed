"""System → Blueprint: what AWS gets, decided here and nowhere else. Pure: no disk, no network."""

from giban.compile.project import compile_project

__all__ = ["compile_project"]
