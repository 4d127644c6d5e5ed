"""Fetch the programs that our tests ask, where the machine has none of its own: `make programs`.

    python tools/programs.py FOLDER

Debian's packages, fetched by apt with its signatures checked, unpacked into FOLDER and run from
there: nothing is installed, nobody has to be root, no server starts. They come from Debian's
development branch, the only one with MySQL, together with every library that they load. It ends
with 0 in any case: a test skips, and says so, what is missing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SUITE = "sid"
PACKAGES = (
    "caddy",
    "mysql-client-core",
    "mysql-server-core",
    "postgresql",
    "promtool",
    "redis-server",
    "valkey-server",
)
PROGRAMS = (
    *(f"bin/{name}" for name in ("caddy", "mysql", "promtool", "redis-server", "valkey-server")),
    "sbin/mysqld",
    *(f"lib/postgresql/*/bin/{name}" for name in ("initdb", "pg_ctl", "postgres", "psql")),
)
UNPACKED = (
    *(f"./usr/{program}" for program in PROGRAMS),
    "./usr/bin/*-check-rdb",  # what both servers are other names of
    "./usr/lib/*-linux-gnu/*",
    "./usr/lib/postgresql/*/lib/*.so",
    "./usr/share/mysql/*",
    "./usr/share/postgresql/*",
)
IDLE = ("perl", "libperl", "systemd", "locales", "libc-l10n", "tzdata", "passwd", "openssl_")
"""Beginnings of packages that installing takes, and running does not."""
KEYRINGS = Path("/usr/share/keyrings")
WRAPPER = """\
#!/bin/sh
exec '{loader}' --argv0 "$0" --library-path '{libraries}' "$0.elf" "$@"
"""


class Missing(Exception):
    """Something that fetching needs is not there; says what."""


def run(*command: str, folder: Path | None = None) -> str:
    """Return what a program prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Missing(f"`{' '.join(command[:1])}` says: {done.stderr.strip()[-300:]}")
    return done.stdout


def mirror() -> str:
    """Return where this machine gets Debian's packages from."""
    asked = ("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    found = run(*asked, "Origin: Debian").splitlines()
    if not found:
        raise Missing("apt knows no mirror of Debian; run `apt-get update` first")
    return found[0]


def keyring() -> Path:
    """Return the keys that sign Debian's packages."""
    for path in sorted(KEYRINGS.glob("debian-archive-keyring.*")):
        return path
    raise Missing(f"{KEYRINGS} has no keys of Debian")


def apt(folder: Path) -> list[str]:
    """Return options by which apt touches nothing outside a folder, and knows of nothing there."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    sources = folder / "sources.list"
    sources.write_text(f"deb [signed-by={keyring()}] {mirror()} {SUITE} main\n")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
        "APT::Install-Recommends": "0",
        "Acquire::Languages": "none",
        "Acquire::Retries": "1",
        "Acquire::http::Timeout": "15",
    }
    return [word for name, value in options.items() for word in ("-o", f"{name}={value}")]


def archives(folder: Path) -> list[Path]:
    """Fetch the packages with all that running them takes, and return their files."""
    options = apt(folder)
    run("apt-get", *options, "-qq", "update")
    listed = run("apt-get", *options, "-qq", "-y", "install", "--print-uris", *PACKAGES)
    files = [line.split()[1] for line in listed.splitlines()]
    names = [name.partition("_")[0] for name in files if not name.startswith(IDLE)]
    held = folder / "cache/archives"
    run("apt-get", *options, "-qq", "download", *names, folder=held)
    return sorted(held.glob("*.deb"))


def unpack(archive: Path, root: Path) -> None:
    """Unpack what running takes, and no documentation."""
    reading = ("dpkg-deb", "--fsys-tarfile", archive)
    writing = ("tar", "-x", "-C", str(root), "--wildcards", "--no-anchored", *UNPACKED)
    with subprocess.Popen(reading, stdout=subprocess.PIPE) as opened:  # noqa: S603
        # Most packages have only some of what is wanted, which tar calls a failure.
        subprocess.run(writing, stdin=opened.stdout, stderr=subprocess.DEVNULL, check=False)  # noqa: S603


def wrap(root: Path) -> list[str]:
    """Make each program run with the libraries it was built with; return their names."""
    (loader,) = root.glob("usr/lib/*-linux-gnu/ld-linux-*.so.*")
    programs = [path for name in PROGRAMS for path in root.glob(f"usr/{name}") if path.is_file()]
    for program in programs:
        shutil.copy(program, f"{program}.elf")
        program.unlink()
        program.write_text(WRAPPER.format(loader=loader, libraries=loader.parent))
        program.chmod(0o755)
    return sorted(program.name for program in programs)


def fetch(folder: Path) -> list[str]:
    """Fetch everything anew, and mark that it was; return the names of the programs."""
    shutil.rmtree(folder, ignore_errors=True)
    root = folder / "debian"
    root.mkdir(parents=True)
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda one: unpack(one, root), archives(folder / "apt")))
        programs = wrap(root)
        (folder / ".fetched").touch()
        return programs
    finally:
        shutil.rmtree(folder / "apt", ignore_errors=True)


def main() -> None:
    """Fetch, and say what there is now."""
    folder = Path(sys.argv[1]).resolve()
    try:
        print(f"Fetched from Debian {SUITE}: {', '.join(fetch(folder))}.")
    except (Missing, OSError, ValueError) as missing:
        print(f"COULD NOT FETCH PROGRAMS: {missing}. Tests that need one will say so and skip.")


if __name__ == "__main__":
    main()
