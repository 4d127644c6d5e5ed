"""What the internet reaches, directly and at second hand."""

from __future__ import annotations

from collections.abc import Iterator

from giban.blueprint import Object
from giban.catalogue import ec2, ecs, elasticache, elb, instances, rds
from giban.policy.asking import each, not_true
from giban.policy.reach import ALL, Door, doors, is_world
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import Address, literal

ADMIN = {22: "SSH", 3389: "Remote Desktop", 5985: "WinRM", 5986: "WinRM", 23: "Telnet", 2375: "Docker", 2376: "Docker"}  # fmt: skip
STORES = {
    1433: "SQL Server", 1521: "Oracle", 3306: "MySQL", 5432: "PostgreSQL", 6379: "Redis",
    6380: "Redis", 11211: "Memcached", 27017: "MongoDB", 9200: "Elasticsearch", 9042: "Cassandra",
    5601: "Kibana", 2049: "NFS", 445: "SMB", 9092: "Kafka", 5672: "RabbitMQ", 8086: "InfluxDB",
}  # fmt: skip
PUBLIC = (80, 443)
WIDE = 100
"""A range of more ports than this says that nobody knows which are used."""


def _in(scene: Scene) -> Iterator[Door]:
    return (door for door in doors(scene) if door.direction == "ingress")


def _open_to(scene: Scene, ports: dict[int, str]) -> Iterator[Verdict]:
    for door in _in(scene):
        if not door.world or door.ports == ALL:
            continue
        if door.ports is None:
            yield Undecided(door.object, "from_port")
            continue
        names = dict.fromkeys(
            f"{name} ({port})" for port, name in ports.items() if door.holds(port)
        )
        if names:
            what = f"{', '.join(names)} is open to {', '.join(door.world)}"
            yield Violation(door.object, what, door.attribute)


def _admin(scene: Scene) -> Iterator[Verdict]:
    return _open_to(scene, ADMIN)


def _stores(scene: Scene) -> Iterator[Verdict]:
    return _open_to(scene, STORES)


def _everything(scene: Scene) -> Iterator[Verdict]:
    for door in _in(scene):
        if door.world and door.ports == ALL and door.width:
            what = f"every port is open to {', '.join(door.world)}"
            yield Violation(door.object, what, door.attribute)


def _other_ports(scene: Scene) -> Iterator[Verdict]:
    for door in _in(scene):
        if not door.world or door.ports in (None, ALL) or not door.width:
            continue
        first, last = door.ports or ALL
        known = {*ADMIN, *STORES}
        if (first, last) in ((80, 80), (443, 443)) or any(first <= port <= last for port in known):
            continue
        shown = str(first) if first == last else f"{first}-{last}"
        what = f"port {shown} is open to {', '.join(door.world)}"
        yield Violation(door.object, what, door.attribute)


def _wide(scene: Scene) -> Iterator[Verdict]:
    for door in _in(scene):
        if door.world or door.width <= WIDE:
            continue
        own = _itself(scene, door)
        if not own and (door.ranges or door.groups is not None):
            yield Violation(door.object, f"it opens {door.width} ports", "to_port")


def _itself(scene: Scene, door: Door) -> bool:
    """Tell whether a group only lets its own members talk to each other."""
    groups = {g.terraform_address for g in scene.graph.targets(door.groups, ec2.SecurityGroup)}
    own = {g.terraform_address for g in scene.graph.targets(door.target, ec2.SecurityGroup)}
    return bool(groups) and groups == own and not door.ranges


def _groups_of_stores(scene: Scene) -> dict[Address, list[Object]]:
    found: dict[Address, list[Object]] = {}
    for cls, attribute in (
        (rds.Instance, "vpc_security_group_ids"),
        (elasticache.ReplicationGroup, "security_group_ids"),
    ):
        for store in scene.all(cls):
            for group in scene.graph.targets(getattr(store, attribute), ec2.SecurityGroup):
                found.setdefault(group.terraform_address, []).append(store)
    return found


def _second_hand(scene: Scene) -> Iterator[Verdict]:
    """Yield stores whose group admits a group that the internet reaches."""
    stores = _groups_of_stores(scene)
    reached = {
        group.terraform_address
        for door in _in(scene)
        if door.world
        for group in scene.graph.targets(door.target, ec2.SecurityGroup)
    }
    for door in _in(scene):
        admitted = scene.graph.targets(door.groups, ec2.SecurityGroup) if door.groups else ()
        for target in scene.graph.targets(door.target, ec2.SecurityGroup):
            for group in admitted:
                behind = stores.get(target.terraform_address, ())
                if group.terraform_address in reached and behind and group is not target:
                    names = ", ".join(str(store.terraform_address) for store in behind)
                    what = f"{group.terraform_address}, which the internet reaches, reaches {names}"
                    yield Violation(door.object, what, "referenced_security_group_id")


def _by_address(scene: Scene) -> Iterator[Verdict]:
    """Yield stores that a whole network reaches instead of those who use them (D-HY-11)."""
    stores = _groups_of_stores(scene)
    for door in _in(scene):
        for target in scene.graph.targets(door.target, ec2.SecurityGroup):
            if target.terraform_address in stores and door.ranges and not door.world:
                what = f"it admits {', '.join(door.ranges)} instead of those who use the store"
                yield Violation(door.object, what, door.attribute)


def _out(scene: Scene) -> Iterator[Verdict]:
    for door in doors(scene):
        if door.direction == "egress" and door.world and door.ports == ALL and door.width:
            what = f"everything may leave to {', '.join(door.world)}"
            yield Violation(door.object, what, door.attribute)


def _mixed(scene: Scene) -> Iterator[Verdict]:
    """Yield groups with rules inside and beside them: each removes the other's (D-HY-10).

    In the plan of a group that exists, AWS answers the rules beside it as if they were inside.
    """
    inside: dict[Address, list[Door]] = {}
    beside: dict[Address, list[Door]] = {}
    for door in doors(scene):
        for group in scene.graph.targets(door.target, ec2.SecurityGroup):
            found = inside if door.object is group else beside
            found.setdefault(group.terraform_address, []).append(door)
    for group in scene.all(ec2.SecurityGroup):
        if not (others := beside.get(group.terraform_address)):
            continue
        own = inside.get(group.terraform_address, [])
        if (group.ingress or group.egress) and not _answered(own, others):
            yield Violation(group, "it has rules inside and beside it", "ingress")


def _answered(inside: list[Door], beside: list[Door]) -> bool:
    """Tell whether the rules inside a group are nothing but those beside it, by ports and peers."""
    peers: dict[tuple[object, ...], set[str]] = {}
    for door in beside:
        peers.setdefault((door.direction, door.protocol, door.ports), set()).update(_peers(door))
    return bool(inside) and all(
        bool(own := _peers(door))
        and own <= peers.get((door.direction, door.protocol, door.ports), set())
        for door in inside
    )


def _peers(door: Door) -> set[str]:
    """Return who is behind a door: ranges, and the ids of groups where they are known."""
    groups = literal(door.groups)
    named = groups if isinstance(groups, (list, tuple)) else [groups]
    return {*door.ranges, *(one for one in named if isinstance(one, str))}


def _described(scene: Scene) -> Iterator[Verdict]:
    for group in scene.all(ec2.SecurityGroup):
        if literal(group.description) in (None, "", "Managed by Terraform"):
            yield Violation(group, "it has no description", "description")
    for door in doors(scene):
        if not door.description:
            path = (
                "description"
                if door.attribute.startswith("cidr")
                else f"{door.attribute}.description"
            )
            yield Violation(door.object, "a rule has no description", path)


def _default_group(scene: Scene) -> Iterator[Verdict]:
    for vpc in scene.all(ec2.Vpc):
        if not list(scene.graph.users(vpc, ec2.DefaultSecurityGroup)):
            yield Violation(vpc, "its default security group lets all its members talk")
    for group in scene.all(ec2.DefaultSecurityGroup):
        if group.ingress or group.egress:
            yield Violation(group, "the default security group has rules", "ingress")


def _flow_logs(scene: Scene) -> Iterator[Verdict]:
    for vpc in scene.all(ec2.Vpc) if scene.production else ():
        if not list(scene.graph.users(vpc, ec2.FlowLog)):
            yield Violation(vpc, "nothing records its traffic")


def public_subnets(scene: Scene) -> frozenset[Address]:
    """Return the subnets whose route leads to an internet gateway."""
    return scene.once(_public_subnets)


def _public_subnets(scene: Scene) -> frozenset[Address]:
    tables = {
        table.terraform_address
        for route in scene.all(ec2.Route)
        if scene.graph.targets(route.gateway_id, ec2.InternetGateway)
        for table in scene.graph.targets(route.route_table_id, ec2.RouteTable)
    }
    for table in scene.all(ec2.RouteTable):
        if scene.graph.targets(table.route, ec2.InternetGateway):
            tables.add(table.terraform_address)
    return frozenset(
        subnet.terraform_address
        for way in scene.all(ec2.RouteTableAssociation)
        if any(
            table.terraform_address in tables
            for table in scene.graph.targets(way.route_table_id, ec2.RouteTable)
        )
        for subnet in scene.graph.targets(way.subnet_id, ec2.Subnet)
    )


def _stores_in_public(scene: Scene) -> Iterator[Verdict]:
    public = public_subnets(scene)
    groups: list[rds.SubnetGroup | elasticache.SubnetGroup] = [
        *scene.all(rds.SubnetGroup),
        *scene.all(elasticache.SubnetGroup),
    ]
    for group in groups:
        found = [
            str(subnet.terraform_address)
            for subnet in scene.graph.targets(group.subnet_ids, ec2.Subnet)
            if subnet.terraform_address in public
        ]
        if found:
            what = f"it lies in public subnets: {', '.join(found)}"
            yield Violation(group, what, "subnet_ids")


def _private_yet_public(scene: Scene) -> Iterator[Verdict]:
    """Yield subnets that hand out public addresses though no route leads to the internet."""
    public = public_subnets(scene)
    for subnet in scene.all(ec2.Subnet):
        flag = literal(subnet.map_public_ip_on_launch)
        if flag is True and subnet.terraform_address not in public:
            what = "it gives public addresses to what has no business on the internet"
            yield Violation(subnet, what, "map_public_ip_on_launch")


def _tasks(scene: Scene) -> Iterator[Verdict]:
    for service in scene.all(ecs.Service):
        network = service.network_configuration
        if network is not None and literal(network.assign_public_ip) is True:
            what = "its tasks have public addresses"
            yield Violation(service, what, "network_configuration.assign_public_ip")


def _wide_peer(scene: Scene) -> Iterator[Verdict]:
    for route in scene.all(ec2.Route):
        target = route.vpc_peering_connection_id
        if target is not None and is_world(str(literal(route.destination_cidr_block))):
            what = "it sends all traffic to another VPC"
            yield Violation(route, what, "destination_cidr_block")


RULES = (
    Rule(
        id="NET-01",
        severity="critical",
        title="Nobody on the internet reaches a port for administrators",
        why="Passwords for SSH and Remote Desktop are guessed within minutes of opening.",
        fix="Use SSM Session Manager and close the port, or name the addresses that may.",
        reference=("EC2.13", "EC2.14", "TO-SEC-03", "D-TO-03"),
        like=("CKV_AWS_24", "CKV_AWS_25", "AWS-0107"),
        check=_admin,
    ),
    Rule(
        id="NET-02",
        severity="critical",
        title="Nobody on the internet reaches a database or cache",
        why="A store that answers everyone is read by someone.",
        fix="Admit the security groups of those who use it.",
        reference=("EC2.19", "CM-SEC-03", "CM-SEC-04", "D-TO-02"),
        like=("AWS-0107",),
        check=_stores,
    ),
    Rule(
        id="NET-03",
        severity="critical",
        title="Nobody on the internet reaches every port",
        why="Every process that listens, now or later, is on the internet.",
        fix="Open the ports that are served, most likely 443.",
        reference=("EC2.19",),
        like=("CKV_AWS_277", "AWS-0107"),
        check=_everything,
    ),
    Rule(
        id="NET-04",
        severity="high",
        title="The internet reaches 80 and 443 only",
        why="Anything else is usually a tool that was meant for colleagues.",
        fix="Put it behind the load balancer, or name the addresses that may.",
        reference=("EC2.18", "TO-SEC-01"),
        like=("AWS-0107",),
        check=_other_ports,
    ),
    Rule(
        id="NET-05",
        severity="medium",
        title="Rules name the ports they need",
        why="A wide range also opens what nobody thought of.",
        fix="Name the port, or one rule for each.",
        reference=("HY-GOV-14",),
        like=("AWS-0124",),
        check=_wide,
    ),
    Rule(
        id="NET-06",
        severity="medium",
        title="What the internet reaches does not reach a store itself",
        why="One hole in what faces the internet is then a hole in the data.",
        fix="Put a service between, in a group of its own.",
        reference=("HY-GOV-14", "CM-SEC-03"),
        check=_second_hand,
    ),
    Rule(
        id="NET-07",
        severity="medium",
        title="Stores admit security groups, not address ranges",
        why="A range admits everything that will ever stand in it.",
        fix="Use `referenced_security_group_id`.",
        reference=("HY-GOV-14", "HY-SEC-04", "D-HY-11"),
        check=_by_address,
    ),
    Rule(
        id="NET-08",
        severity="low",
        title="Not everything may leave",
        why="Stolen data leave through the port nobody thought of.",
        fix="Name the ports and targets, for most services 443 and their stores.",
        reference=("CM-SEC-03", "CM-SEC-04"),
        like=("CKV_AWS_382", "AWS-0104"),
        check=_out,
    ),
    Rule(
        id="NET-09",
        severity="high",
        title="A group has its rules inside or beside it, not both",
        why="Each apply of one root removes the rules of the other.",
        fix="Use `aws_vpc_security_group_ingress_rule` throughout.",
        reference=("D-HY-10", "HY-SEC-04"),
        check=_mixed,
    ),
    Rule(
        id="NET-10",
        severity="low",
        title="Groups and rules say what they are for",
        why="Nobody dares to close a door whose reason is not known.",
        fix="Add a description.",
        reference=("HY-GOV-14",),
        like=("CKV_AWS_23", "AWS-0099", "AWS-0124"),
        check=_described,
    ),
    Rule(
        id="NET-11",
        severity="medium",
        title="The default security group is empty",
        why="What was started without thinking of a group lands in it.",
        fix="Add `aws_default_security_group` without rules.",
        reference=("EC2.2",),
        like=("CKV2_AWS_12", "AWS-0173"),
        check=_default_group,
    ),
    Rule(
        id="NET-12",
        severity="medium",
        title="The traffic of production's network is on record",
        why="Without it nobody can say afterwards what left.",
        fix="Add `aws_flow_log`.",
        key="/network.flow_logs: true",
        reference=("EC2.6",),
        like=("CKV2_AWS_11", "AWS-0178"),
        check=_flow_logs,
    ),
    Rule(
        id="NET-13",
        severity="high",
        title="Stores lie in subnets without a way to the internet",
        why="One wrong rule in a security group is then enough.",
        fix="Use private subnets in the subnet group.",
        reference=("RDS.46", "D-TO-02", "ERP-NET-09"),
        check=_stores_in_public,
    ),
    Rule(
        id="NET-14",
        severity="low",
        title="Private subnets give no public addresses",
        why="An address costs money and waits for a route.",
        fix="Set `map_public_ip_on_launch = false`.",
        reference=("EC2.15", "ERP-NET-04"),
        like=("CKV_AWS_130", "AWS-0164"),
        check=_private_yet_public,
    ),
    Rule(
        id="NET-15",
        severity="medium",
        title="Tasks have no public addresses",
        why="They are reached through the load balancer, or not at all.",
        fix="Set `assign_public_ip = false` and use private subnets.",
        reference=("ECS.2",),
        like=("CKV_AWS_333",),
        check=_tasks,
    ),
    Rule(
        id="NET-16",
        severity="medium",
        title="A load balancer drops headers that are not valid",
        why="Request smuggling begins with them.",
        fix="Set `drop_invalid_header_fields = true`.",
        reference=("ELB.4",),
        like=("CKV_AWS_131", "AWS-0052"),
        check=each(
            elb.LoadBalancer,
            attribute="drop_invalid_header_fields",
            wants=lambda value: value is True,
            says="it passes headers that are not valid",
            which=lambda _scene, one: literal(one.load_balancer_type) in (None, "application"),
        ),
    ),
    Rule(
        id="NET-17",
        severity="medium",
        title="A load balancer guards against request smuggling",
        why="`monitor` only counts ambiguous requests and passes them on.",
        fix='Set `desync_mitigation_mode = "defensive"`.',
        reference=("ELB.12",),
        like=("CKV_AWS_328",),
        check=each(
            elb.LoadBalancer,
            attribute="desync_mitigation_mode",
            wants=lambda value: value != "monitor",
            says="it passes ambiguous requests",
        ),
    ),
    Rule(
        id="NET-18",
        severity="medium",
        title="Not all traffic is routed to another VPC",
        why="Whoever runs it sees and decides everything.",
        fix="Route the ranges of the other network only.",
        like=("CKV2_AWS_44",),
        check=_wide_peer,
    ),
    Rule(
        id="NET-19",
        severity="high",
        title="Instances cannot be asked for their credentials by anyone",
        why="With IMDSv1 one forged request from inside hands out the role.",
        fix='Set `http_tokens = "required"` in `metadata_options`.',
        reference=("EC2.8",),
        like=("CKV_AWS_79", "AWS-0028", "AWS-0130"),
        check=each(
            instances.Instance,
            instances.LaunchTemplate,
            attribute="metadata_options.http_tokens",
            wants=lambda value: value == "required",
            says="it answers IMDSv1",
            which=lambda _scene, one: (
                literal(one.metadata_options and one.metadata_options.http_endpoint) != "disabled"
            ),
        ),
    ),
    Rule(
        id="NET-21",
        severity="high",
        title="Machine images are looked up by their owner",
        why="Anyone may publish an image under the same name, and the newest wins.",
        fix='Set `owners`, such as `["amazon"]`.',
        reference=(
            "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-ami-allowed-amis.html",
        ),
        like=("CKV_AWS_386", "AWS-0344"),
        check=each(ec2.AmiData, attribute="owners", wants=bool, says="it takes anyone's image"),
    ),
    Rule(
        id="NET-20",
        severity="critical",
        title="Databases do not listen on the internet",
        why="With the flag AWS gives them a public address.",
        fix="Set `publicly_accessible = false`.",
        reference=("RDS.2", "CM-SEC-08"),
        like=("CKV_AWS_17", "AWS-0180"),
        check=each(
            rds.Instance,
            attribute="publicly_accessible",
            wants=not_true,
            says="it has a public address",
        ),
    ),
)
