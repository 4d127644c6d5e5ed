"""Certificates (AWS Certificate Manager)."""

from typing import Annotated

from giban.blueprint.resource import DataSource, Resource
from giban.blueprint.schema import (
    As,
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)
from giban.values import Expr

DomainValidationOptionsValue = Annotated[
    Expr,
    As(
        [
            "set",
            [
                "object",
                {
                    "domain_name": "string",
                    "resource_record_name": "string",
                    "resource_record_type": "string",
                    "resource_record_value": "string",
                },
            ],
        ]
    ),
]
RenewalSummaryValue = Annotated[
    Expr,
    As(
        [
            "list",
            [
                "object",
                {
                    "renewal_status": "string",
                    "renewal_status_reason": "string",
                    "updated_at": "string",
                },
            ],
        ]
    ),
]


class Options(Block):
    """`options`."""

    certificate_transparency_logging_preference: Str = optional(
        default="ENABLED",
        check=Check(conflicts_with=("certificate_body", "certificate_chain", "private_key")),
    )
    export: Str = optional(computed=True)


class ValidationOption(Block):
    """`validation_option`."""

    domain_name: Str = required(new=True)
    validation_domain: Str = required(new=True)


class Certificate(Resource, type="aws_acm_certificate"):
    """A TLS certificate."""

    certificate_authority_arn: Str = optional(
        new=True,
        check=Check(
            format="arn",
            conflicts_with=(
                "certificate_body",
                "private_key",
                "private_key_wo",
                "validation_method",
            ),
        ),
    )
    certificate_body: Str = optional(
        check=Check(
            conflicts_with=("certificate_authority_arn", "domain_name", "validation_method")
        )
    )
    certificate_chain: Str = optional(
        check=Check(
            conflicts_with=("certificate_authority_arn", "domain_name", "validation_method")
        )
    )
    domain_name: Str = optional(
        computed=True,
        new=True,
        check=Check(
            conflicts_with=("certificate_body", "certificate_chain", "private_key"),
            exactly_one_of=("domain_name", "private_key", "private_key_wo"),
        ),
    )
    early_renewal_duration: Str = optional(
        check=Check(
            conflicts_with=(
                "certificate_body",
                "certificate_chain",
                "private_key",
                "validation_method",
            )
        )
    )
    id: Str = optional(computed=True)
    key_algorithm: Str = optional(
        computed=True,
        new=True,
        check=Check(conflicts_with=("certificate_body", "certificate_chain", "private_key")),
    )
    private_key: Str = optional(
        sensitive=True, check=Check(exactly_one_of=("domain_name", "private_key", "private_key_wo"))
    )
    private_key_wo: Str = optional(
        write_only=True,
        check=Check(
            exactly_one_of=("domain_name", "private_key", "private_key_wo"),
            required_with=("private_key_wo_version",),
        ),
    )
    private_key_wo_version: Num = optional(check=Check(required_with=("private_key_wo",)))
    region: Str = optional(computed=True)
    subject_alternative_names: StrSet = optional(
        computed=True,
        new=True,
        check=Check(conflicts_with=("certificate_body", "certificate_chain", "private_key")),
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    validation_method: Str = optional(
        computed=True,
        new=True,
        check=Check(
            conflicts_with=(
                "certificate_authority_arn",
                "certificate_body",
                "certificate_chain",
                "private_key",
            )
        ),
    )
    arn: Str = computed()
    domain_validation_options: DomainValidationOptionsValue = computed()
    not_after: Str = computed()
    not_before: Str = computed()
    pending_renewal: Bool = computed()
    renewal_eligibility: Str = computed()
    renewal_summary: RenewalSummaryValue = computed()
    status: Str = computed()
    type: Str = computed()
    validation_emails: StrList = computed()
    options: Options | None = blocks(max=1, computed=True)
    validation_option: tuple[ValidationOption, ...] = blocks(
        "set",
        new=True,
        check=Check(conflicts_with=("certificate_body", "certificate_chain", "private_key")),
    )


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()


class CertificateValidation(Resource, type="aws_acm_certificate_validation"):
    """The wait until a certificate is issued."""

    certificate_arn: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    validation_record_fqdns: StrSet = optional(new=True)
    timeouts: Timeouts | None = blocks("single")


class CertificateData(DataSource, type="aws_acm_certificate"):
    """A certificate that something else owns."""

    domain: Str = optional(computed=True)
    id: Str = optional(computed=True)
    key_types: StrSet = optional()
    most_recent: Bool = optional()
    region: Str = optional(computed=True)
    statuses: StrList = optional()
    tags: StrMap = optional(computed=True)
    types: StrList = optional()
    arn: Str = computed()
    certificate: Str = computed()
    certificate_chain: Str = computed()
    status: Str = computed()
