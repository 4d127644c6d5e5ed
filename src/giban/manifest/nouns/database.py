"""`databases:` - relational databases on RDS."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, DAILY, WEEKLY, Name, Part, expands, key, spelled


def _parameter(value: Any) -> Any:
    return str(int(value)) if isinstance(value, bool) else spelled(value)


ParameterText = Annotated[
    str, BeforeValidator(_parameter, json_schema_input_type=str | int | float | bool)
]
ParameterName = Annotated[str, Field(pattern=r"^[a-z][A-Za-z0-9_.-]*$")]


class Storage(Part):
    """Disk of a database."""

    noun: ClassVar[str] = "`storage`"
    size: int | None = key("GiB at the start; without it 20.", 50, ge=20, le=65536)
    max: int | None = key(
        "GiB it may grow to by itself, null for no growth; without it twice `size`.",
        200,
        ge=20,
        le=65536,
    )


class Backup(Part):
    """Automatic daily backups with point-in-time recovery."""

    noun: ClassVar[str] = "`backup`"
    days: int | None = key(
        "Days that backups are kept, 0 for none; without it 1, 3 or 7 as availability rises.",
        7,
        ge=0,
        le=35,
    )
    window: str | None = key(
        "When the daily backup starts, in `timezone`; without it 03:00-04:00.",
        "03:00-04:00",
        pattern=DAILY,
    )


StorageEntry = Annotated[
    Annotated[int, Field(ge=20, le=65536), Tag("=number")] | Annotated[Storage, Tag("=mapping")],
    BY_SHAPE,
    expands(Storage, "size"),
]


class Login(Part):
    """A user with a database of its own on the server, who may use no other."""

    noun: ClassVar[str] = "a login"
    database: str | None = key(
        "Name of its database; without it `<project>_<login>_db`.",
        "shop_orders_db",
        pattern=r"^[a-z][a-z0-9_]{0,62}$",
    )
    username: str | None = key(
        "Name of its user; without it `<project>_<login>`.",
        "shop_orders",
        pattern=r"^[a-z][a-z0-9_]{0,62}$",
    )


class Replica(Part):
    """A copy of a database that is only read."""

    noun: ClassVar[str] = "a replica"
    class_: str | None = key(
        "Instance class; without it the database's.",
        "db.t4g.small",
        alias="class",
        pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$",
    )


class Database(Part):
    """A relational database."""

    noun: ClassVar[str] = "a database"
    engine: Literal["postgres", "mysql"] | None = key(
        "What kind of database; must be written.", "postgres"
    )
    version: str | None = key(
        "Version, best only the major one so that RDS picks a minor that exists; "
        "without it 17 for postgres, 8.4 for mysql.",
        "16",
        pattern=r"^[0-9]+(\.[0-9]+){0,2}$",
    )
    class_: str | None = key(
        "Instance class; without it db.t4g.micro, small or medium as availability rises.",
        "db.t3.medium",
        alias="class",
        pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$",
    )
    storage: StorageEntry | None = key("GiB, or `{size, max}`.", 50, {"size": 50, "max": 200})
    multi_az: bool | None = key(
        "Keeps a standby in another zone; without it only when availability is high.", True
    )
    database: str | None = key(
        "Name of the first database; without it the project's, with _ for -.",
        "erp",
        pattern=r"^[a-z][a-z0-9_]{0,62}$",
    )
    username: str | None = key(
        "Name of the owner, whose password RDS makes and rotates; without it `dbadmin`.",
        "dbadmin",
        pattern=r"^[a-z][a-z0-9_]{0,15}$",
    )
    logins: dict[Name, Login | None] | None = key(
        "Users who have a database of their own on the server, by name; services on instances say "
        "`{name: <database>, login: <login>}`, and make what is not there yet.",
        {"orders": {"database": "shop_orders_db"}},
    )
    secret: str | None = key(
        "Name of the secret that keeps its login; without it databases/<name>.",
        "database",
        pattern=r"^[A-Za-z0-9/_+=.@-]{1,128}$",
    )
    replicas: dict[Name, Replica | None] | None = key(
        "Copies that are only read, by name: each gives those who use the database a variable "
        "<PREFIX>_<NAME>_HOST. Without it none.",
        {"read": {}},
    )
    parameters: dict[ParameterName, ParameterText | None] | None = key(
        "Server parameters that differ from RDS's own; without it giban's few.",
        {"log_min_duration_statement": 1000},
    )
    backup: Backup | None = key("Automatic backups.", {"days": 7, "window": "03:00-04:00"})
    maintenance: str | None = key(
        "When AWS may restart it, weekly, in `timezone`; without it Mon 04:00-05:00.",
        "Mon 04:00-05:00",
        pattern=WEEKLY,
    )
    deletion_protection: bool | None = key(
        "Refuses deletion; without it as the environment's `deletion_protection`.", True
    )
    final_snapshot: bool | None = key(
        "Keeps a snapshot when it is deleted; without it only when availability is high.", True
    )
    performance_insights: bool | None = key(
        "Records what the database waits for; without it yes where the class can.", True
    )
    monitoring: Literal[0, 1, 5, 10, 15, 30, 60] | None = key(
        "Seconds between measurements of the operating system, 0 for none; without it 60.", 60
    )
    log_days: int | None = key(
        "Days its logs are kept; without it 30, or 365 when availability is high.", 30, ge=1
    )
