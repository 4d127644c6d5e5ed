"""What a service is told of a database, whoever's it is: an address, and a login."""

from __future__ import annotations

from msgspec import Struct

from giban.compile.firewall import Target
from giban.compile.wiring import Grant, Stored
from giban.system import Use
from giban.values import Call, Value, text

SCHEMES = {"postgres": "postgresql", "mysql": "mysql"}
TLS = {"postgres": "sslmode=require", "mysql": "ssl-mode=REQUIRED"}
"""TLS is asked for in each engine's own words
(https://dev.mysql.com/doc/refman/8.4/en/connecting-using-uri-or-key-value-pairs.html).
"""


class Login(Struct, frozen=True, kw_only=True):
    """A user of a database: where it is, and what it is called there.

    `endpoint` is host and port, `host` the host alone. `password` is a value of this run, and
    `kept` the secret with the keys `username` and `password`.
    """

    engine: str
    host: Value
    endpoint: Value
    port: int
    database: str
    username: str
    group: Target
    password: Value
    kept: Stored

    def grant(self, use: Use) -> Grant:
        """Return what a service that uses the database is given, in the form it asks for."""
        if use.form == "parts":
            return self._parts(use.prefix)
        url = text(
            f"{SCHEMES[self.engine]}://{self.username}:",
            Call("urlencode", (self.password,)),
            "@",
            self.endpoint,
            f"/{self.database}?{TLS[self.engine]}",
        )
        return Grant(doors=((self.group, self.port),), secrets={f"{use.prefix}_URL": url})

    def _parts(self, prefix: str) -> Grant:
        """Return the address in the open, and the login from the database's own secret."""
        login = Stored(
            self.kept.arn,
            self.kept.version,
            {f"{prefix}_USER": "username", f"{prefix}_PASSWORD": "password"},
        )
        return Grant(
            doors=((self.group, self.port),),
            environment={
                f"{prefix}_HOST": self.host,
                f"{prefix}_PORT": str(self.port),
                f"{prefix}_NAME": self.database,
            },
            stored=(login,),
        )
