"""Threats that AWS notices (Amazon GuardDuty)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import Block, Bool, Str, StrMap, blocks, computed, optional, required


class AuditLogs(Block):
    """`datasources.kubernetes.audit_logs`."""

    enable: Bool = required()


class Kubernetes(Block):
    """`datasources.kubernetes`."""

    audit_logs: AuditLogs | None = blocks(min=1, max=1)


class EbsVolumes(Block):
    """`datasources.malware_protection.scan_ec2_instance_with_findings.ebs_volumes`."""

    enable: Bool = required()


class ScanEc2InstanceWithFindings(Block):
    """`datasources.malware_protection.scan_ec2_instance_with_findings`."""

    ebs_volumes: EbsVolumes | None = blocks(min=1, max=1)


class MalwareProtection(Block):
    """`datasources.malware_protection`."""

    scan_ec2_instance_with_findings: ScanEc2InstanceWithFindings | None = blocks(min=1, max=1)


class S3Logs(Block):
    """`datasources.s3_logs`."""

    enable: Bool = required()


class Datasources(Block):
    """`datasources`."""

    kubernetes: Kubernetes | None = blocks(max=1, computed=True)
    malware_protection: MalwareProtection | None = blocks(max=1, computed=True)
    s3_logs: S3Logs | None = blocks(max=1, computed=True)


class Detector(Resource, type="aws_guardduty_detector"):
    """Watches an account in a region."""

    enable: Bool = optional(default=True)
    finding_publishing_frequency: Str = optional(computed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    account_id: Str = computed()
    arn: Str = computed()
    datasources: Datasources | None = blocks(max=1, computed=True)
