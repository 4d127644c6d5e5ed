"""`giban cost`: what it shows, compares with, and which exit code it has."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from giban.cli.main import main
from giban.pricing.book import BOOKS, read_from

EXAMPLE = Path(__file__).parents[2] / "examples/hospital-erp/giban.yaml"
Capture = pytest.CaptureFixture[str]
GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the example under git in a folder of its own, and work there."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIBAN_FILE", "GIBAN_OUTPUT", "GIBAN_ENV", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(EXAMPLE, tmp_path)
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *words], check=True, capture_output=True, cwd=tmp_path)
    return tmp_path / "giban.yaml"


def rewrite(file: Path, old: str, new: str) -> None:
    """Change the manifest."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_every_format_adds_up(project: Path, capsys: Capture) -> None:
    """Table, JSON, CSV and Markdown name one total."""
    main(["cost", "-e", "production", "-o", "json"])
    total = json.loads(capsys.readouterr().out)["totalMonthlyCost"]
    for format in ("table", "markdown"):
        assert main(["cost", "-e", "production", "-o", format]) == 0
        assert total in capsys.readouterr().out
    assert project.is_file()


def test_an_unknown_environment(project: Path, capsys: Capture) -> None:
    """A wrong name is answered with the right ones."""
    assert main(["cost", "-e", "prod", "-f", str(project)]) == 2
    assert "Did you mean `production`?" in capsys.readouterr().err


def test_without_a_price(project: Path, capsys: Capture) -> None:
    """In a region without prices the exit code is 4 and no total pretends to be one."""
    rewrite(project, "ap-northeast-2", "eu-central-1")
    assert main(["cost", "-e", "production"]) == 4
    out = capsys.readouterr().out
    assert "Total, at least" in out
    assert "the price book of eu-central-1 has no nat_gateway.hour" in out


def test_figures_of_use(project: Path, capsys: Capture) -> None:
    """What the author writes under `usage:` is what the line rests on, by its key."""
    rewrite(project, "environments:\n", "usage: {nat_gb: 123}\n\nenvironments:\n")
    main(["cost", "-e", "production"])
    assert "nat_gb 123 (usage.nat_gb)" in capsys.readouterr().out


def test_others_than_aws(project: Path, capsys: Capture) -> None:
    """External lines are part of the bill, less what is saved of them (CM-OPT-09)."""
    rewrite(
        project,
        "environments:\n",
        "costs: {openai: 30, anthropic: {monthly: 150, reduction: 40}}\n\nenvironments:\n",
    )
    main(["cost", "-e", "production", "-o", "json"])
    ours = json.loads(capsys.readouterr().out)["giban"]
    assert {"openai": "30.00", "anthropic": "90.00"} == {
        one["name"]: one["monthly"] for one in ours["externals"]
    }


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ([], 0),
        (["--warn", "90%", "--block", "95%"], 0),
        (["--warn", "10%", "--block", "90%"], 3),
        (["--warn", "10%", "--block", "20%"], 1),
        (["--block", "163"], 1),
        (["--block", "164"], 0),
    ],
)
def test_thresholds(project: Path, capsys: Capture, limits: list[str], code: int) -> None:
    """A growth of 163.52 USD, 29 %, against percentages and against dollars."""
    rewrite(project, "class: db.t3.medium", "class: db.t3.large")
    assert main(["cost", "-e", "production", "--against", "HEAD", *limits]) == code
    said = capsys.readouterr()
    assert "+163.52" in said.out
    assert 'databases.main.class: "db.t3.medium" -> "db.t3.large"' in said.out
    assert "giban.yaml:" in said.out


def test_against_a_saved_bill(project: Path, capsys: Capture) -> None:
    """A bill kept as JSON is as good as a git ref."""
    main(["cost", "-e", "production", "-o", "json"])
    kept = project.with_name("bill.json")
    kept.write_text(capsys.readouterr().out)
    rewrite(project, "class: db.t3.medium", "class: db.t3.large")
    assert main(["cost", "-e", "production", "--against", str(kept), "-o", "json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert ("163.52", "569.86") == (read["diffTotalMonthlyCost"], read["pastTotalMonthlyCost"])


def test_a_file_that_is_no_bill(project: Path, capsys: Capture) -> None:
    """Another file is refused with the way to make one."""
    assert main(["cost", "--against", str(project)]) == 2
    assert "is no saved bill" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["ten", "10 %", "-5"])
def test_a_limit_that_is_none(project: Path, capsys: Capture, limit: str) -> None:
    """A limit that is no number is a usage error."""
    assert main(["cost", "--against", "HEAD", f"--warn={limit}", "-f", str(project)]) == 2
    assert "neither a percentage" in capsys.readouterr().err


def test_a_limit_for_nothing(project: Path, capsys: Capture) -> None:
    """A limit without something to grow from makes no sense."""
    assert main(["cost", "--block", "10%", "-f", str(project)]) == 2
    assert "--against origin/main" in capsys.readouterr().err


PLAN = Path(__file__).parents[1] / "planned/mixed/plan.json"


def test_a_plan_of_somebody_else(capsys: Capture) -> None:
    """Any plan is priced; what the catalogue does not know makes it at least, and the code 4."""
    assert main(["cost", "--plan", str(PLAN)]) == 4
    out = capsys.readouterr().out
    assert "aws_elasticsearch_domain.search in plan/plan: giban does not know" in out
    assert "terraform_data" not in out


def test_smaller_and_apply(project: Path, capsys: Capture) -> None:
    """A measure changes the lines it names, keeps every comment, and saves what it said."""
    before = project.read_text()
    main(["cost", "--smaller", "-e", "production", "-o", "json"])
    found = json.loads(capsys.readouterr().out)
    nat = next(one for one in found["measures"] if one["measure"].startswith("one NAT"))
    assert main(["cost", "--apply", str(nat["number"]), "-e", "production"]) == 0
    diff = capsys.readouterr().out
    assert "+    network: {nat: single}" in diff
    after = project.read_text()
    assert [] == [line for line in before.splitlines() if line not in after.splitlines()]
    main(["cost", "-e", "production", "-o", "json", "--against", "HEAD"])
    assert f"-{nat['monthly']}" == json.loads(capsys.readouterr().out)["diffTotalMonthlyCost"]


@pytest.mark.parametrize(
    ("measure", "words"),
    [("", "There is no measure 99"), ("Compute Savings Plan", "is bought or done in the AWS")],
)
def test_what_cannot_be_applied(project: Path, capsys: Capture, measure: str, words: str) -> None:
    """A number that is none, and a reservation, change nothing and say why."""
    before = project.read_text()
    main(["cost", "--smaller", "-e", "production", "-o", "json"])
    found = json.loads(capsys.readouterr().out)["measures"]
    numbers = [one["number"] for one in found if measure and measure in one["measure"]]
    number = str(numbers[0]) if numbers else "99"
    assert main(["cost", "--apply", number, "-e", "production"]) == 2
    assert words in capsys.readouterr().err
    assert before == project.read_text()


def test_above_the_budget(project: Path, capsys: Capture) -> None:
    """`check` warns of an environment that costs more than its budget, with its line."""
    rewrite(project, "budget: 200", "budget: 150")
    assert main(["check"]) == 0
    assert "Warning" in (said := capsys.readouterr().err)
    assert "dev costs 163.80 USD a month, more than its budget of 150" in said
    assert "giban.yaml:" in said
    assert "production costs" not in said
    main(["check", "-o", "json"])
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [("dev", 150)] == [(one["environment"], one["budget"]) for one in warnings]
    main(["check", "-o", "github"])
    assert "::warning file=giban.yaml,line=" in capsys.readouterr().out
    assert project.is_file()


def test_within_the_budget(project: Path, capsys: Capture) -> None:
    """Nothing is said where budgets hold."""
    assert project.is_file()
    main(["check"])
    assert "budget" not in capsys.readouterr().err


def test_prices_are_searched(capsys: Capture) -> None:
    """All words have to match; JSON has every column."""
    assert main(["prices", "NAT", "hour", "-o", "json"]) == 0
    assert ["nat_gateway.hour"] == [one["key"] for one in json.loads(capsys.readouterr().out)]
    assert main(["prices", "--region", "mars-1"]) == 2
    assert "ap-northeast-1, ap-northeast-2, us-east-1" in capsys.readouterr().err


def test_books_of_ones_own(project: Path, capsys: Capture) -> None:
    """A folder of books stands for giban's; what it does not have has no price."""
    folder = project.with_name("prices")
    folder.mkdir()
    row = "nat_gateway.hour\tgateway-hour\t1\t2026-11-26\thigh\tours\n"
    (folder / "ap-northeast-2.tsv").write_text(row)
    try:
        assert main(["cost", "-e", "production", "--prices", str(folder)]) == 4
    finally:
        read_from(BOOKS)
    assert "1,460.00" in capsys.readouterr().out
