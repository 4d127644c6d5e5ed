"""What AWS accepts, as far as a manifest can be checked against it; each table with its page."""

from __future__ import annotations

import re

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
FARGATE_MEMORY: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_DAYS: tuple[int, ...] = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

# Zones by letter, those to take without being told first. Seoul's b and d lack some older
# instance types, Tokyo's b is closed to new accounts. An empty entry: not checked.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
ZONES: dict[str, str] = {
    "af-south-1": "abc",
    "ap-east-1": "abc",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "acbd",
    "ap-northeast-3": "abc",
    "ap-south-1": "abc",
    "ap-south-2": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "ap-southeast-3": "abc",
    "ap-southeast-4": "abc",
    "ca-central-1": "abd",
    "ca-west-1": "abc",
    "eu-central-1": "abc",
    "eu-central-2": "abc",
    "eu-north-1": "abc",
    "eu-south-1": "abc",
    "eu-south-2": "abc",
    "eu-west-1": "abc",
    "eu-west-2": "abc",
    "eu-west-3": "abc",
    "il-central-1": "abc",
    "me-central-1": "abc",
    "me-south-1": "abc",
    "sa-east-1": "abc",
    "us-east-1": "abcdef",
    "us-east-2": "abc",
    "us-west-1": "abc",
    "us-west-2": "abcd",
}

# Versions that can be created, of Redis those that admit users by IAM (decision 0005).
# https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
VERSIONS: dict[str, tuple[str, ...]] = {
    "postgres": ("14", "15", "16", "17", "18"),
    "mysql": ("8.0", "8.4"),
    "redis": ("7.0", "7.1"),
    "valkey": ("7.2", "8.0", "8.1", "8.2"),
}
PREFERRED: dict[str, str] = {"postgres": "17", "mysql": "8.4", "redis": "7.1", "valkey": "8.0"}

# Minors that RDS no longer creates (D-ERP-10: "Cannot find version 16.1 for postgres").
RETIRED: dict[str, tuple[str, ...]] = {"postgres": ("16.1", "16.2", "15.2", "15.3", "15.4", "15.5")}

# Performance Insights is refused for MySQL on these (D-HY-13).
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
NO_INSIGHTS: dict[str, tuple[str, ...]] = {
    "mysql": tuple(f"db.{f}.{s}" for f in ("t2", "t3", "t4g") for s in ("micro", "small")),
    "postgres": (),
}

# GiB of memory of the size `large`, by the first letter of the family; other sizes double or halve.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
LARGE_GIB: dict[str, int] = {"c": 4, "t": 8, "m": 8, "r": 16, "x": 32}
SIZES: dict[str, float] = {"micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}

# Bytes of memory for each connection that RDS allows, and the most it allows.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
BYTES_PER_CONNECTION: dict[str, int] = {"postgres": 9_531_392, "mysql": 12_582_880}
MOST_CONNECTIONS: dict[str, int] = {"postgres": 5000, "mysql": 16000}
LEFT_TO_CONNECTIONS = 0.75  # of the memory: RDS keeps about a quarter of a small class


def class_memory(instance_class: str) -> float:
    """Return the memory of an instance class in GiB: 4 for `db.t3.medium`."""
    family, _, size = instance_class.removeprefix("db.").partition(".")
    times, _, step = size.partition("xlarge") if size[:1].isdigit() else ("1", "", size)
    factor = 2 * int(times) if times != "1" else SIZES.get(step, 1)
    return LARGE_GIB.get(family[:1], 8) * factor


def connections(engine: str, memory: float) -> int:
    """Return about how many connections a database takes without being told."""
    allowed = memory * 2**30 * LEFT_TO_CONNECTIONS / BYTES_PER_CONNECTION[engine]
    return min(int(allowed), MOST_CONNECTIONS[engine])


# Families that RDS no longer runs these engines on, for every version in `VERSIONS`.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
RETIRED_FAMILIES: dict[str, tuple[str, ...]] = {"postgres": ("t2", "m3", "m4", "r3", "r4")}
TAKEN_PREFIXES: dict[str, str] = {
    "aws": "Parameter Store takes no parameter",
    "ssm": "Parameter Store takes no parameter",
    "internal-": "Elastic Load Balancing takes no load balancer",
    "amzn-s3-demo-": "S3 takes no bucket",
    "sthree-": "S3 takes no bucket",
}
"""What the name of a project cannot begin with, since names of its resources do.

https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""
SMALL: tuple[str, ...] = ("micro", "small", "medium")
BURSTABLE: dict[str, tuple[str, ...]] = {
    "db.": (*SMALL, "large", "xlarge", "2xlarge"),
    "cache.": SMALL,
    "": ("nano", *SMALL, "large", "xlarge", "2xlarge"),
}
"""Sizes of burstable families, t2, t3 and t4g, by what they are instances of.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
"""
LARGER = re.compile(r"medium|large|\d*xlarge|metal(-\d+xl)?")
"""Sizes of all other families."""

RESERVED_USERS: dict[str, tuple[str, ...]] = {
    "postgres": ("admin", "rdsadmin", "master", "user", "rds_superuser"),
    "mysql": ("rdsadmin", "root", "mysql"),
}

# Families with Graviton processors: a `g` after the number, as in t4g, m7gd, c7gn.
# https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
ARM = re.compile(r"[a-z]+\d+g[a-z]*")

SHORTEST_WINDOW = {"databases": 30, "caches": 60}
