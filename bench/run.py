"""Time the commands a person waits for, each against a named floor or peer.

    make bench                     everything
    python bench/run.py build up   only these: start build cost scale draw foundation plan up peers

Times are of whole processes. Nothing here fails because something is slow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import plans
import synthetic
from timing import Time, measure

HERE = Path(__file__).parent
MANIFEST = HERE.parent / "examples/hospital-erp/giban.yaml"
GIBAN = str(Path(sys.executable).with_name("giban"))
PEERS = HERE.parent / ".bench"


def start() -> None:
    """Time the start of the program against an empty Python."""
    floor = measure("python3 -c pass", [sys.executable, "-c", "pass"], runs=15)
    print(floor.row())
    print(measure("giban --version", [GIBAN, "--version"], runs=15).row(floor))


def build() -> Time:
    """Time all three environments of hospital-erp."""
    with tempfile.TemporaryDirectory() as folder:
        command = [GIBAN, "build", "-f", str(MANIFEST), "-o", f"{folder}/out"]
        time = measure("giban build, hospital-erp, 3 environments", command, runs=9)
    print(time.row())
    return time


def scale() -> None:
    """Time ever larger manifests: ten times the services may cost ten times the time."""
    with tempfile.TemporaryDirectory() as name:
        folder, first = Path(name), None
        for services in (10, 100, 1000):
            manifest = synthetic.write(folder, services)
            command = [GIBAN, "build", "-f", str(manifest), "-o", f"{folder}/out"]
            time = measure(f"giban build, {services} services", command, runs=3)
            print(time.row(first))
            first = first or time


def cost() -> None:
    """Time bills: of hospital-erp's production, against a check of it, and of 1,000 services."""
    floor = measure("giban check, hospital-erp", [GIBAN, "check", "-f", str(MANIFEST)], runs=9)
    print(floor.row())
    one = [GIBAN, "cost", "-f", str(MANIFEST), "-e", "production"]
    print(measure("giban cost, hospital-erp production", one, runs=9).row(floor))
    with tempfile.TemporaryDirectory() as folder:
        manifest = synthetic.write(Path(folder), 1000)
        many = [GIBAN, "cost", "-f", str(manifest), "-e", "production"]
        print(measure("giban cost, 1000 services", many, runs=3).row(floor))
    smaller = [*one, "--smaller"]
    print(measure("giban cost --smaller, hospital-erp production", smaller, runs=3).row(floor))


def draw() -> None:
    """Time the picture of one environment, and of a thousand services."""
    with tempfile.TemporaryDirectory() as name:
        out = f"{name}/out.svg"
        command = [GIBAN, "draw", "-f", str(MANIFEST), "-e", "production", "-o", out]
        first = measure("giban draw production, hospital-erp", command, runs=9)
        print(first.row())
        manifest = synthetic.write(Path(name), 1000)
        command = [GIBAN, "draw", "-f", str(manifest), "-o", out]
        print(measure("giban draw, 1000 services", command, runs=3).row(first))


def check() -> None:
    """Time all rules over a plan, against checkov on the same file, and over ever larger ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        production = folder / "production.json"
        production.write_text(plans.of(MANIFEST))
        command = [GIBAN, "check", "--fail-on", "never", "-o", "json", "--plan"]
        ours = measure("giban check, hospital-erp production", [*command, str(production)], runs=9)
        print(ours.row())
        checkov = HERE.parent / ".checkov/bin/checkov"
        if checkov.exists():
            asked = ["--framework", "terraform_plan", "--compact", "--quiet", "--soft-fail"]
            theirs = [str(checkov), *asked, "-f", str(production)]
            print(measure("checkov, the same plan", theirs, runs=3).row(ours))
        else:
            print("checkov: not timed, `make second-opinion` sets it up")
        first = None
        for services in (10, 100, 1000):
            plan = folder / f"{services}.json"
            plan.write_text(plans.of(synthetic.write(folder, services)))
            time = measure(f"giban check, {services} services", [*command, str(plan)], runs=3)
            print(time.row(first))
            first = first or time


def foundation() -> None:
    """Time a foundation and its applications: ten times as many may cost ten times the time."""
    with tempfile.TemporaryDirectory() as name:
        first: dict[str, Time] = {}
        for count in (20, 200):
            central, applications = synthetic.foundation(Path(name) / str(count), count)
            out = f"{name}/out"
            commands = {
                "giban build, foundation": ["build", "-f", str(central), "-o", out],
                "giban build, one of its applications": [
                    *("build", "-f", str(applications[-1]), "-o", out),
                ],
                "giban contract, all of them": ["contract", *map(str, applications)],
            }
            for what, arguments in commands.items():
                time = measure(f"{what}, {count}", [GIBAN, *arguments], runs=3)
                print(time.row(first.get(what)))
                first.setdefault(what, time)


def rehearsal(wanted: set[str]) -> None:
    """Time the rehearsal from nothing, and a plan that finds nothing to do."""
    terraform = shutil.which("terraform") or shutil.which("tofu")
    floor = measure("terraform version", [terraform, "version"]) if terraform else None
    with tempfile.TemporaryDirectory() as name:
        manifest = Path(shutil.copy(MANIFEST, name))
        up = [GIBAN, "up", "production", "-f", str(manifest), "--yes"]
        down = [GIBAN, "down", "--all", "-f", str(manifest), "--yes"]

        def nothing() -> None:
            subprocess.run(down, check=False, capture_output=True)

        try:
            if "up" in wanted:
                runs = measure("giban up production, from nothing", up, runs=3, before=nothing)
                print(runs.row(floor))
            if "plan" in wanted:
                subprocess.run(up, check=True, capture_output=True)
                plan = [GIBAN, "plan", "production", "-f", str(manifest), "--detailed-exitcode"]
                print(measure("giban plan production, no change", plan).row(floor))
        finally:
            nothing()


def peers(ours: Time) -> None:
    """Time programs that do the same kind of work, for the same number of things."""
    python = PEERS / "bin/python"
    if not python.exists():
        venv.create(PEERS, with_pip=True)
        packages = ["cdktn", "cdktn-provider-aws", "aws-cdk-lib"]
        subprocess.run([str(python), "-m", "pip", "install", "-q", *packages], check=True)
    for name, script in (("cdktn synth", "cdktn_synth.py"), ("aws-cdk-lib synth", "cdk_synth.py")):
        with tempfile.TemporaryDirectory() as folder:
            command = [str(python), str(HERE / "peers" / script), folder]
            quiet = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "PATH": os.environ["PATH"]}
            time = measure(f"{name}, 134 resources", command, runs=3, environment=quiet)
        print(time.row(ours))


def main() -> None:
    wanted = set(sys.argv[1:]) or {
        "start",
        "build",
        "cost",
        "check",
        "scale",
        "draw",
        "foundation",
        "plan",
        "up",
        "peers",
    }
    if "start" in wanted:
        start()
    ours = build() if wanted & {"build", "peers"} else None
    if "scale" in wanted:
        scale()
    if "foundation" in wanted:
        foundation()
    if "cost" in wanted:
        cost()
    if "check" in wanted:
        check()
    if "draw" in wanted:
        draw()
    if wanted & {"plan", "up"}:
        rehearsal(wanted)
    if "peers" in wanted and ours is not None:
        if shutil.which("node"):
            peers(ours)
        else:
            print("peers: not timed, cdktn and aws-cdk-lib need Node.js")


if __name__ == "__main__":
    main()
