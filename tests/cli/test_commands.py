"""Commands: what goes to stdout, what to stderr, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from giban.cli import folder
from giban.cli.main import main
from giban.cli.table import COMMANDS
from giban.errors import UsageError

EXAMPLE = Path(__file__).parents[2] / "examples" / "hospital-erp" / "giban.yaml"
WRONG = (
    "project: erp\nregion: ap-northeast-2\nservices: {app: {prot: 1}}\nenvironments: {dev: {}}\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "GIBAN_FILE", "GIBAN_OUTPUT", "GIBAN_ENV"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


Capture = pytest.CaptureFixture[str]


def test_version_imports_nothing() -> None:
    """`giban --version` is as light as Python allows."""
    program = (
        "import sys; from giban.cli.main import main; main(['--version']);"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in"
        " ('pydantic', 'yaml', 'click', 'boto3', 'rich') or m.startswith('giban')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[1] == "['giban', 'giban.cli', 'giban.cli.main']"


def test_help_imports_no_command(here: Path) -> None:
    """The list of commands is a table; commands are imported when called."""
    program = (
        "import sys; from giban.cli.main import main; main(['--help']);"
        "print([m for m in sys.modules if m in ('pydantic', 'yaml', 'giban.cli.check')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=here
    )
    assert run.stdout.splitlines()[-1] == "[]"
    assert all(name in run.stdout for name in COMMANDS)


def test_drawing_imports_one_form(here: Path) -> None:
    """What draws an SVG loads no other form, and nothing that speaks to networks."""
    program = (
        "import sys, giban.diagram; print([m for m in sys.modules if m in ('http.client', 'ssl',"
        " 'giban.diagram.pdf', 'giban.diagram.png', 'giban.diagram.drawio')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=here
    )
    assert run.stdout == "[]\n"


def test_end_collects_nothing(here: Path) -> None:
    """What a command has made goes with the process: nothing is looked through at its end."""
    program = (
        "import atexit, gc; atexit.register(lambda: print(len(gc.get_objects())));"
        "from giban.cli.main import main; main(['explain', '--help'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=here
    )
    assert int(run.stdout.splitlines()[-1]) < 100


def test_check(here: Path, capsys: Capture) -> None:
    """A good manifest: talk on stderr with a next step, nothing on stdout, exit 0."""
    assert here
    assert main(["check", "-f", str(EXAMPLE)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("hospital-erp has no mistakes in dev, staging, production")
    assert "Next: " in err


def test_check_finds(here: Path, capsys: Capture) -> None:
    """A wrong one, found from a folder below: exit 1, its place relative to here."""
    (here / "giban.yaml").write_text(WRONG)
    assert main(["check", "--no-color"][:1]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("giban.yaml:3:18  services.app.prot\n  `prot` is not a key of a service.")


def test_check_json(here: Path, capsys: Capture) -> None:
    """Errors are data when data was asked for."""
    (here / "giban.yaml").write_text(WRONG)
    assert main(["check", "-o", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    (mistake,) = answer["mistakes"]
    assert (mistake["id"], mistake["line"], mistake["column"]) == ("unknown-key", 3, 18)


def test_check_github(here: Path, capsys: Capture) -> None:
    """Annotations stand on the line of the pull request."""
    (here / "giban.yaml").write_text(WRONG)
    assert main(["check", "-o", "github"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "::error file=giban.yaml,line=3,col=18,title=unknown-key services.app.prot::"
        "`prot` is not a key of a service.%0AFix: Write `port` instead."
    )
    assert out.count("\n") == 1


def test_environment_variables(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIBAN_FILE is -f, and FORCE_COLOR colours what no terminal reads."""
    (here / "other.yaml").write_text(WRONG)
    monkeypatch.setenv("GIBAN_FILE", "other.yaml")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["check"]) == 1
    assert "\x1b[1mother.yaml:3:18\x1b[0m" in capsys.readouterr().err
    assert main(["--no-color", "check"]) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_no_manifest(here: Path, capsys: Capture) -> None:
    """No manifest anywhere is a usage error with a way out."""
    (here / ".git").mkdir()
    assert main(["check"]) == 2
    assert "giban init" in capsys.readouterr().err


def test_unknown_command(here: Path, capsys: Capture) -> None:
    """The nearest command is named."""
    assert here
    assert main(["chek"]) == 2
    assert "Did you mean `giban check`?" in capsys.readouterr().err


def test_explain(here: Path, capsys: Capture) -> None:
    """A value, where it comes from, and what it won against."""
    (here / "giban.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert main(["explain", "services.app.scale.min", "-e", "production"]) == 0
    assert capsys.readouterr().out == (
        "services.app.scale.min = 2\n"
        "  giban.yaml:55:59 (environments.production)\n"
        "  over 1, giban.yaml:20:18 (manifest)\n"
        "  over 2, preset availability: high: ERP-CMP-04: two tasks survive the loss of a zone\n"
    )
    assert main(["explain", "services.app.scale.mn", "-e", "production"]) == 2
    assert "Did you mean `services.app.scale.min`?" in capsys.readouterr().err
    assert main(["explain", "domain", "-e", "prod"]) == 2
    assert "Did you mean `production`?" in capsys.readouterr().err


def test_init(here: Path, capsys: Capture) -> None:
    """A first manifest passes its check, and none is ever overwritten."""
    assert main(["init", "shop"]) == 0
    assert main(["check", "-f", "shop/giban.yaml"]) == 0
    assert main(["init", "shop"]) == 2
    assert main(["init", "--like", "hospital-erp", "erp"]) == 0
    beside = EXAMPLE.read_bytes().replace(b"$schema=../", b"$schema=./", 1)
    assert (here / "erp/giban.yaml").read_bytes() == beside
    assert main(["init", "--like", "nothing", "x"]) == 2
    assert "Choose one of: " in capsys.readouterr().err


def test_folder_is_whole_or_untouched(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure half way leaves the old folder; what Terraform keeps there moves along."""
    target = here / "infra"
    folder.write_folder(target, {"dev/a.tf": "1", "dev/b.tf": "1"})
    (target / "dev/.terraform.lock.hcl").write_text("lock")
    folder.write_folder(target, {"dev/a.tf": "2"})
    kept = sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file())
    assert kept == [".giban-build", "dev/.terraform.lock.hcl", "dev/a.tf"]
    monkeypatch.setattr(Path, "write_text", _full)
    with pytest.raises(Exception, match="cannot be written"):
        folder.write_folder(target, {"dev/a.tf": "3"})
    assert (target / "dev/a.tf").read_text() == "2"
    assert [p.name for p in here.iterdir()] == ["infra"]


def _full(*_: object, **__: object) -> int:
    raise OSError(28, os.strerror(28))


def test_foreign_folder_is_refused(here: Path) -> None:
    """A folder that giban did not make is not touched."""
    (here / "mine").mkdir()
    (here / "mine" / "thesis.txt").write_text("precious")
    with pytest.raises(UsageError, match="holds files that giban did not write"):
        folder.write_folder(here / "mine", {"a.tf": ""})
    assert (here / "mine" / "thesis.txt").read_text() == "precious"


def test_our_own_defects(here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of ours is written to a file and told without a traceback."""
    (here / ".giban").mkdir()
    monkeypatch.setattr("giban.cli.schema.command.callback", lambda: 1 / 0)
    assert main(["schema"]) == 1
    err = capsys.readouterr().err
    assert "defect of giban" in err
    assert "Traceback" not in err
    (file,) = (here / ".giban").iterdir()
    assert "ZeroDivisionError" in file.read_text()


def test_what_the_machine_refuses_is_no_defect(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told as one, with what to do, and without a report."""

    def full() -> None:
        raise OSError(28, os.strerror(28), here / "x")

    monkeypatch.setattr("giban.cli.schema.command.callback", full)
    assert main(["schema"]) == 1
    err = capsys.readouterr().err
    assert err.startswith(
        f"Error: {here / 'x'} cannot be used\nWhy: No space left on device\nFix: "
    )
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("redirection", "code"),
    [("<&-", 0), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), (">/dev/full", 1), ("| true", 0)],
)
def test_streams_that_lead_nowhere(here: Path, redirection: str, code: int) -> None:
    """A closed or full stream is no defect and leaves no traceback."""
    program = f"'{Path(sys.executable).with_name('giban')}' schema {redirection}"
    shell = ["sh", "-c", program]
    run = subprocess.run(shell, capture_output=True, text=True, check=False, cwd=here)
    assert run.returncode == code
    assert "defect" not in run.stderr
    assert "Traceback" not in run.stderr
    assert "ignored" not in run.stderr


def test_explain_all_as_json(here: Path, capsys: Capture) -> None:
    """Everything there is to explain is valid JSON, alone on stdout."""
    (here / "giban.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"))
    assert main(["explain", "-o", "json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["dev", "staging", "production"]


def test_a_manifest_that_prints(here: Path, capsys: Capture) -> None:
    """What giban.py prints is talk, and does not get into the answer."""
    text = "from giban.manifest import Manifest\nprint('talk')\nmanifest = Manifest(project='a')\n"
    (here / "giban.py").write_text(text)
    main(["check", "-o", "json"])
    out, err = capsys.readouterr()
    assert json.loads(out)
    assert err == "talk\n"


def test_interrupted(here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and one word."""
    assert here

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("giban.cli.schema.command.callback", interrupt)
    assert main(["schema"]) == 130
    assert capsys.readouterr().err.strip().endswith("Interrupted.")
