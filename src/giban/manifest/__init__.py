"""What the author wrote: strict, partial, nothing defaulted, every value with its place.

Promises: `load` reports every mistake it can see at once, each with file, line, column and fix;
the same models check YAML, Python and, as a JSON Schema, the editor. Never fills anything in.
"""

from giban.manifest.edit import edited, with_value
from giban.manifest.loading import load, load_all, loads, read_text
from giban.manifest.model_walk import keys_of, part_at
from giban.manifest.nouns.bill import Cost, Figures, Usage
from giban.manifest.nouns.cache import Cache, Snapshot
from giban.manifest.nouns.database import Backup, Database, Storage
from giban.manifest.nouns.deployment import Deployment
from giban.manifest.nouns.foundation import Atlantis, Foundation, Tenant
from giban.manifest.nouns.naming import Naming
from giban.manifest.nouns.network import Blocks, Network, Subnets
from giban.manifest.nouns.policy import Policy, Waiver
from giban.manifest.nouns.recovery import DisasterRecovery
from giban.manifest.nouns.root import Environment, Manifest
from giban.manifest.nouns.routing import LoadBalancer
from giban.manifest.nouns.service import Health, Scale, Service, Size, Use
from giban.manifest.nouns.storage import Bucket, Cors, LogArchive, Site
from giban.manifest.nouns.watch import Alarms, Audit, Budget, Waf
from giban.manifest.problems import about
from giban.manifest.schema import json_schema
from giban.manifest.written import Step, Written

__all__ = [
    "Alarms",
    "Atlantis",
    "Audit",
    "Backup",
    "Blocks",
    "Bucket",
    "Budget",
    "Cache",
    "Cors",
    "Cost",
    "Database",
    "Deployment",
    "DisasterRecovery",
    "Environment",
    "Figures",
    "Foundation",
    "Health",
    "LoadBalancer",
    "LogArchive",
    "Manifest",
    "Naming",
    "Network",
    "Policy",
    "Scale",
    "Service",
    "Site",
    "Size",
    "Snapshot",
    "Step",
    "Storage",
    "Subnets",
    "Tenant",
    "Usage",
    "Use",
    "Waf",
    "Waiver",
    "Written",
    "about",
    "edited",
    "json_schema",
    "keys_of",
    "load",
    "load_all",
    "loads",
    "part_at",
    "read_text",
    "with_value",
]
