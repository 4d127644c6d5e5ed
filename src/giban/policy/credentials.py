"""How a secret looks: by its name, and by itself."""

from __future__ import annotations

import re

NAME = re.compile(
    r"(?i)(^|[_\-./])("
    r"pass(word|wd|phrase)?|pwd|secret|secrets|token|api[_-]?key|apikey|private[_-]?key|"
    r"access[_-]?key|credential|credentials|client[_-]?secret|auth[_-]?key|signing[_-]?key|"
    r"encryption[_-]?key|dsn|connection[_-]?string"
    r")($|[_\-./])"
)
ABOUT = re.compile(
    r"(?i)(arn|name|id|path|prefix|file|url|ttl|expir\w*|expires?_in|length|days|"
    r"version|enabled|algorithm|type|rotation|header|issuer|audience|endpoint)$"
)
"""Endings of names that speak of a secret without holding it."""

SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an AWS access key", re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b")),
    (
        "an AWS secret key",
        re.compile(r"(?i)aws_secret_access_key\s*[=:]\s*['\"]?[A-Za-z0-9/+]{40}"),
    ),
    ("a private key", re.compile(r"-----BEGIN ([A-Z]+ )?PRIVATE KEY-----")),
    ("a GitHub token", re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})")),
    ("a Slack token", re.compile(r"\bxox[baprs]-[A-Za-z0-9-]{10,}")),
    ("a Slack webhook", re.compile(r"https://hooks\.slack\.com/services/T\w+/B\w+/\w+")),
    ("a Stripe key", re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}")),
    ("a Google API key", re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b")),
    ("an OpenAI key", re.compile(r"\bsk-[A-Za-z0-9_-]{32,}")),
    (
        "a token (JWT)",
        re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    ),
    ("a password in a URL", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@${]{3,}@")),
)
ASSIGNED = re.compile(
    r"(?im)^\s*(?:export\s+|set\s+)?([A-Z][A-Z0-9_]*)\s*=\s*['\"]?([^\s'\"$<{(][^\s'\"]{3,})"
)
HARMLESS = re.compile(
    r"(?i)^(true|false|none|null|changeme|example|x+|\*+|\d{1,6}"
    r"|arn:aws[\w-]*:(secretsmanager|ssm):\S+)$"
)


def says_secret(name: str) -> bool:
    """Tell whether a name says that its value is secret."""
    return bool(NAME.search(name)) and not ABOUT.search(name)


def shown(text: str) -> list[str]:
    """Return what secrets a text shows, by kind, never the secrets themselves."""
    return [kind for kind, shape in SHAPES if shape.search(text)]


def assigned(script: str) -> list[str]:
    """Return the names of secret variables that a script gives a literal value."""
    return [
        name
        for name, value in ASSIGNED.findall(script)
        if says_secret(name) and not HARMLESS.match(value)
    ]
