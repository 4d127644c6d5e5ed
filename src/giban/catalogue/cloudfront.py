"""Content delivery (Amazon CloudFront)."""

from typing import Annotated

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    As,
    Block,
    Bool,
    Check,
    Num,
    NumSet,
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

TrustedKeyGroupsValue = Annotated[
    Expr,
    As(
        [
            "list",
            [
                "object",
                {
                    "enabled": "bool",
                    "items": [
                        "list",
                        ["object", {"key_group_id": "string", "key_pair_ids": ["set", "string"]}],
                    ],
                },
            ],
        ]
    ),
]
TrustedSignersValue = Annotated[
    Expr,
    As(
        [
            "list",
            [
                "object",
                {
                    "enabled": "bool",
                    "items": [
                        "list",
                        [
                            "object",
                            {"aws_account_number": "string", "key_pair_ids": ["set", "string"]},
                        ],
                    ],
                },
            ],
        ]
    ),
]


class CacheTagConfig(Block):
    """`cache_tag_config`."""

    header_name: Str = required()


class ConnectionFunctionAssociation(Block):
    """`connection_function_association`."""

    id: Str = required(check=Check(length=(1, 64)))


class CustomErrorResponse(Block):
    """`custom_error_response`."""

    error_code: Num = required()
    error_caching_min_ttl: Num = optional()
    response_code: Num = optional()
    response_page_path: Str = optional()


class Cookies(Block):
    """`default_cache_behavior.forwarded_values.cookies`."""

    forward: Str = required()
    whitelisted_names: StrSet = optional(computed=True)


class ForwardedValues(Block):
    """`default_cache_behavior.forwarded_values`."""

    query_string: Bool = required()
    headers: StrSet = optional(computed=True)
    query_string_cache_keys: StrList = optional(computed=True)
    cookies: Cookies | None = blocks(min=1, max=1)


class FunctionAssociation(Block):
    """`default_cache_behavior.function_association`."""

    event_type: Str = required()
    function_arn: Str = required(check=Check(format="arn"))


class GrpcConfig(Block):
    """`default_cache_behavior.grpc_config`."""

    enabled: Bool = optional(computed=True)


class LambdaFunctionAssociation(Block):
    """`default_cache_behavior.lambda_function_association`."""

    event_type: Str = required()
    lambda_arn: Str = required(check=Check(format="arn"))
    include_body: Bool = optional(default=False)


class DefaultCacheBehavior(Block):
    """`default_cache_behavior`."""

    allowed_methods: StrSet = required()
    cached_methods: StrSet = required()
    target_origin_id: Str = required()
    viewer_protocol_policy: Str = required()
    cache_policy_id: Str = optional()
    compress: Bool = optional(default=False)
    default_ttl: Num = optional(computed=True)
    field_level_encryption_id: Str = optional()
    max_ttl: Num = optional(computed=True)
    min_ttl: Num = optional(default=0)
    origin_request_policy_id: Str = optional()
    realtime_log_config_arn: Str = optional(check=Check(format="arn"))
    response_headers_policy_id: Str = optional()
    smooth_streaming: Bool = optional()
    trusted_key_groups: StrList = optional(computed=True)
    trusted_signers: StrList = optional(computed=True)
    forwarded_values: ForwardedValues | None = blocks(max=1)
    function_association: tuple[FunctionAssociation, ...] = blocks("set", max=2)
    grpc_config: GrpcConfig | None = blocks(max=1, computed=True)
    lambda_function_association: tuple[LambdaFunctionAssociation, ...] = blocks("set", max=4)


class LoggingConfig(Block):
    """`logging_config`."""

    bucket: Str = optional()
    include_cookies: Bool = optional(default=False)
    prefix: Str = optional(default="")


class DistributionCookies(Block):
    """`ordered_cache_behavior.forwarded_values.cookies`."""

    forward: Str = required()
    whitelisted_names: StrSet = optional()


class DistributionForwardedValues(Block):
    """`ordered_cache_behavior.forwarded_values`."""

    query_string: Bool = required()
    headers: StrSet = optional(computed=True)
    query_string_cache_keys: StrList = optional(computed=True)
    cookies: DistributionCookies | None = blocks(min=1, max=1)


class OrderedCacheBehavior(Block):
    """`ordered_cache_behavior`."""

    allowed_methods: StrSet = required()
    cached_methods: StrSet = required()
    path_pattern: Str = required()
    target_origin_id: Str = required()
    viewer_protocol_policy: Str = required()
    cache_policy_id: Str = optional()
    compress: Bool = optional(default=False)
    default_ttl: Num = optional(computed=True)
    field_level_encryption_id: Str = optional()
    max_ttl: Num = optional(computed=True)
    min_ttl: Num = optional(default=0)
    origin_request_policy_id: Str = optional()
    realtime_log_config_arn: Str = optional(check=Check(format="arn"))
    response_headers_policy_id: Str = optional()
    smooth_streaming: Bool = optional()
    trusted_key_groups: StrList = optional()
    trusted_signers: StrList = optional()
    forwarded_values: DistributionForwardedValues | None = blocks(max=1)
    function_association: tuple[FunctionAssociation, ...] = blocks("set", max=2)
    grpc_config: GrpcConfig | None = blocks(max=1, computed=True)
    lambda_function_association: tuple[LambdaFunctionAssociation, ...] = blocks("set", max=4)


class CustomHeader(Block):
    """`origin.custom_header`."""

    name: Str = required()
    value: Str = required()


class CustomOriginConfig(Block):
    """`origin.custom_origin_config`."""

    http_port: Num = required()
    https_port: Num = required()
    origin_protocol_policy: Str = required()
    origin_ssl_protocols: StrSet = required()
    ip_address_type: Str = optional()
    origin_keepalive_timeout: Num = optional(default=5, check=Check(range=(1, None)))
    origin_read_timeout: Num = optional(default=30, check=Check(range=(1, None)))


class OriginShield(Block):
    """`origin.origin_shield`."""

    enabled: Bool = required()
    origin_shield_region: Str = optional()


class S3OriginConfig(Block):
    """`origin.s3_origin_config`."""

    origin_access_identity: Str = required()


class VpcOriginConfig(Block):
    """`origin.vpc_origin_config`."""

    vpc_origin_id: Str = required()
    origin_keepalive_timeout: Num = optional(default=5, check=Check(range=(1, None)))
    origin_read_timeout: Num = optional(default=30, check=Check(range=(1, None)))
    owner_account_id: Str = optional()


class Origin(Block):
    """`origin`."""

    domain_name: Str = required()
    origin_id: Str = required()
    connection_attempts: Num = optional(default=3, check=Check(range=(1, 3)))
    connection_timeout: Num = optional(default=10, check=Check(range=(1, 10)))
    origin_access_control_id: Str = optional()
    origin_path: Str = optional(default="")
    response_completion_timeout: Num = optional(computed=True)
    custom_header: tuple[CustomHeader, ...] = blocks("set")
    custom_origin_config: CustomOriginConfig | None = blocks(max=1)
    origin_shield: OriginShield | None = blocks(max=1)
    s3_origin_config: S3OriginConfig | None = blocks(max=1)
    vpc_origin_config: VpcOriginConfig | None = blocks(max=1)


class FailoverCriteria(Block):
    """`origin_group.failover_criteria`."""

    status_codes: NumSet = required()


class Member(Block):
    """`origin_group.member`."""

    origin_id: Str = required()


class OriginGroup(Block):
    """`origin_group`."""

    origin_id: Str = required()
    failover_criteria: FailoverCriteria | None = blocks(min=1, max=1)
    member: tuple[Member, ...] = blocks(min=2, max=2)


class GeoRestriction(Block):
    """`restrictions.geo_restriction`."""

    restriction_type: Str = required()
    locations: StrSet = optional(computed=True)


class Restrictions(Block):
    """`restrictions`."""

    geo_restriction: GeoRestriction | None = blocks(min=1, max=1)


class ViewerCertificate(Block):
    """`viewer_certificate`."""

    acm_certificate_arn: Str = optional(check=Check(format="arn"))
    cloudfront_default_certificate: Bool = optional()
    iam_certificate_id: Str = optional()
    minimum_protocol_version: Str = optional(default="TLSv1")
    ssl_support_method: Str = optional()


class TrustStoreConfig(Block):
    """`viewer_mtls_config.trust_store_config`."""

    trust_store_id: Str = required()
    advertise_trust_store_ca_names: Bool = optional()
    ignore_certificate_expiry: Bool = optional()


class ViewerMtlsConfig(Block):
    """`viewer_mtls_config`."""

    mode: Str = optional()
    trust_store_config: TrustStoreConfig | None = blocks(max=1)


class Distribution(Resource, type="aws_cloudfront_distribution"):
    """A content delivery network in front of origins."""

    enabled: Bool = required()
    aliases: StrSet = optional()
    anycast_ip_list_id: Str = optional()
    comment: Str = optional(check=Check(length=(0, 128)))
    continuous_deployment_policy_id: Str = optional(computed=True)
    default_root_object: Str = optional()
    http_version: Str = optional(default="http2")
    id: Str = optional(computed=True)
    is_ipv6_enabled: Bool = optional(default=False)
    price_class: Str = optional(default="PriceClass_All")
    retain_on_delete: Bool = optional(default=False)
    staging: Bool = optional(new=True, default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    wait_for_deployment: Bool = optional(default=True)
    web_acl_id: Str = optional()
    arn: Str = computed()
    caller_reference: Str = computed()
    domain_name: Str = computed()
    etag: Str = computed()
    hosted_zone_id: Str = computed()
    in_progress_validation_batches: Num = computed()
    last_modified_time: Str = computed()
    logging_v1_enabled: Bool = computed()
    status: Str = computed()
    trusted_key_groups: TrustedKeyGroupsValue = computed()
    trusted_signers: TrustedSignersValue = computed()
    cache_tag_config: CacheTagConfig | None = blocks(max=1)
    connection_function_association: ConnectionFunctionAssociation | None = blocks(max=1)
    custom_error_response: tuple[CustomErrorResponse, ...] = blocks("set")
    default_cache_behavior: DefaultCacheBehavior | None = blocks(min=1, max=1)
    logging_config: LoggingConfig | None = blocks(max=1)
    ordered_cache_behavior: tuple[OrderedCacheBehavior, ...] = blocks()
    origin: tuple[Origin, ...] = blocks("set", min=1)
    origin_group: tuple[OriginGroup, ...] = blocks("set")
    restrictions: Restrictions | None = blocks(min=1, max=1)
    viewer_certificate: ViewerCertificate | None = blocks(min=1, max=1)
    viewer_mtls_config: ViewerMtlsConfig | None = blocks(max=1)


class OriginAccessControl(Resource, type="aws_cloudfront_origin_access_control"):
    """How a distribution signs its requests to a bucket."""

    name: Str = required(check=Check(length=(1, 64)))
    origin_access_control_origin_type: Str = required()
    signing_behavior: Str = required()
    signing_protocol: Str = required()
    description: Str = optional(default="Managed by Terraform", check=Check(length=(0, 256)))
    id: Str = optional(computed=True)
    arn: Str = computed()
    etag: Str = computed()


class AccessControlAllowHeaders(Block):
    """`cors_config.access_control_allow_headers`."""

    items: StrSet = optional()


class AccessControlAllowMethods(Block):
    """`cors_config.access_control_allow_methods`."""

    items: StrSet = optional()


class AccessControlAllowOrigins(Block):
    """`cors_config.access_control_allow_origins`."""

    items: StrSet = optional()


class AccessControlExposeHeaders(Block):
    """`cors_config.access_control_expose_headers`."""

    items: StrSet = optional()


class CorsConfig(Block):
    """`cors_config`."""

    access_control_allow_credentials: Bool = required()
    origin_override: Bool = required()
    access_control_max_age_sec: Num = optional()
    access_control_allow_headers: AccessControlAllowHeaders | None = blocks(min=1, max=1)
    access_control_allow_methods: AccessControlAllowMethods | None = blocks(min=1, max=1)
    access_control_allow_origins: AccessControlAllowOrigins | None = blocks(min=1, max=1)
    access_control_expose_headers: AccessControlExposeHeaders | None = blocks(max=1)


class Items(Block):
    """`custom_headers_config.items`."""

    header: Str = required()
    override: Bool = required()
    value: Str = required()


class CustomHeadersConfig(Block):
    """`custom_headers_config`."""

    items: tuple[Items, ...] = blocks("set")


class ResponseHeadersPolicyItems(Block):
    """`remove_headers_config.items`."""

    header: Str = required()


class RemoveHeadersConfig(Block):
    """`remove_headers_config`."""

    items: tuple[ResponseHeadersPolicyItems, ...] = blocks("set")


class ContentSecurityPolicy(Block):
    """`security_headers_config.content_security_policy`."""

    content_security_policy: Str = required()
    override: Bool = required()


class ContentTypeOptions(Block):
    """`security_headers_config.content_type_options`."""

    override: Bool = required()


class FrameOptions(Block):
    """`security_headers_config.frame_options`."""

    frame_option: Str = required()
    override: Bool = required()


class ReferrerPolicy(Block):
    """`security_headers_config.referrer_policy`."""

    override: Bool = required()
    referrer_policy: Str = required()


class StrictTransportSecurity(Block):
    """`security_headers_config.strict_transport_security`."""

    access_control_max_age_sec: Num = required()
    override: Bool = required()
    include_subdomains: Bool = optional()
    preload: Bool = optional()


class XssProtection(Block):
    """`security_headers_config.xss_protection`."""

    override: Bool = required()
    protection: Bool = required()
    mode_block: Bool = optional()
    report_uri: Str = optional()


class SecurityHeadersConfig(Block):
    """`security_headers_config`."""

    content_security_policy: ContentSecurityPolicy | None = blocks(max=1)
    content_type_options: ContentTypeOptions | None = blocks(max=1)
    frame_options: FrameOptions | None = blocks(max=1)
    referrer_policy: ReferrerPolicy | None = blocks(max=1)
    strict_transport_security: StrictTransportSecurity | None = blocks(max=1)
    xss_protection: XssProtection | None = blocks(max=1)


class ServerTimingHeadersConfig(Block):
    """`server_timing_headers_config`."""

    enabled: Bool = required()
    sampling_rate: Num = required(check=Check(range=(0.0, 100.0)))


class ResponseHeadersPolicy(Resource, type="aws_cloudfront_response_headers_policy"):
    """Headers a distribution adds to responses."""

    name: Str = required()
    comment: Str = optional()
    id: Str = optional(computed=True)
    arn: Str = computed()
    etag: Str = computed()
    cors_config: CorsConfig | None = blocks(
        max=1,
        check=Check(
            at_least_one_of=(
                "cors_config",
                "custom_headers_config",
                "remove_headers_config",
                "security_headers_config",
                "server_timing_headers_config",
            )
        ),
    )
    custom_headers_config: CustomHeadersConfig | None = blocks(
        max=1,
        check=Check(
            at_least_one_of=(
                "cors_config",
                "custom_headers_config",
                "remove_headers_config",
                "security_headers_config",
                "server_timing_headers_config",
            )
        ),
    )
    remove_headers_config: RemoveHeadersConfig | None = blocks(
        max=1,
        check=Check(
            at_least_one_of=(
                "cors_config",
                "custom_headers_config",
                "remove_headers_config",
                "security_headers_config",
                "server_timing_headers_config",
            )
        ),
    )
    security_headers_config: SecurityHeadersConfig | None = blocks(
        max=1,
        check=Check(
            at_least_one_of=(
                "cors_config",
                "custom_headers_config",
                "remove_headers_config",
                "security_headers_config",
                "server_timing_headers_config",
            )
        ),
    )
    server_timing_headers_config: ServerTimingHeadersConfig | None = blocks(
        max=1,
        check=Check(
            at_least_one_of=(
                "cors_config",
                "custom_headers_config",
                "remove_headers_config",
                "security_headers_config",
                "server_timing_headers_config",
            )
        ),
    )


class NamedCookies(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.cookies_config.cookies`."""

    items: StrSet = optional()


class CookiesConfig(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.cookies_config`."""

    cookie_behavior: Str = required()
    cookies: NamedCookies | None = blocks(max=1)


class Headers(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.headers_config.headers`."""

    items: StrSet = optional()


class HeadersConfig(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.headers_config`."""

    header_behavior: Str = optional()
    headers: Headers | None = blocks(max=1)


class QueryStrings(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.query_strings_config.query_strings`."""

    items: StrSet = optional()


class QueryStringsConfig(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin.query_strings_config`."""

    query_string_behavior: Str = required()
    query_strings: QueryStrings | None = blocks(max=1)


class ParametersInCacheKeyAndForwardedToOrigin(Block):
    """`parameters_in_cache_key_and_forwarded_to_origin`."""

    enable_accept_encoding_brotli: Bool = optional()
    enable_accept_encoding_gzip: Bool = optional()
    cookies_config: CookiesConfig | None = blocks(min=1, max=1)
    headers_config: HeadersConfig | None = blocks(min=1, max=1)
    query_strings_config: QueryStringsConfig | None = blocks(min=1, max=1)


class CachePolicy(Resource, type="aws_cloudfront_cache_policy"):
    """What makes a response its own in the cache, and how long it stays."""

    name: Str = required()
    comment: Str = optional()
    default_ttl: Num = optional(default=86400)
    id: Str = optional(computed=True)
    max_ttl: Num = optional(default=31536000)
    min_ttl: Num = optional()
    arn: Str = computed()
    etag: Str = computed()
    parameters_in_cache_key_and_forwarded_to_origin: (
        ParametersInCacheKeyAndForwardedToOrigin | None
    ) = blocks(min=1, max=1)


class OriginRequestPolicy(Resource, type="aws_cloudfront_origin_request_policy"):
    """What of a request is passed on to the origin."""

    name: Str = required()
    comment: Str = optional()
    id: Str = optional(computed=True)
    arn: Str = computed()
    etag: Str = computed()
    cookies_config: CookiesConfig | None = blocks(min=1, max=1)
    headers_config: HeadersConfig | None = blocks(min=1, max=1)
    query_strings_config: QueryStringsConfig | None = blocks(min=1, max=1)


class Function(Resource, type="aws_cloudfront_function"):
    """Code that runs at the edge."""

    code: Str = required()
    name: Str = required(new=True)
    runtime: Str = required()
    comment: Str = optional()
    id: Str = optional(computed=True)
    key_value_store_associations: StrSet = optional()
    publish: Bool = optional(default=True)
    arn: Str = computed()
    etag: Str = computed()
    live_stage_etag: Str = computed()
    status: Str = computed()
