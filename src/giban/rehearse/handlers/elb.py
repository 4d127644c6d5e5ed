"""Load balancers: where requests come in, and which targets they go to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import ClientError

from giban.catalogue import elb
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers import acm
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.route53 import ALIASES
from giban.rehearse.mapping import to_terraform
from giban.rehearse.plan import Planned
from giban.rehearse.task import Task

LONGEST_NAME = 32
FEWEST_ZONES = 2
MOST_VALUES = 5
LAST_PRIORITY = 50000
HEADER = re.compile(r"routing_http_(request|response)_(.+)_(header_name|header_value|enabled)")
LOG_WRITER = "logdelivery.elasticloadbalancing.amazonaws.com"


class Elb(Handler):
    """What all of Elastic Load Balancing has in common: an ARN for an id, and attributes by key."""

    service = "elbv2"
    noun = ""
    keys: Mapping[str, str] = {}
    """Attributes that are written and read by a key, apart from the rest: `block.name`."""

    def tag_target(self, x: Task) -> str:
        """Return its ARN."""
        return x.id

    def apply_keys(self, x: Task) -> None:
        """Write the attributes whose value differs from the state's."""
        pairs = []
        for name, key in self.keys_of(x).items():
            value, before = _of(x.values, name), _of(x.prior, name)
            if value is None and before and name.endswith(".enabled"):
                value = False  # the block is gone
            if value is not None and value != before:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                pairs.append({"Key": key, "Value": text})
        if pairs:
            operation = f"modify_{self.noun}_attributes"
            x.call(operation, **x.by(operation, self.by), Attributes=pairs)

    def read_keys(self, x: Task) -> Values:
        """Return the attributes that AWS reports, blocks with all they hold."""
        operation = f"describe_{self.noun}_attributes"
        answer = x.call(operation, **x.by(operation, self.by))["Attributes"]
        found = {one["Key"]: one["Value"] for one in answer}
        values: Values = {}
        for name, key in self.keys_of(x).items():
            outer, _, inner = name.partition(".")
            if key in found:
                shape = x.shape.blocks[outer].shape if inner else x.shape
                value = to_terraform(shape.attributes[inner or outer].kind, found[key])
                if inner:
                    values.setdefault(outer, [{}])[0][inner] = value
                else:
                    values[outer] = value
        return values

    def keys_of(self, _x: Task) -> Mapping[str, str]:
        """Return the attributes that this object can have."""
        return self.keys


def _of(values: Values, name: str) -> Any:
    outer, _, inner = name.partition(".")
    if not inner:
        return values.get(outer)
    return (values.get(outer) or [{}])[0].get(inner)


def _subnets(x: Task) -> list[dict[str, Any]]:
    mapped = [one["subnet_id"] for one in x["subnet_mapping"] or ()]
    ids = x["subnets"] or mapped
    if not ids:
        return []
    found: list[dict[str, Any]] = x.client("ec2").describe_subnets(SubnetIds=ids)["Subnets"]
    return found


def _name_is_free_and_short(x: Task) -> None:
    """A load balancer's name is short, does not begin with internal-, and is the only one."""
    name = x["name"]
    if len(name) > LONGEST_NAME:
        message = f"The load balancer name '{name}' cannot be longer than '32' characters"
        raise Refused("ValidationError", message, attribute=("name",))
    if name.startswith("internal-"):
        message = f"The load balancer name '{name}' cannot begin with 'internal-'"
        raise Refused("ValidationError", message, attribute=("name",))
    for other in x.call("describe_load_balancers")["LoadBalancers"]:
        if other["LoadBalancerName"] == name and other["LoadBalancerArn"] != x.id:
            message = f"A load balancer with the same name '{name}' exists, but with different"
            code = "DuplicateLoadBalancerName"
            raise Refused(code, f"{message} settings", attribute=("name",))


def _two_zones(x: Task) -> None:
    """An application load balancer stands in two zones, with one subnet in each."""
    zones = [subnet["AvailabilityZone"] for subnet in _subnets(x)]
    if len(set(zones)) < len(zones):
        message = "A load balancer cannot be attached to multiple subnets in the same"
        raise Refused("InvalidConfigurationRequest", f"{message} Availability Zone")
    if x["load_balancer_type"] == "application" and len(zones) < FEWEST_ZONES:
        message = "At least two subnets in two different Availability Zones must be specified"
        raise Refused("ValidationError", message)


def _can_be_reached(x: Task) -> None:
    """One that faces the internet needs an internet gateway in its VPC."""
    subnets = _subnets(x)
    if x["internal"] or not subnets or x.prior:
        return
    vpc = subnets[0]["VpcId"]
    gateways = x.client("ec2").describe_internet_gateways(
        Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}]
    )["InternetGateways"]
    if not gateways:
        raise Refused("InvalidSubnet", f"VPC {vpc} has no internet gateway")


def _firewalls_of_its_network(x: Task) -> None:
    """Security groups and subnets belong to one VPC."""
    networks = {subnet["VpcId"] for subnet in _subnets(x)}
    if not x["security_groups"] or not networks:
        return
    ids = x["security_groups"]
    for group in x.client("ec2").describe_security_groups(GroupIds=ids)["SecurityGroups"]:
        if group["VpcId"] not in networks:
            code = "InvalidConfigurationRequest"
            raise Refused(code, "One or more security groups are invalid")


def _logs_can_be_written(x: Task) -> None:
    """The bucket of the logs lets the load balancer write, and is encrypted by S3's own key."""
    for name in ("access_logs", "connection_logs"):
        for logs in x[name] or ():
            if logs.get("enabled") and not _may_write(x, logs["bucket"], logs.get("prefix")):
                raise Refused(
                    "InvalidConfigurationRequest",
                    f"Access Denied for bucket: {logs['bucket']}. Please check S3bucket permission",
                    attribute=(name,),
                )


def _may_write(x: Task, bucket: str, prefix: str | None) -> bool:
    client = x.client("s3")
    try:
        policy = json.loads(client.get_bucket_policy(Bucket=bucket)["Policy"])
    except ClientError:
        return False
    try:
        found = client.get_bucket_encryption(Bucket=bucket)
        rule = found["ServerSideEncryptionConfiguration"]["Rules"][0]
        if rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] != "AES256":
            return False
    except ClientError:
        pass  # a new bucket is encrypted by S3's own key
    head = f"{prefix}/" if prefix else ""
    target = f"arn:{x.partition}:s3:::{bucket}/{head}AWSLogs/{x.account}/any"
    return any(_allows(statement, target) for statement in _listed(policy.get("Statement")))


def _allows(statement: dict[str, Any], target: str) -> bool:
    principal = statement.get("Principal", {})
    named = principal if isinstance(principal, dict) else {"AWS": principal}
    accounts = [str(one) for one in _listed(named.get("AWS"))]
    actions = [str(action).lower() for action in _listed(statement.get("Action"))]
    return (
        statement.get("Effect") == "Allow"
        and (LOG_WRITER in _listed(named.get("Service")) or bool(accounts))
        and any(fnmatchcase("s3:putobject", action) for action in actions)
        and any(fnmatchcase(target, one) for one in _listed(statement.get("Resource")))
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _not_protected(x: Task) -> None:
    """One with deletion protection cannot be deleted."""
    try:
        answer = x.call("describe_load_balancer_attributes", LoadBalancerArn=x.id)
    except ClientError as error:
        if is_gone(error):
            return
        raise
    if {"Key": "deletion_protection.enabled", "Value": "true"} in answer["Attributes"]:
        raise Refused(
            "OperationNotPermitted",
            f"Load balancer '{x.id}' cannot be deleted because deletion protection is enabled",
        )


class LoadBalancer(Elb):
    """A load balancer."""

    kind = elb.LoadBalancer
    noun = "load_balancer"
    prefix = "tf-lb-"
    create_op, created = "create_load_balancer", "LoadBalancers.0.LoadBalancerArn"
    find_op, find_by, found = "describe_load_balancers", "LoadBalancerArns", "LoadBalancers"
    delete_op, by = "delete_load_balancer", "LoadBalancerArn"
    names = {"load_balancer_type": "Type", "internal": ""}
    reads = {"arn": "LoadBalancerArn", "name": "LoadBalancerName", "dns_name": "DNSName"}
    guards = (
        _name_is_free_and_short,
        _two_zones,
        _can_be_reached,
        _firewalls_of_its_network,
        _logs_can_be_written,
    )
    delete_guards = (_not_protected,)
    keys = {
        "access_logs.enabled": "access_logs.s3.enabled",
        "access_logs.bucket": "access_logs.s3.bucket",
        "access_logs.prefix": "access_logs.s3.prefix",
        "enable_deletion_protection": "deletion_protection.enabled",
        "enable_zonal_shift": "zonal_shift.config.enabled",
    }
    application = {
        "connection_logs.enabled": "connection_logs.s3.enabled",
        "connection_logs.bucket": "connection_logs.s3.bucket",
        "connection_logs.prefix": "connection_logs.s3.prefix",
        "client_keep_alive": "client_keep_alive.seconds",
        "desync_mitigation_mode": "routing.http.desync_mitigation_mode",
        "drop_invalid_header_fields": "routing.http.drop_invalid_header_fields.enabled",
        "enable_http2": "routing.http2.enabled",
        "enable_tls_version_and_cipher_suite_headers": (
            "routing.http.x_amzn_tls_version_and_cipher_suite.enabled"
        ),
        "enable_waf_fail_open": "waf.fail_open.enabled",
        "enable_xff_client_port": "routing.http.xff_client_port.enabled",
        "idle_timeout": "idle_timeout.timeout_seconds",
        "preserve_host_header": "routing.http.preserve_host_header.enabled",
        "xff_header_processing_mode": "routing.http.xff_header_processing.mode",
    }
    network = {
        "dns_record_client_routing_policy": "dns_record.client_routing_policy",
        "enable_cross_zone_load_balancing": "load_balancing.cross_zone.enabled",
    }

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Leave out what an application load balancer does not have."""
        if planned.values["load_balancer_type"] == "application":
            planned.values.update({name: (prior or {}).get(name) for name in self.network})

    def keys_of(self, x: Task) -> Mapping[str, str]:
        """Return what a load balancer of its type can have."""
        application = x["load_balancer_type"] in (None, "", "application")
        return {**self.keys, **(self.application if application else self.network)}

    def create(self, x: Task) -> None:
        """Make it, and set its attributes."""
        super().create(x)
        self.apply_keys(x)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments with the side it faces."""
        scheme = "internal" if x["internal"] else "internet-facing"
        return {**super().creation(x), "Scheme": scheme}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its subnets, the zone of its DNS name, and its attributes."""
        subnets = [zone["SubnetId"] for zone in found["AvailabilityZones"]]
        none = dict.fromkeys(
            ("allocation_id", "ipv6_address", "private_ipv4_address", "outpost_id"), ""
        )
        zone = ALIASES["elb.amazonaws.com"].get(x.region, found["CanonicalHostedZoneId"])
        x.values = {**x.values, "load_balancer_type": found["Type"]}
        return {
            "arn_suffix": x.id.partition(":loadbalancer/")[2],
            "internal": found["Scheme"] == "internal",
            "subnets": subnets,
            "subnet_mapping": [{"subnet_id": one, **none} for one in subnets],
            "zone_id": zone,
            **self.read_keys(x),
        }

    def update(self, x: Task) -> None:
        """Change its network, its firewalls and its attributes."""
        if x.changed("security_groups"):
            groups = x["security_groups"] or []
            x.call("set_security_groups", LoadBalancerArn=x.id, SecurityGroups=groups)
        if x.config.get("subnets") and x.changed("subnets"):
            x.call("set_subnets", LoadBalancerArn=x.id, Subnets=x["subnets"])
        elif x.config.get("subnet_mapping") and x.changed("subnet_mapping"):
            x.call(
                "set_subnets",
                **x.arguments("set_subnets", only={"subnet_mapping"}),
                LoadBalancerArn=x.id,
            )
        if x.changed("ip_address_type"):
            kind = x["ip_address_type"]
            x.call("set_ip_address_type", LoadBalancerArn=x.id, IpAddressType=kind)
        self.apply_keys(x)


def _waits_less_than_it_pauses(x: Task) -> None:
    """The timeout of a health check over HTTP is smaller than its interval."""
    for check in x["health_check"] or ():
        timeout, interval = check.get("timeout"), check.get("interval")
        if timeout and interval and x["protocol"] in ("HTTP", "HTTPS") and timeout >= interval:
            message = f"Health check timeout '{timeout}' must be smaller than the interval"
            raise Refused("ValidationError", f"{message} '{interval}'", attribute=("health_check",))


class TargetGroup(Elb):
    """A group of targets."""

    kind = elb.TargetGroup
    noun = "target_group"
    prefix = "tf-"
    create_op, created = "create_target_group", "TargetGroups.0.TargetGroupArn"
    find_op, find_by, found = "describe_target_groups", "TargetGroupArns", "TargetGroups"
    update_op = "modify_target_group"
    delete_op, by = "delete_target_group", "TargetGroupArn"
    names = {
        "health_check": ".",
        "health_check.enabled": "HealthCheckEnabled",
        "health_check.healthy_threshold": "HealthyThresholdCount",
        "health_check.interval": "HealthCheckIntervalSeconds",
        "health_check.matcher": "Matcher.HttpCode",
        "health_check.path": "HealthCheckPath",
        "health_check.port": "HealthCheckPort",
        "health_check.protocol": "HealthCheckProtocol",
        "health_check.timeout": "HealthCheckTimeoutSeconds",
        "health_check.unhealthy_threshold": "UnhealthyThresholdCount",
    }
    reads = {"arn": "TargetGroupArn", "name": "TargetGroupName"}
    guards = (_waits_less_than_it_pauses,)
    keys = {
        "deregistration_delay": "deregistration_delay.timeout_seconds",
        "load_balancing_cross_zone_enabled": "load_balancing.cross_zone.enabled",
        "stickiness.enabled": "stickiness.enabled",
        "stickiness.type": "stickiness.type",
    }
    application = {
        "load_balancing_algorithm_type": "load_balancing.algorithm.type",
        "load_balancing_anomaly_mitigation": "load_balancing.algorithm.anomaly_mitigation",
        "slow_start": "slow_start.duration_seconds",
        "stickiness.cookie_duration": "stickiness.lb_cookie.duration_seconds",
        "stickiness.cookie_name": "stickiness.app_cookie.cookie_name",
    }
    network = {
        "connection_termination": "deregistration_delay.connection_termination.enabled",
        "preserve_client_ip": "preserve_client_ip.enabled",
        "proxy_protocol_v2": "proxy_protocol_v2.enabled",
    }

    def keys_of(self, x: Task) -> Mapping[str, str]:
        """Return what a target group of its type and protocol can have."""
        if x["target_type"] == "lambda":
            key = "lambda.multi_value_headers.enabled"
            return {"lambda_multi_value_headers_enabled": key}
        if x["protocol"] not in ("HTTP", "HTTPS"):
            return {**self.keys, **self.network}
        keys = {**self.keys, **self.application}
        if _of(x.values, "stickiness.type") == "app_cookie":
            keys["stickiness.cookie_duration"] = "stickiness.app_cookie.duration_seconds"
        return keys

    def create(self, x: Task) -> None:
        """Make it, and set its attributes."""
        super().create(x)
        self.apply_keys(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its attributes, and the load balancers that are still there."""
        x.values = {
            **x.values,
            "protocol": found.get("Protocol"),
            "target_type": found["TargetType"],
        }
        values = self.read_keys(x)
        for block in values.get("stickiness", ()):
            block.setdefault("cookie_duration", 86400)
            block.setdefault("cookie_name", "")
        there = {
            one["LoadBalancerArn"] for one in x.call("describe_load_balancers")["LoadBalancers"]
        }
        return {
            "arn_suffix": x.id.rpartition(":")[2],
            "load_balancer_arns": sorted(there & set(found.get("LoadBalancerArns", []))),
            **values,
        }

    def update(self, x: Task) -> None:
        """Change its health check and its attributes."""
        if x.changed("health_check"):
            super().update(x)
        self.apply_keys(x)


ACTION = {
    "authenticate_cognito": "AuthenticateCognitoConfig",
    "authenticate_oidc": "AuthenticateOidcConfig",
    "fixed_response": "FixedResponseConfig",
    "forward": "ForwardConfig",
    "forward.stickiness": "TargetGroupStickinessConfig",
    "forward.stickiness.duration": "DurationSeconds",
    "forward.target_group": "TargetGroups",
    "forward.target_group.arn": "TargetGroupArn",
    "jwt_validation": "JwtValidationConfig",
    "redirect": "RedirectConfig",
}


def _actions(name: str) -> dict[str, str]:
    return {f"{name}.{inner}": outer for inner, outer in ACTION.items()}


def _numbered(actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"Order": index, **action} for index, action in enumerate(actions, 1)]


def _targets(actions: list[Values]) -> set[str]:
    arns = {action.get("target_group_arn") for action in actions}
    for action in actions:
        for forward in action.get("forward") or ():
            arns |= {one["arn"] for one in forward["target_group"]}
    return {arn for arn in arns if arn}


def _users(x: Task) -> Iterator[tuple[str, str]]:
    """Yield each load balancer with a target group that its listeners or rules use."""
    for balancer in x.call("describe_load_balancers")["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        for listener in x.call("describe_listeners", LoadBalancerArn=arn)["Listeners"]:
            rules = x.call("describe_rules", ListenerArn=listener["ListenerArn"])["Rules"]
            for action in (action for rule in rules for action in rule["Actions"]):
                groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
                for one in [action, *groups]:
                    if "TargetGroupArn" in one:
                        yield arn, one["TargetGroupArn"]


def _targets_serve_it_alone(x: Task) -> None:
    """A target group serves one load balancer only."""
    name = "default_action" if x["default_action"] is not None else "action"
    arns = _targets(x[name] or [])
    mine = x["load_balancer_arn"] or _balancer(x["listener_arn"])
    for balancer, arn in _users(x) if arns else ():
        if arn in arns and balancer != mine:
            message = "The following target groups cannot be associated with more than one load"
            raise Refused("TargetGroupAssociationLimit", f"{message} balancer: {arn}")


def _balancer(listener: str) -> str:
    return listener.replace(":listener/", ":loadbalancer/").rpartition("/")[0]


def _port_is_free(x: Task) -> None:
    """A load balancer listens once on a port."""
    arn = x["load_balancer_arn"]
    for other in x.call("describe_listeners", LoadBalancerArn=arn)["Listeners"]:
        if other.get("Port") == x["port"] and other["ListenerArn"] != x.id:
            message = "A listener already exists on this port for this load balancer"
            raise Refused("DuplicateListener", f"{message} '{arn}'", attribute=("port",))


def _certificate_is_issued(x: Task) -> None:
    """HTTPS takes an issued certificate of the region, and HTTP takes none."""
    arn, protocol = x["certificate_arn"], x["protocol"] or "HTTP"
    if protocol not in ("HTTPS", "TLS"):
        if arn:
            message = f"A certificate cannot be specified for {protocol} listeners"
            raise Refused("ValidationError", message, attribute=("certificate_arn",))
        return
    if not arn:
        message = f"A certificate must be specified for {protocol} listeners"
        raise Refused("ValidationError", message)
    if ":acm:" not in arn:
        return
    try:
        ready = f":{x.region}:" in arn and acm.issued(x, acm.describe(x, arn))
    except ClientError as error:
        if not is_gone(error):
            raise
        message = f"Certificate '{arn}' not found"
        raise Refused("CertificateNotFound", message, attribute=("certificate_arn",)) from None
    if not ready:
        message = f"The certificate '{arn}' must have a fully-qualified domain name, a supported"
        raise Refused(
            "UnsupportedCertificate",
            f"{message} signature, and a supported key size.",
            attribute=("certificate_arn",),
        )


class Listener(Elb):
    """A port a load balancer answers on."""

    kind = elb.Listener
    noun = "listener"
    create_op, created = "create_listener", "Listeners.0.ListenerArn"
    find_op, find_by, found = "describe_listeners", "ListenerArns", "Listeners"
    delete_op, by = "delete_listener", "ListenerArn"
    names = {"certificate_arn": "", **_actions("default_action")}
    reads = {
        "arn": "ListenerArn",
        "alpn_policy": "AlpnPolicy.0",
        "certificate_arn": "Certificates.0.CertificateArn",
    }
    guards = (_port_is_free, _certificate_is_issued, _targets_serve_it_alone)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; without a protocol an application load balancer speaks HTTP."""
        if not x["protocol"] and ":loadbalancer/app/" in x["load_balancer_arn"]:
            x.values["protocol"] = "HTTP"
        return self._wanted(x, self.create_op)

    def keys_of(self, x: Task) -> Mapping[str, str]:
        """Return the keys of headers: `routing.http.request.x_amzn_tls_version.header_name`."""
        if ":loadbalancer/app/" not in (x["load_balancer_arn"] or ""):
            return {"tcp_idle_timeout_seconds": "tcp.idle_timeout.seconds"}
        keys = {}
        for name in x.shape.attributes:
            parts = HEADER.fullmatch(name)
            if parts:
                keys[name] = "routing.http." + ".".join(parts.groups())
        return keys

    def create(self, x: Task) -> None:
        """Make it, and set its attributes."""
        super().create(x)
        self.apply_keys(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what AWS has for what was left out, and the attributes."""
        x.values = {**x.values, "load_balancer_arn": found["LoadBalancerArn"]}
        keys = self.keys_of(x)
        empty = {name: "" for name in keys if x.shape.attributes[name].kind == "string"}
        served = {name: True for name in keys if x.shape.attributes[name].kind == "bool"}
        plain = {} if found.get("Protocol") in ("HTTPS", "TLS") else {"ssl_policy": ""}
        return {**empty, **served, **plain, **self.read_keys(x)}

    def update(self, x: Task) -> None:
        """Change the port, the certificate or what happens to requests."""
        x.call("modify_listener", **self._wanted(x, "modify_listener"), ListenerArn=x.id)
        self.apply_keys(x)

    @staticmethod
    def _wanted(x: Task, operation: str) -> dict[str, Any]:
        arguments = x.arguments(operation)
        arguments["DefaultActions"] = _numbered(arguments["DefaultActions"])
        if x["certificate_arn"]:
            arguments["Certificates"] = [{"CertificateArn": x["certificate_arn"]}]
        if x["protocol"] in ("HTTP", "TCP", "UDP", "TCP_UDP"):
            arguments.pop("SslPolicy", None)
        return arguments


def _priority_exists(x: Task) -> None:
    """A rule's priority is between 1 and 50000."""
    if x["priority"] is not None and not 1 <= x["priority"] <= LAST_PRIORITY:
        message = f"The priority '{x['priority']}' must be between '1' and '{LAST_PRIORITY}'"
        raise Refused("ValidationError", message, attribute=("priority",))


def _few_values(x: Task) -> None:
    """The conditions of a rule hold five values in all."""
    count = 0
    for condition in x["condition"] or ():
        for name in x.shape.blocks["condition"].shape.blocks:
            for element in condition.get(name) or ():
                count += len(element.get("values") or element.get("regex_values") or [1])
    if count > MOST_VALUES:
        message = f"A rule can only have '{MOST_VALUES}' condition values"
        raise Refused("ValidationError", message, attribute=("condition",))


class ListenerRule(Elb):
    """A rule of a listener."""

    kind = elb.ListenerRule
    noun = "rule"
    create_op, created = "create_rule", "Rules.0.RuleArn"
    find_op, find_by, found = "describe_rules", "RuleArns", "Rules"
    delete_op, by = "delete_rule", "RuleArn"
    names = {
        **_actions("action"),
        "condition.host_header": "HostHeaderConfig",
        "condition.http_header": "HttpHeaderConfig",
        "condition.http_request_method": "HttpRequestMethodConfig",
        "condition.path_pattern": "PathPatternConfig",
        "condition.query_string": "QueryStringConfig.Values",
        "condition.source_ip": "SourceIpConfig",
    }
    reads = {"arn": "RuleArn"}
    guards = (_priority_exists, _few_values, _targets_serve_it_alone)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; a rule without a priority comes after all others."""
        arguments = self._wanted(x, self.create_op)
        if x["priority"] is None:
            rules = x.call("describe_rules", ListenerArn=x["listener_arn"])["Rules"]
            taken = [int(rule["Priority"]) for rule in rules if rule["Priority"] != "default"]
            arguments["Priority"] = max(taken, default=0) + 1
        return arguments

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return the listener."""
        listener = x.id.replace(":listener-rule/", ":listener/").rpartition("/")[0]
        return {"listener_arn": listener}

    def update(self, x: Task) -> None:
        """Change its place, its conditions and its actions."""
        if x.changed("priority"):
            places = [{"RuleArn": x.id, "Priority": int(x["priority"])}]
            x.call("set_rule_priorities", RulePriorities=places)
        if x.changed("action", "condition"):
            x.call("modify_rule", **self._wanted(x, "modify_rule"), RuleArn=x.id)

    @staticmethod
    def _wanted(x: Task, operation: str) -> dict[str, Any]:
        arguments = x.arguments(operation)
        arguments["Actions"] = _numbered(arguments["Actions"])
        for condition in arguments["Conditions"]:
            config = next(name for name in condition if name.endswith("Config"))
            words = config.removesuffix("Config")
            condition["Field"] = "".join(
                f"-{letter.lower()}" if letter.isupper() else letter for letter in words
            ).lstrip("-")
        return arguments
