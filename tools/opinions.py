"""What checkov finds in our Terraform that stays as it is, and why; `make second-opinion` tells.

Each line: checkov's rule, what it asks for, the addresses and the roots it is about (`*` is any
text), and the reason. A root is `<example>/<environment>/<stack>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Opinion:
    """Findings that are accepted, for one reason."""

    check: str
    asks: str
    what: str
    reason: str
    where: tuple[str, ...] = ("*",)

    def covers(self, check: str, root: str, address: str) -> bool:
        """Tell whether a finding is accepted by this."""
        return (
            check == self.check
            and _matches(self.what, address)
            and any(_matches(one, root) for one in self.where)
        )


def _matches(pattern: str, text: str) -> bool:
    return fnmatchcase(text, pattern.replace("[", "[[]"))


SMALL = ("table-order/*", "wealist/*")
DEV = ("*/dev/*", *SMALL)
TESTED = ("*/dev/*", "*/staging/*", *SMALL)
OWN_KEY = "economy keeps no key of its own; AWS's key encrypts it"
TESTING = "what economy and standard do without, and high has"
DAYS = "the documents ask for days or months; who must keep logs for a year says so"
SITE = "aws_cloudfront_distribution.static"
FRONT = "aws_cloudfront_distribution.main"
CDN = "aws_cloudfront_distribution.*"
ARTIFACTS = "what the repository holds, for days, under S3's key; secrets are not in it"
ONE_REGION = "one region is what was asked for; `dr:` makes another"

OPINIONS: tuple[Opinion, ...] = (
    # --- networks
    Opinion(
        "CKV_AWS_130",
        "public subnets give no public addresses",
        "aws_subnet.public[*",
        "ERP-NET-03 asks for them; nothing stands there but load balancers, NAT and bastions",
    ),
    Opinion(
        "CKV_AWS_260",
        "no port 80 from everywhere",
        'aws_vpc_security_group_ingress_rule.alb_from_internet["80"]',
        "it only redirects to 443, or HSTS would never be learnt",
    ),
    Opinion(
        "CKV2_AWS_11",
        "a flow log for each VPC",
        "aws_vpc.main",
        "0.76 USD a GB: for evidence, where there is something to give evidence of",
        TESTED,
    ),
    Opinion(
        "CKV2_AWS_11",
        "a flow log for each VPC",
        "aws_vpc.main",
        "it is in the stack `monitoring`, where checkov does not look for it: keys come first",
        ("hybrid/foundation/prod/network",),
    ),
    Opinion(
        "CKV2_AWS_11",
        "a flow log for each VPC",
        "aws_vpc.main",
        "nothing runs there until the other region has failed",
        ("*/prod-dr/network",),
    ),
    Opinion(
        "CKV2_AWS_5",
        "a security group is attached",
        "aws_security_group.*",
        "tasks that run once are given it when they are started",
        ("hybrid/fileflow/*",),
    ),
    Opinion(
        "CKV_AWS_378",
        "target groups speak HTTPS",
        "aws_lb_target_group.*",
        "TLS ends at the load balancer; behind it are private subnets and one security group",
    ),
    # --- load balancers and firewalls
    Opinion("CKV_AWS_150", "load balancers cannot be deleted", "aws_lb.main", TESTING, TESTED),
    Opinion("CKV2_AWS_28", "a WAF before load balancers", "aws_lb.main", TESTING, DEV),
    Opinion(
        "CKV2_AWS_28",
        "a WAF before load balancers",
        "aws_lb.main",
        "codemate's document has none; `waf: {}` makes it",
        ("codemate/prod/*",),
    ),
    Opinion(
        "CKV2_AWS_76",
        "the WAF has KnownBadInputs (Log4j) and AnonymousIpList",
        "aws_lb.main",
        "it has the first, which is about Log4j; the second refuses everybody behind a VPN",
    ),
    # --- CloudFront
    Opinion("CKV_AWS_68", "a WAF before CloudFront", SITE, "files that are the same for everybody"),
    Opinion(
        "CKV2_AWS_47", "its WAF knows Log4j", SITE, "it serves files of a bucket and runs nothing"
    ),
    Opinion(
        "CKV_AWS_86",
        "CloudFront logs who asks",
        CDN,
        "it does, by standard logging v2; checkov looks for the older kind, which needs ACLs",
    ),
    Opinion("CKV_AWS_310", "a second origin", CDN, ONE_REGION),
    Opinion("CKV_AWS_374", "only some countries", CDN, "readers travel"),
    Opinion(
        "CKV_AWS_68",
        "a WAF before CloudFront",
        FRONT,
        "codemate's document has none; `waf: {}` makes one",
        ("codemate/*",),
    ),
    Opinion(
        "CKV2_AWS_47", "its WAF knows Log4j", FRONT, "there is none: see above", ("codemate/*",)
    ),
    Opinion(
        "CKV_AWS_68",
        "a WAF before CloudFront",
        FRONT,
        "files that are the same for everybody; the API has one, and is not behind CloudFront",
        ("hybrid/fileflow/*",),
    ),
    Opinion(
        "CKV2_AWS_47",
        "its WAF knows Log4j",
        FRONT,
        "it serves files of buckets and runs nothing",
        ("hybrid/fileflow/*",),
    ),
    Opinion(
        "CKV_AWS_305",
        "a default root object",
        FRONT,
        "the application answers `/`, not a file",
    ),
    Opinion(
        "CKV2_AWS_32",
        "a response headers policy",
        FRONT,
        "files of a bucket have AWS's own, by its id; an application sends its own headers",
    ),
    Opinion(
        "CKV2_AWS_32",
        "a response headers policy",
        SITE,
        "AWS's own SecurityHeadersPolicy is attached by its id; checkov looks for one made here",
    ),
    # --- names and certificates
    Opinion(
        "CKV2_AWS_38",
        "DNSSEC",
        "aws_route53_zone.main",
        "a half-made chain of trust takes a domain off the net; the registrar has the other half",
    ),
    Opinion(
        "CKV2_AWS_39",
        "a log of DNS queries",
        "aws_route53_zone.main",
        "nobody asked who asks for names; it must be in us-east-1 and is paid by the GB",
    ),
    Opinion(
        "CKV2_AWS_71",
        "no wildcard certificates",
        "aws_acm_certificate.*",
        "the documents ask for one for all names below a domain; its key never leaves ACM",
    ),
    # --- instances
    Opinion(
        "CKV_AWS_126",
        "metrics of instances each minute",
        "aws_instance.*",
        "2.10 USD a month for an alarm that waits five minutes anyway",
    ),
    Opinion(
        "CKV_AWS_135",
        "instances are EBS-optimized",
        "aws_instance.*",
        "all of today's types are, without being asked",
    ),
    Opinion(
        "CKV_AWS_341",
        "instance metadata one hop away",
        "aws_launch_template.*",
        "containers are a second hop, and take the instance's role; only IMDSv2 answers",
        SMALL,
    ),
    Opinion("CKV_AWS_189", "disks under an own key", "aws_ebs_volume.*", OWN_KEY, SMALL),
    Opinion(
        "CKV_AWS_260",
        "no port 80 from everywhere",
        'aws_vpc_security_group_ingress_rule.ec2_from_internet["80"]',
        "table-order's web server redirects from there, and answers Let's Encrypt",
        ("table-order/*",),
    ),
    # --- databases and caches
    Opinion("CKV_AWS_157", "a standby in another zone", "aws_db_instance.*", TESTING, TESTED),
    Opinion("CKV_AWS_293", "databases cannot be deleted", "aws_db_instance.*", TESTING, TESTED),
    Opinion(
        "CKV2_AWS_50",
        "a cache fails over to another zone",
        "aws_elasticache_replication_group.*",
        TESTING,
        TESTED,
    ),
    Opinion("CKV_AWS_354", "performance data under an own key", "aws_db_instance.*", OWN_KEY, DEV),
    Opinion(
        "CKV_AWS_191",
        "caches under an own key",
        "aws_elasticache_replication_group.*",
        OWN_KEY,
        DEV,
    ),
    Opinion(
        "CKV_AWS_161",
        "databases take IAM logins",
        "aws_db_instance.*",
        "the documents' applications log in by password, which Secrets Manager holds",
    ),
    Opinion(
        "CKV2_AWS_50",
        "a cache fails over to another zone",
        "aws_elasticache_replication_group.*",
        "it stands by in another region already, and grows when it takes over",
        ("*/prod-dr/*",),
    ),
    # --- secrets and parameters
    Opinion("CKV_AWS_149", "secrets under an own key", "aws_secretsmanager_secret.*", OWN_KEY, DEV),
    Opinion(
        "CKV2_AWS_57",
        "secrets change by themselves",
        "aws_secretsmanager_secret.*",
        "a running task keeps the value it began with: who rotates must deploy; a runbook's step",
    ),
    Opinion(
        "CKV2_AWS_34",
        "parameters are encrypted",
        "aws_ssm_parameter.*",
        "image tags, ids and ARNs: names that Terraform and deploys read, and no secrets",
    ),
    Opinion("CKV_AWS_337", "parameters under an own key", "aws_ssm_parameter.*", OWN_KEY, SMALL),
    # --- buckets
    Opinion(
        "CKV_AWS_18",
        "buckets log who reads",
        "aws_s3_bucket.*",
        "none of the documents asks for a log of every read; CloudTrail knows who changed them",
    ),
    Opinion(
        "CKV2_AWS_62",
        "buckets tell of changes",
        "aws_s3_bucket.*",
        "nobody listens: an event without a reader is a cost",
    ),
    Opinion("CKV_AWS_144", "buckets are copied abroad", "aws_s3_bucket.*", ONE_REGION),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.logs",
        "load balancers write only to buckets under S3's key",
    ),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.logs_archive",
        "CloudWatch Logs exports to it, whom the foundation's key for S3 does not admit",
        ("hybrid/fileflow/*",),
    ),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.static",
        "what everybody may read is no secret from AWS",
    ),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.state*",
        "it is there before any key is; no secret enters a state",
    ),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.files",
        "codemate's document says SSE-S3",
        ("codemate/*",),
    ),
    Opinion("CKV_AWS_145", "buckets under an own key", "aws_s3_bucket.backups", OWN_KEY, DEV),
    Opinion(
        "CKV_AWS_145",
        "buckets under an own key",
        "aws_s3_bucket.*",
        "the files that instances fetch: scripts and Compose files, which hold no secrets",
        SMALL,
    ),
    Opinion(
        "CKV_AWS_21",
        "buckets keep versions",
        "aws_s3_bucket.logs",
        "logs are written once, and go when their time has come",
    ),
    Opinion(
        "CKV_AWS_21",
        "buckets keep versions",
        "aws_s3_bucket.static",
        "codemate's document: a build makes them again",
        ("codemate/*",),
    ),
    Opinion("CKV_AWS_21", "buckets keep versions", "aws_s3_bucket.storage", TESTING, TESTED),
    # --- logs, alarms and audit
    Opinion("CKV_AWS_338", "logs are kept for a year", "aws_cloudwatch_log_group.*", DAYS),
    Opinion("CKV_AWS_158", "logs under an own key", "aws_cloudwatch_log_group.*", OWN_KEY, DEV),
    Opinion(
        "CKV_AWS_26",
        "topics are encrypted",
        "aws_sns_topic.*",
        "alarms cannot publish under AWS's key, and economy keeps none of its own; an alarm holds "
        "no secret",
        DEV,
    ),
    Opinion(
        "CKV_AWS_252",
        "a topic hears of trail files",
        "aws_cloudtrail.main",
        "nobody reads them one by one",
    ),
    Opinion(
        "CKV2_AWS_10",
        "the trail is in CloudWatch Logs too",
        "aws_cloudtrail.main",
        "once, in a bucket that keeps it; Athena asks it there",
    ),
    Opinion(
        "CKV2_AWS_3",
        "GuardDuty watches the organization",
        "aws_guardduty_detector.main",
        "one account is what the manifest knows of; the detector is in its region",
    ),
    Opinion("CKV_AWS_166", "backups under an own key", "aws_backup_vault.*", OWN_KEY, SMALL),
    Opinion(
        "CKV_AWS_166",
        "backups under an own key",
        "aws_backup_vault.*",
        "a backup keeps the key of what it is of; the vault's holds its catalogue only",
        ("codemate/*",),
    ),
    # --- pipelines
    Opinion(
        "CKV_AWS_316",
        "builds are not privileged",
        "aws_codebuild_project.*_build",
        "building an image takes Docker, and Docker takes that; they run nothing else",
    ),
    Opinion("CKV_AWS_147", "builds under an own key", "aws_codebuild_project.*", ARTIFACTS),
    Opinion("CKV_AWS_219", "artifacts under an own key", "aws_codepipeline.*", ARTIFACTS),
    Opinion("CKV_AWS_145", "buckets under an own key", "aws_s3_bucket.pipeline", ARTIFACTS),
    Opinion(
        "CKV_AWS_21",
        "buckets keep versions",
        "aws_s3_bucket.pipeline",
        "every run writes objects of its own, and they go after days",
    ),
    Opinion(
        "CKV_AWS_336",
        "containers cannot write to their root",
        "aws_ecs_task_definition.*",
        "the documents' applications write beside themselves: caches of Next.js, logs, uploads",
    ),
    # --- images
    Opinion(
        "CKV_AWS_136",
        "images under an own key",
        "aws_ecr_repository.*",
        "all environments pull from it, and it is there before their keys; images hold no secrets",
    ),
)


def page() -> Iterator[str]:
    """Yield the page of what is accepted."""
    yield "# A second opinion\n"
    yield "[checkov](https://www.checkov.io) reads the Terraform of every example and environment;"
    yield "`make second-opinion` asks it again, and so does the gate. What it finds is mended, or"
    yield "stands here with the reason; anything else fails. A root is"
    yield "`<example>/<environment>/<stack>`, and `*` is any text.\n"
    yield "| rule | asks for | found at | in | stays, because |\n|---|---|---|---|---|"
    for one in sorted(OPINIONS, key=lambda one: (one.check, one.what, one.where)):
        where = " ".join(f"`{root}`" for root in one.where) if one.where != ("*",) else "any root"
        yield f"| {one.check} | {one.asks} | `{one.what}` | {where} | {one.reason} |"
