"""What a plan shows."""

import io
import json

from giban.cli.rehearsal import plan_json, show_plan
from giban.cli.screen import Screen
from giban.rehearse.session import Change, Plan

PLAN = Plan(
    "production/platform",
    (
        Change("aws_db_instance.main", "aws_db_instance", "replace"),
        Change("aws_s3_bucket.old", "aws_s3_bucket", "delete"),
        Change("aws_s3_bucket.new", "aws_s3_bucket", "create"),
        Change("aws_lb_listener.http", "aws_lb_listener", "delete"),
    ),
    ("aws_lb.main",),
    outputs_change=False,
)


def test_what_holds_data_is_named_before_it_goes() -> None:
    """A database that is replaced and a bucket that is deleted lose what is in them."""
    err = io.StringIO()
    show_plan(Screen({}, io.StringIO(), err), PLAN)

    assert err.getvalue().splitlines() == [
        "production/platform: 1 to add, 1 to replace, 2 to destroy",
        "  ± aws_db_instance.main",
        "  - aws_s3_bucket.old",
        "  + aws_s3_bucket.new",
        "  - aws_lb_listener.http",
        "  ! aws_lb.main was changed outside Terraform",
        "  ! aws_db_instance.main holds data: it goes too",
        "  ! aws_s3_bucket.old holds data: it goes too",
    ]
    assert json.loads(json.dumps(plan_json(PLAN)))["counts"] == {
        "create": 1,
        "replace": 1,
        "delete": 2,
    }
