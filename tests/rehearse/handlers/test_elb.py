"""Load balancers, target groups, listeners and rules."""

import itertools
import json
from dataclasses import dataclass
from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import in_region, issued, pending
from tests.rehearse.handlers.play import REGION, Play

BALANCER, GROUP = "aws_lb", "aws_lb_target_group"
LISTENER, RULE = "aws_lb_listener", "aws_lb_listener_rule"
COUNT = itertools.count()


@dataclass(frozen=True)
class Network:
    """A network with a subnet in each of three zones, and a second one in the first."""

    vpc: str
    a: str
    again: str
    b: str
    c: str


def network(play: Play, *, gateway: bool = True) -> Network:
    """Make a network."""
    vpc = play.make("aws_vpc", cidr_block="10.8.0.0/16")["id"]
    if gateway:
        play.make("aws_internet_gateway", vpc_id=vpc)
    subnets = [
        play.make(
            "aws_subnet",
            vpc_id=vpc,
            cidr_block=f"10.8.{index}.0/24",
            availability_zone=f"{REGION}{zone}",
        )["id"]
        for index, zone in enumerate("aabc")
    ]
    return Network(vpc, *subnets)


@pytest.fixture
def net(play: Play) -> Network:
    """Give a network."""
    return network(play)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """Give a name that no other test has."""
    return f"t-{abs(hash(request.node.nodeid)) % 10**12}"


@pytest.fixture
def balancer(play: Play, net: Network, name: str) -> Values:
    """Give a load balancer."""
    return play.make(BALANCER, name=name, subnets=[net.a, net.b])


@pytest.fixture
def group(play: Play, net: Network) -> str:
    """Give a target group."""
    return str(_group(play, net)["arn"])


def _group(play: Play, net: Network, **more: Any) -> Values:
    common = {"port": 80, "protocol": "HTTP", "vpc_id": net.vpc, "name": f"group-{next(COUNT)}"}
    return play.make(GROUP, **{**common, **more})


def _to(arn: str) -> list[dict[str, Any]]:
    return [{"type": "forward", "target_group_arn": arn}]


def test_load_balancer(play: Play, net: Network, name: str) -> None:
    """A load balancer is made, moved, guarded and adopted."""
    state = play.make(BALANCER, name=name, subnets=[net.a, net.b], idle_timeout=30)

    assert state["arn_suffix"].startswith(f"app/{name}/")
    assert state["zone_id"] == "ZWKZPGTI48KDX"
    assert state["vpc_id"] == net.vpc
    config = {"name": name, "subnets": [net.b, net.c], "drop_invalid_header_fields": True}
    firewall = play.make("aws_security_group", vpc_id=net.vpc)["id"]
    state = play.change(
        BALANCER,
        state,
        **config,
        security_groups=[firewall],
        enable_deletion_protection=True,
        tags={"Name": name},
    )
    adopted = play.adopt(BALANCER, state["id"])
    assert (adopted["name"], adopted["enable_deletion_protection"]) == (name, True)
    with pytest.raises(Refused, match="because deletion protection is enabled"):
        play.drop(BALANCER, state)
    state = play.change(BALANCER, state, **config, security_groups=[firewall])
    play.drop(BALANCER, state)


def test_made_up_names(play: Play, net: Network) -> None:
    """A name that is made up begins as the official provider's do, and is short enough."""
    made = play.make(BALANCER, subnets=[net.a, net.b])
    assert made["name"].startswith("tf-lb-")
    assert len(made["name"]) == 32
    assert _group(play, net, name=None)["name"].startswith("tf-2")
    assert len(_group(play, net, name=None, name_prefix="short-")["name"]) == 32


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "a" * 33}, "ValidationError: The load balancer name .* cannot be longer"),
    ({"name": "internal-a"}, "ValidationError: .* cannot begin with 'internal-'"),
    ({"subnets": ["a"]}, "ValidationError: At least two subnets in two different"),
    ({"subnets": ["a", "again"]}, "InvalidConfigurationRequest: .* in the same Availability Zone"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused_load_balancers(
    play: Play, net: Network, name: str, wrong: dict[str, Any], words: str
) -> None:
    """What AWS refuses is refused in its words."""
    wanted = {"name": name, "subnets": ["a", "b"], **wrong}
    wanted["subnets"] = [getattr(net, subnet) for subnet in wanted["subnets"]]
    with pytest.raises(Refused) as refusal:
        play.make(BALANCER, **wanted)
    assert refusal.match(words.partition(": ")[2])
    assert refusal.value.code == words.partition(":")[0]


def test_refused_by_what_is_around_it(play: Play, net: Network, balancer: Values) -> None:
    """A name is taken, a network has no way out, a firewall is another network's."""
    with pytest.raises(Refused, match="exists, but with different settings"):
        play.make(BALANCER, name=balancer["name"], subnets=[net.b, net.c])
    closed = network(play, gateway=False)
    with pytest.raises(Refused, match="has no internet gateway"):
        play.make(BALANCER, name="closed", subnets=[closed.a, closed.b])
    play.make(BALANCER, name="closed", subnets=[closed.a, closed.b], internal=True)
    foreign = play.make("aws_security_group", vpc_id=closed.vpc)["id"]
    with pytest.raises(Refused, match="security groups are invalid"):
        play.make(BALANCER, name="f", subnets=[net.a, net.b], security_groups=[foreign])


def _log_policy(bucket: str, **more: Any) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/alb/AWSLogs/123456789012/*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **more}]})


def test_access_logs(play: Play, net: Network, name: str) -> None:
    """The bucket has to let the load balancer write where it writes."""
    logs = {"bucket": name, "prefix": "alb", "enabled": True}
    config = {"name": name, "subnets": [net.a, net.b]}
    s3 = play.aws("s3")
    region = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
    for policy in (None, _log_policy(name, Action="s3:GetObject"), _log_policy(name, Resource="x")):
        if policy is None:
            s3.create_bucket(Bucket=name, **region)
        else:
            s3.put_bucket_policy(Bucket=name, Policy=policy)
        with pytest.raises(Refused, match="Access Denied for bucket"):
            play.make(BALANCER, **config, access_logs=[logs])
    s3.put_bucket_policy(Bucket=name, Policy=_log_policy(name))
    state = play.make(BALANCER, **config, access_logs=[logs])
    state = play.change(BALANCER, state, **config, access_logs=[{**logs, "enabled": False}])
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    with pytest.raises(Refused, match="Access Denied for bucket"):
        play.change(BALANCER, state, **config, access_logs=[logs])


def test_target_group(play: Play, net: Network) -> None:
    """Health check and attributes change in place; what is used stays."""
    check = {"path": "/a", "timeout": 5, "interval": 10, "matcher": "200"}
    state = _group(play, net, name="checked", target_type="ip", health_check=[check])
    assert state["arn_suffix"].startswith("targetgroup/checked/")
    config = {
        "name": "checked",
        "port": 80,
        "protocol": "HTTP",
        "vpc_id": net.vpc,
        "target_type": "ip",
    }
    state = play.change(
        GROUP,
        state,
        **config,
        health_check=[{**check, "path": "/b", "matcher": "200-299"}],
        deregistration_delay="30",
        slow_start=60,
        stickiness=[{"type": "lb_cookie", "cookie_duration": 60}],
        tags={"a": "b"},
    )
    assert play.adopt(GROUP, state["id"])["health_check"][0]["path"] == "/b"
    with pytest.raises(Refused, match="must be smaller than the interval"):
        play.change(GROUP, state, **config, health_check=[{**check, "timeout": 10}])
    play.drop(GROUP, state)


def test_other_target_groups(play: Play, net: Network) -> None:
    """Groups of network load balancers and of functions have other attributes."""
    state = _group(play, net, name="net", protocol="TCP", preserve_client_ip="true")
    common = {"name": "net", "port": 80, "protocol": "TCP", "vpc_id": net.vpc}
    play.change(GROUP, state, **common, preserve_client_ip="true", connection_termination=True)
    play.make(GROUP, name="function", target_type="lambda", lambda_multi_value_headers_enabled=True)


def test_listener(play: Play, balancer: Values, group: str) -> None:
    """A listener speaks HTTP if nothing else is said; later HTTPS with headers."""
    config = {"load_balancer_arn": balancer["arn"]}
    state = play.make(LISTENER, **config, port=80, default_action=_to(group))
    assert state["protocol"] == "HTTP"
    redirect = {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}
    action = [{"type": "redirect", "redirect": [redirect]}]
    state = play.change(LISTENER, state, **config, port=81, default_action=action)
    header = "routing_http_response_strict_transport_security_header_value"
    state = play.change(
        LISTENER,
        state,
        **{header: "max-age=1"},
        **config,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificate_arn=issued(play, "listener.example"),
        default_action=_to(group),
    )
    with pytest.raises(Exception, match="ResourceInUse"):
        play.drop(GROUP, {"id": group, "arn": group})
    arn = state["certificate_arn"]
    with pytest.raises(Refused, match=r"Certificate .* is in use"):
        play.drop("aws_acm_certificate", {"id": arn, "arn": arn, "region": REGION})
    assert play.adopt(LISTENER, state["id"])[header] == "max-age=1"
    play.drop(LISTENER, state)


def test_refused_certificates(play: Play, balancer: Values, group: str) -> None:
    """HTTPS takes an issued certificate of its region; HTTP takes none."""
    waiting = pending(play, "waiting.example")["arn"]
    elsewhere = issued(in_region(play, "us-east-1"), "elsewhere.example")
    for protocol, arn, words in (
        ("HTTPS", None, "A certificate must be specified for HTTPS listeners"),
        ("HTTPS", waiting, "must have a fully-qualified domain name"),
        ("HTTPS", elsewhere, "must have a fully-qualified domain name"),
        ("HTTPS", f"{waiting[:-1]}!", "not found"),
        ("HTTP", waiting, "A certificate cannot be specified for HTTP listeners"),
    ):
        with pytest.raises(Refused, match=words):
            play.make(
                LISTENER,
                load_balancer_arn=balancer["arn"],
                port=443,
                protocol=protocol,
                certificate_arn=arn,
                default_action=_to(group),
            )


def test_a_port_and_a_group_serve_once(
    play: Play, net: Network, balancer: Values, group: str
) -> None:
    """A port is listened on once, and a target group serves one load balancer."""
    play.make(LISTENER, load_balancer_arn=balancer["arn"], port=80, default_action=_to(group))
    with pytest.raises(Refused, match="A listener already exists on this port"):
        play.make(LISTENER, load_balancer_arn=balancer["arn"], port=80, default_action=_to(group))
    other = play.make(BALANCER, name="other", subnets=[net.a, net.b])["arn"]
    with pytest.raises(Refused, match="cannot be associated with more than one load balancer"):
        play.make(LISTENER, load_balancer_arn=other, port=80, default_action=_to(group))


@pytest.fixture
def listener(play: Play, balancer: Values, group: str) -> str:
    """Give a listener."""
    common = {"load_balancer_arn": balancer["arn"], "port": 80}
    return str(play.make(LISTENER, **common, default_action=_to(group))["arn"])


def _path(*values: str) -> dict[str, Any]:
    return {"path_pattern": [{"values": list(values)}]}


def test_rule(play: Play, net: Network, listener: str, group: str) -> None:
    """A rule without a priority comes last; its place and what it says change in place."""
    config = {"listener_arn": listener, "action": _to(group)}
    first = play.make(RULE, **config, priority=7, condition=[_path("/a")])
    state = play.make(RULE, **config, condition=[_path("/b")])
    assert state["priority"] == 8
    other = _group(play, net)["arn"]
    targets = [{"arn": group, "weight": 90}, {"arn": other, "weight": 10}]
    conditions = [
        _path("/c"),
        {"host_header": [{"values": ["a.example"]}]},
        {"query_string": [{"key": "v", "value": "2"}, {"value": "beta"}]},
    ]
    state = play.change(
        RULE,
        state,
        listener_arn=listener,
        priority=3,
        condition=conditions,
        action=[{"type": "forward", "forward": [{"target_group": targets}]}],
    )
    assert play.adopt(RULE, state["id"])["listener_arn"] == listener
    with pytest.raises(Exception, match="PriorityInUse"):
        play.make(RULE, **config, priority=3, condition=[_path("/d")])
    play.drop(RULE, state)
    play.drop(RULE, first)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"priority": 50001}, "must be between '1' and '50000'"),
        ({"condition": [_path(*"abcdef")]}, "can only have '5' condition values"),
    ],
)
def test_refused_rules(
    play: Play, listener: str, group: str, wrong: dict[str, Any], words: str
) -> None:
    """Priorities and conditions have limits."""
    wanted = {"action": _to(group), "condition": [_path("/a")], **wrong}
    with pytest.raises(Refused, match=words):
        play.make(RULE, listener_arn=listener, **wanted)
