"""What the documents ask of governance, item by item, and the rules that ask it."""

CHECKLIST = {
    "all secrets in Secrets Manager": ("SEC-04", "SEC-05", "SEC-06"),
    "no sensitive values in environment variables": ("SEC-01", "SEC-02", "SEC-03"),
    "RDS public access disabled": ("NET-13", "NET-20"),
    "S3 Block Public Access": ("S3-01", "S3-02", "IAM-12"),
    "CloudTrail": ("LOG-12",),
    "GuardDuty": ("LOG-14",),
    "least-privilege security groups": ("NET-01", "NET-02", "NET-03", "NET-04", "NET-05", "NET-07"),
}
"""CM-SEC-08, item by item."""
SECURITY = {
    "KMS key on secrets": ("ENC-06", "ENC-13"),
    "no hard-coded secrets": ("SEC-01", "SEC-02", "SEC-03", "SEC-06"),
    "least privilege": ("IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-06"),
    "enable_key_rotation": ("ENC-08",),
    "deletion_window_in_days = 30 in prod": ("ENC-09",),
    "explicit principals": ("IAM-08", "IAM-12", "IAM-17"),
    "least ports": ("NET-04", "NET-05"),
    "SG references instead of CIDR": ("NET-07", "NET-09"),
    "description on each rule": ("NET-10",),
    "avoid 0.0.0.0/0": ("NET-01", "NET-02", "NET-03", "NET-04", "NET-08"),
    "conditions": ("IAM-05", "IAM-10", "IAM-11", "IAM-14"),
    "separate execution and task roles": ("IAM-16",),
}
"""HY-GOV-14, item by item; rotation is asked by SEC-07, which the examples answer in waivers."""
NINE = (
    "Environment",
    "Service",
    "Owner",
    "CostCenter",
    "Team",
    "Lifecycle",
    "DataClass",
    "ManagedBy",
    "Repository",
)
"""The tags that HY-GOV-06 asks of everything."""
