"""The instance, its disk, and how it starts."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document, script, table
from tests.ledger.plan import Plan
from tests.ledger.table_order import COMPOSE


@holds("TO-CMP-01")
def one_instance(plan: Plan) -> None:
    """The source's type; the API and the client run there."""
    assert plan.only("aws_instance")["instance_type"] == "t3.small"
    assert {"api", "client"} <= document(plan, COMPOSE)["services"].keys()
    assert not plan.found("aws_ecs_service")


@holds("TO-CMP-01")
def metadata_by_token_only(plan: Plan) -> None:
    """IMDSv2, one hop further for containers."""
    options = plan.only("aws_instance").block("metadata_options")
    assert (options["http_tokens"], options["http_put_response_hop_limit"]) == ("required", 2)


@holds("TO-CMP-02")
def root_volume(plan: Plan) -> None:
    """The source's size and kind, encrypted."""
    disk = plan.only("aws_instance").block("root_block_device")
    assert (disk["volume_size"], disk["volume_type"], disk["encrypted"]) == (20, "gp3", True)


@holds("TO-CMP-02")
def snapshots(plan: Plan) -> None:
    """Every night, kept for a week (D-TO-12)."""
    rule = plan.only("aws_backup_plan").block("rule")
    assert rule["schedule_expression_timezone"] == "Asia/Seoul"
    assert rule["lifecycle"][0]["delete_after"] == 7
    selection = plan.only("aws_backup_selection")
    assert selection["resources"] == [plan.only("aws_instance")["arn"]]


@holds("TO-CMP-03")
def installs_and_starts(plan: Plan) -> None:
    """Docker, Compose by its checksum, and a unit that starts the stack at every boot."""
    text = script(plan.only("aws_instance"))
    assert "dnf install -y docker" in text
    assert "/v2.40.3/docker-compose-linux-x86_64" in text
    assert "sha256sum --check" in text
    assert "ExecStart=/usr/local/bin/stack start" in text
    assert "systemctl enable --now --no-block stack" in text
    assert "docker compose up --detach" in text
    assert [row[1] for row in table(text, "files")] == [COMPOSE]


@holds("TO-CMP-03")
def containers_come_back(plan: Plan) -> None:
    """Each is started again and asked for its health; none is built, or a database (D-TO-11)."""
    services = document(plan, COMPOSE)["services"]
    assert services.keys() == {"api", "client", "caddy"}
    for name, service in services.items():
        assert service["restart"] == "unless-stopped", name
        assert "build" not in service, name
    for name in ("api", "client"):
        assert services[name]["healthcheck"]["test"][0] == "CMD-SHELL"
    assert "/api/v1/health" in services["api"]["healthcheck"]["test"][1]
