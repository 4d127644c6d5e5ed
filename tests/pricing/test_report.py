"""Bills as a person and as a program reads them."""

import csv
import io
from decimal import Decimal

from giban.catalogue import ec2
from giban.pricing import Bill, External, bill
from giban.pricing.report.document import as_json
from giban.pricing.report.figures import counted, figure
from giban.pricing.report.flat import COLUMNS, as_csv, as_markdown
from giban.pricing.report.table import side_by_side, table
from tests.pricing.platforms import example, of

SMALL = """\
erp production, ap-northeast-2
US dollars before tax, for a month of 730 hours

NAT gateways                                                    43.66  68.6 %
  NAT gateway                   730 gateway-hours x 0.059       43.07
  Data processed                            10 GB x 0.059        0.59
      nat_gb 10 (small profile)
Not AWS                                                         20.00  31.4 %
  ai, 50 % saved, reviews                                       20.00

Total                                                           63.66

Prices of ap-northeast-2, read between 2025-11-04 and 2025-11-04.
"""
AI = External(
    name="ai",
    environment="production",
    monthly=Decimal("20.00"),
    reduction=Decimal(50),
    note="reviews",
)


def small() -> Bill:
    """Return a NAT gateway's bill, and somebody else's."""
    return bill([of(ec2.NatGateway("main", subnet_id="s"))], {}, externals=[AI])


def test_table() -> None:
    """The table reads as it stands here: sections, rows, what they rest on, total, sources."""
    assert SMALL == table(small())


def test_unknown_in_words() -> None:
    """An unknown line is a question mark, the total is at least, and the reason stands below."""
    text = table(bill([of(ec2.Eip("x"), region="eu-central-1")], {}))
    assert "Total, at least" in text
    assert "?" in text
    assert "Not in the total: production/platform aws_eip.x, Public IPv4 address that" in text
    assert "has no vpc.public_ipv4.idle_hour" in text


def test_yearly_is_twelve_months() -> None:
    """A year is twelve months, and the heading says so."""
    text = table(small(), months=12)
    assert "763.92" in text
    assert "for 12 months" in text


def test_side_by_side() -> None:
    """Each environment has a column, and all together the last."""
    whole = bill(example("hospital-erp"), {})
    each = [whole.of(name) for name in whole.environments]
    lines = side_by_side(each, whole).splitlines()
    assert ["dev", "staging", "production", "all"] == lines[3].split()
    total = next(line for line in lines if line.startswith("Total"))
    assert [str(one.total) for one in (*each, whole)] == total.replace(",", "").split()[1:]


def test_figures() -> None:
    """No more digits than matter, plurals where they count, prices for one thing."""
    assert ["0.5", "1,000", "0.004", "<0.0001"] == [
        figure(Decimal(one)) for one in ("0.50", "1000", "0.004", "0.00001")
    ]
    assert "1 web ACL-month x 5" == counted(Decimal(1), "web ACL-month", Decimal(5))
    assert "5,000 requests x 0.0045 per 1,000" == counted(
        Decimal(5), "1000 requests", Decimal("0.0045")
    )


def test_csv() -> None:
    """Every line is a row with its price, date and source; the rows add up."""
    found = bill(example("hospital-erp"), {}, externals=[AI])
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert list(COLUMNS) == list(rows[0])
    assert found.total == sum(Decimal(row["monthly_usd"]) for row in rows)
    assert all(row["price_source"] for row in rows if row["stack"])


def test_markdown() -> None:
    """A pull request sees the total first and every line folded; cells cannot break the table."""
    text = as_markdown(small())
    assert text.startswith("### erp production: 63.66 USD a month\n")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    widths = {line.count("|") - line.count("\\|") for line in rows}
    assert {4, 5} == widths


INFRACOST = {
    "": ["version", "currency", "projects", "totalHourlyCost", "totalMonthlyCost", "timeGenerated"],
    "project": ["name", "metadata", "breakdown", "summary"],
    "breakdown": ["resources", "freeResources", "totalHourlyCost", "totalMonthlyCost"],
    "resource": ["name", "resourceType", "tags", "hourlyCost", "monthlyCost", "costComponents"],
    "component": [
        "name",
        "unit",
        "hourlyQuantity",
        "monthlyQuantity",
        "price",
        "hourlyCost",
        "monthlyCost",
        "priceNotFound",
    ],
}
"""The fields that readers of Infracost's output 0.2 look for (its schema, read 2026-11)."""


def test_json_for_readers_of_infracost() -> None:
    """Their fields are there, amounts are decimal strings, and totals add up."""
    found = bill(example("hospital-erp"), {})
    read = as_json(found)
    project = read["projects"][1]
    resource = project["breakdown"]["resources"][0]
    shown = {
        "": read,
        "project": project,
        "breakdown": project["breakdown"],
        "resource": resource,
        "component": resource["costComponents"][0],
    }
    assert {} == {
        at: gone for at, keys in INFRACOST.items() if (gone := set(keys) - set(shown[at]))
    }
    sums = [Decimal(one["breakdown"]["totalMonthlyCost"]) for one in read["projects"]]
    assert str(sum(sums)) == read["totalMonthlyCost"] == str(found.total)


def test_json_of_what_is_unknown() -> None:
    """No price is null and `priceNotFound`, never a zero."""
    read = as_json(bill([of(ec2.Eip("x"), region="eu-central-1")], {}))
    resource = read["projects"][0]["breakdown"]["resources"][0]
    assert (None, None, True) == (
        resource["monthlyCost"],
        resource["costComponents"][0]["monthlyCost"],
        resource["costComponents"][0]["priceNotFound"],
    )
    assert read["giban"]["atLeast"]
