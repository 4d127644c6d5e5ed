"""Web application firewalls (AWS WAF v2)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    NumList,
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


class ApiGateway(Block):
    """`association_config.request_body.api_gateway`."""

    default_size_inspection_limit: Str = required()


class AppRunnerService(Block):
    """`association_config.request_body.app_runner_service`."""

    default_size_inspection_limit: Str = required()


class Cloudfront(Block):
    """`association_config.request_body.cloudfront`."""

    default_size_inspection_limit: Str = required()


class CognitoUserPool(Block):
    """`association_config.request_body.cognito_user_pool`."""

    default_size_inspection_limit: Str = required()


class VerifiedAccessInstance(Block):
    """`association_config.request_body.verified_access_instance`."""

    default_size_inspection_limit: Str = required()


class RequestBody(Block):
    """`association_config.request_body`."""

    api_gateway: ApiGateway | None = blocks(max=1)
    app_runner_service: AppRunnerService | None = blocks(max=1)
    cloudfront: Cloudfront | None = blocks(max=1)
    cognito_user_pool: CognitoUserPool | None = blocks(max=1)
    verified_access_instance: VerifiedAccessInstance | None = blocks(max=1)


class AssociationConfig(Block):
    """`association_config`."""

    request_body: tuple[RequestBody, ...] = blocks()


class ImmunityTimeProperty(Block):
    """`captcha_config.immunity_time_property`."""

    immunity_time: Num = optional()


class CaptchaConfig(Block):
    """`captcha_config`."""

    immunity_time_property: ImmunityTimeProperty | None = blocks(max=1)


class ChallengeConfig(Block):
    """`challenge_config`."""

    immunity_time_property: ImmunityTimeProperty | None = blocks(max=1)


class CustomResponseBody(Block):
    """`custom_response_body`."""

    content: Str = required()
    content_type: Str = required()
    key: Str = required()


class Field(Block):
    """`data_protection_config.data_protection.field`."""

    field_type: Str = required()
    field_keys: StrList = optional()


class DataProtection(Block):
    """`data_protection_config.data_protection`."""

    action: Str = required()
    exclude_rate_based_details: Bool = optional()
    exclude_rule_match_details: Bool = optional()
    field: Field | None = blocks(min=1, max=1)


class DataProtectionConfig(Block):
    """`data_protection_config`."""

    data_protection: tuple[DataProtection, ...] = blocks(max=26)


class InsertHeader(Block):
    """`default_action.allow.custom_request_handling.insert_header`."""

    name: Str = required()
    value: Str = required()


class CustomRequestHandling(Block):
    """`default_action.allow.custom_request_handling`."""

    insert_header: tuple[InsertHeader, ...] = blocks("set", min=1)


class Allow(Block):
    """`default_action.allow`."""

    custom_request_handling: CustomRequestHandling | None = blocks(max=1)


class ResponseHeader(Block):
    """`default_action.block.custom_response.response_header`."""

    name: Str = required()
    value: Str = required()


class CustomResponse(Block):
    """`default_action.block.custom_response`."""

    response_code: Num = required()
    custom_response_body_key: Str = optional()
    response_header: tuple[ResponseHeader, ...] = blocks("set")


class WebAclBlock(Block):
    """`default_action.block`."""

    custom_response: CustomResponse | None = blocks(max=1)


class DefaultAction(Block):
    """`default_action`."""

    allow: Allow | None = blocks(max=1)
    block: WebAclBlock | None = blocks(max=1)


class Captcha(Block):
    """`rule.action.captcha`."""

    custom_request_handling: CustomRequestHandling | None = blocks(max=1)


class Challenge(Block):
    """`rule.action.challenge`."""

    custom_request_handling: CustomRequestHandling | None = blocks(max=1)


class Count(Block):
    """`rule.action.count`."""

    custom_request_handling: CustomRequestHandling | None = blocks(max=1)


class Action(Block):
    """`rule.action`."""

    allow: Allow | None = blocks(max=1)
    block: WebAclBlock | None = blocks(max=1)
    captcha: Captcha | None = blocks(max=1)
    challenge: Challenge | None = blocks(max=1)
    count: Count | None = blocks(max=1)


class WebAclCount(Block):
    """`rule.override_action.count`."""


class WebAclNone(Block):
    """`rule.override_action.none`."""


class OverrideAction(Block):
    """`rule.override_action`."""

    count: WebAclCount | None = blocks(max=1)
    none: WebAclNone | None = blocks(max=1)


class RuleLabel(Block):
    """`rule.rule_label`."""

    name: Str = required()


class ForwardedIpConfig(Block):
    """`rule.statement.asn_match_statement.forwarded_ip_config`."""

    fallback_behavior: Str = required()
    header_name: Str = required()


class AsnMatchStatement(Block):
    """`rule.statement.asn_match_statement`."""

    asn_list: NumList = required()
    forwarded_ip_config: ForwardedIpConfig | None = blocks(max=1)


class AllQueryArguments(Block):
    """`rule.statement.byte_match_statement.field_to_match.all_query_arguments`."""


class Body(Block):
    """`rule.statement.byte_match_statement.field_to_match.body`."""

    oversize_handling: Str = optional()


class All(Block):
    """`rule.statement.byte_match_statement.field_to_match.cookies.match_pattern.all`."""


class MatchPattern(Block):
    """`rule.statement.byte_match_statement.field_to_match.cookies.match_pattern`."""

    excluded_cookies: StrList = optional()
    included_cookies: StrList = optional()
    all: All | None = blocks(max=1)


class Cookies(Block):
    """`rule.statement.byte_match_statement.field_to_match.cookies`."""

    match_scope: Str = required()
    oversize_handling: Str = required()
    match_pattern: tuple[MatchPattern, ...] = blocks(min=1)


class HeaderOrder(Block):
    """`rule.statement.byte_match_statement.field_to_match.header_order`."""

    oversize_handling: Str = required()


class WebAclMatchPattern(Block):
    """`rule.statement.byte_match_statement.field_to_match.headers.match_pattern`."""

    excluded_headers: StrList = optional()
    included_headers: StrList = optional()
    all: All | None = blocks(max=1)


class Headers(Block):
    """`rule.statement.byte_match_statement.field_to_match.headers`."""

    match_scope: Str = required()
    oversize_handling: Str = required()
    match_pattern: WebAclMatchPattern | None = blocks(min=1, max=1)


class Ja3Fingerprint(Block):
    """`rule.statement.byte_match_statement.field_to_match.ja3_fingerprint`."""

    fallback_behavior: Str = required()


class Ja4Fingerprint(Block):
    """`rule.statement.byte_match_statement.field_to_match.ja4_fingerprint`."""

    fallback_behavior: Str = required()


class WebAclRuleStatementByteMatchStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.byte_match_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class JsonBody(Block):
    """`rule.statement.byte_match_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: WebAclRuleStatementByteMatchStatementFieldToMatchJsonBodyMatchPattern | None = (
        blocks(min=1, max=1)
    )


class Method(Block):
    """`rule.statement.byte_match_statement.field_to_match.method`."""


class QueryString(Block):
    """`rule.statement.byte_match_statement.field_to_match.query_string`."""


class SingleHeader(Block):
    """`rule.statement.byte_match_statement.field_to_match.single_header`."""

    name: Str = required()


class SingleQueryArgument(Block):
    """`rule.statement.byte_match_statement.field_to_match.single_query_argument`."""

    name: Str = required()


class UriFragment(Block):
    """`rule.statement.byte_match_statement.field_to_match.uri_fragment`."""

    fallback_behavior: Str = optional(computed=True)


class UriPath(Block):
    """`rule.statement.byte_match_statement.field_to_match.uri_path`."""


class FieldToMatch(Block):
    """`rule.statement.byte_match_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: JsonBody | None = blocks(max=1)
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class TextTransformation(Block):
    """`rule.statement.byte_match_statement.text_transformation`."""

    priority: Num = required()
    type: Str = required()


class ByteMatchStatement(Block):
    """`rule.statement.byte_match_statement`."""

    positional_constraint: Str = required()
    search_string: Str = required()
    field_to_match: FieldToMatch | None = blocks(max=1)
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class GeoMatchStatement(Block):
    """`rule.statement.geo_match_statement`."""

    country_codes: StrList = required()
    forwarded_ip_config: ForwardedIpConfig | None = blocks(max=1)


class IpSetForwardedIpConfig(Block):
    """`rule.statement.ip_set_reference_statement.ip_set_forwarded_ip_config`."""

    fallback_behavior: Str = required()
    header_name: Str = required()
    position: Str = required()


class IpSetReferenceStatement(Block):
    """`rule.statement.ip_set_reference_statement`."""

    arn: Str = required()
    ip_set_forwarded_ip_config: IpSetForwardedIpConfig | None = blocks(max=1)


class LabelMatchStatement(Block):
    """`rule.statement.label_match_statement`."""

    key: Str = required()
    scope: Str = required()


class AddressFields(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection.address_fields`."""

    identifiers: StrList = required()


class EmailField(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection.email_field`."""

    identifier: Str = required()


class PasswordField(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection.password_field`."""

    identifier: Str = required()


class PhoneNumberFields(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection.phone_number_fields`."""

    identifiers: StrList = required()


class UsernameField(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection.username_field`."""

    identifier: Str = required()


class RequestInspection(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.request_inspection`."""

    payload_type: Str = required()
    address_fields: AddressFields | None = blocks(max=1)
    email_field: EmailField | None = blocks(max=1)
    password_field: PasswordField | None = blocks(max=1)
    phone_number_fields: PhoneNumberFields | None = blocks(max=1)
    username_field: UsernameField | None = blocks(max=1)


class BodyContains(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.response_inspection.body_contains`."""

    failure_strings: StrSet = required()
    success_strings: StrSet = required()


class Header(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.response_inspection.header`."""

    failure_values: StrSet = required()
    name: Str = required()
    success_values: StrSet = required()


class Json(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.response_inspection.json`."""

    failure_values: StrSet = required()
    identifier: Str = required()
    success_values: StrSet = required()


class StatusCode(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.response_inspection.status_code`."""

    failure_codes: NumSet = required()
    success_codes: NumSet = required()


class ResponseInspection(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set.response_inspection`."""

    body_contains: BodyContains | None = blocks(max=1)
    header: Header | None = blocks(max=1)
    json: Json | None = blocks(max=1)
    status_code: StatusCode | None = blocks(max=1)


class AwsManagedRulesAcfpRuleSet(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_acfp_rule_set`."""

    creation_path: Str = required()
    registration_page_path: Str = required()
    enable_regex_in_path: Bool = optional(computed=True)
    request_inspection: RequestInspection | None = blocks(min=1, max=1)
    response_inspection: ResponseInspection | None = blocks(max=1)


class WebAclRequestInspection(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_atp_rule_set.request_inspection`."""

    payload_type: Str = required()
    password_field: PasswordField | None = blocks(min=1, max=1)
    username_field: UsernameField | None = blocks(min=1, max=1)


class AwsManagedRulesAtpRuleSet(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_atp_rule_set`."""

    login_path: Str = required()
    enable_regex_in_path: Bool = optional(computed=True)
    request_inspection: WebAclRequestInspection | None = blocks(max=1)
    response_inspection: ResponseInspection | None = blocks(max=1)


class AwsManagedRulesBotControlRuleSet(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs.aws_managed_rules_bot_control_rule_set`."""

    inspection_level: Str = required()
    enable_machine_learning: Bool = optional()


class ManagedRuleGroupConfigs(Block):
    """`rule.statement.managed_rule_group_statement.managed_rule_group_configs`."""

    login_path: Str = optional()
    payload_type: Str = optional()
    aws_managed_rules_acfp_rule_set: AwsManagedRulesAcfpRuleSet | None = blocks(max=1)
    aws_managed_rules_atp_rule_set: AwsManagedRulesAtpRuleSet | None = blocks(max=1)
    aws_managed_rules_bot_control_rule_set: AwsManagedRulesBotControlRuleSet | None = blocks(max=1)
    password_field: PasswordField | None = blocks(max=1)
    username_field: UsernameField | None = blocks(max=1)


class ActionToUse(Block):
    """`rule.statement.managed_rule_group_statement.rule_action_override.action_to_use`."""

    allow: Allow | None = blocks(max=1)
    block: WebAclBlock | None = blocks(max=1)
    captcha: Captcha | None = blocks(max=1)
    challenge: Challenge | None = blocks(max=1)
    count: Count | None = blocks(max=1)


class RuleActionOverride(Block):
    """`rule.statement.managed_rule_group_statement.rule_action_override`."""

    name: Str = required()
    action_to_use: ActionToUse | None = blocks(min=1, max=1)


class ManagedRuleGroupStatement(Block):
    """`rule.statement.managed_rule_group_statement`."""

    name: Str = required()
    vendor_name: Str = required()
    version: Str = optional()
    managed_rule_group_configs: tuple[ManagedRuleGroupConfigs, ...] = blocks()
    rule_action_override: tuple[RuleActionOverride, ...] = blocks(max=100)


class Cookie(Block):
    """`rule.statement.rate_based_statement.custom_key.cookie`."""

    name: Str = required()
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class ForwardedIp(Block):
    """`rule.statement.rate_based_statement.custom_key.forwarded_ip`."""


class WebAclHeader(Block):
    """`rule.statement.rate_based_statement.custom_key.header`."""

    name: Str = required()
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class HttpMethod(Block):
    """`rule.statement.rate_based_statement.custom_key.http_method`."""


class Ip(Block):
    """`rule.statement.rate_based_statement.custom_key.ip`."""


class LabelNamespace(Block):
    """`rule.statement.rate_based_statement.custom_key.label_namespace`."""

    namespace: Str = required()


class QueryArgument(Block):
    """`rule.statement.rate_based_statement.custom_key.query_argument`."""

    name: Str = required()
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class WebAclQueryString(Block):
    """`rule.statement.rate_based_statement.custom_key.query_string`."""

    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class WebAclUriPath(Block):
    """`rule.statement.rate_based_statement.custom_key.uri_path`."""

    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class CustomKey(Block):
    """`rule.statement.rate_based_statement.custom_key`."""

    cookie: Cookie | None = blocks(max=1)
    forwarded_ip: ForwardedIp | None = blocks(max=1)
    header: WebAclHeader | None = blocks(max=1)
    http_method: HttpMethod | None = blocks(max=1)
    ip: Ip | None = blocks(max=1)
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    label_namespace: LabelNamespace | None = blocks(max=1)
    query_argument: QueryArgument | None = blocks(max=1)
    query_string: WebAclQueryString | None = blocks(max=1)
    uri_path: WebAclUriPath | None = blocks(max=1)


class RateBasedStatement(Block):
    """`rule.statement.rate_based_statement`."""

    limit: Num = required()
    aggregate_key_type: Str = optional()
    evaluation_window_sec: Num = optional(default=300)
    custom_key: tuple[CustomKey, ...] = blocks(max=5)
    forwarded_ip_config: ForwardedIpConfig | None = blocks(max=1)


class WebAclRuleStatementRegexMatchStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.regex_match_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class WebAclJsonBody(Block):
    """`rule.statement.regex_match_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: WebAclRuleStatementRegexMatchStatementFieldToMatchJsonBodyMatchPattern | None = (
        blocks(min=1, max=1)
    )


class WebAclFieldToMatch(Block):
    """`rule.statement.regex_match_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: WebAclJsonBody | None = blocks(max=1)
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class RegexMatchStatement(Block):
    """`rule.statement.regex_match_statement`."""

    regex_string: Str = required()
    field_to_match: WebAclFieldToMatch | None = blocks(max=1)
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.regex_pattern_set_reference_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatchJsonBody(Block):
    """`rule.statement.regex_pattern_set_reference_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: (
        WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatchJsonBodyMatchPattern | None
    ) = blocks(min=1, max=1)


class WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatch(Block):
    """`rule.statement.regex_pattern_set_reference_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatchJsonBody | None = (
        blocks(max=1)
    )
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class RegexPatternSetReferenceStatement(Block):
    """`rule.statement.regex_pattern_set_reference_statement`."""

    arn: Str = required()
    field_to_match: WebAclRuleStatementRegexPatternSetReferenceStatementFieldToMatch | None = (
        blocks(max=1)
    )
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class RuleGroupReferenceStatement(Block):
    """`rule.statement.rule_group_reference_statement`."""

    arn: Str = required()
    rule_action_override: tuple[RuleActionOverride, ...] = blocks(max=100)


class WebAclRuleStatementSizeConstraintStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.size_constraint_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class WebAclRuleStatementSizeConstraintStatementFieldToMatchJsonBody(Block):
    """`rule.statement.size_constraint_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: (
        WebAclRuleStatementSizeConstraintStatementFieldToMatchJsonBodyMatchPattern | None
    ) = blocks(min=1, max=1)


class WebAclRuleStatementSizeConstraintStatementFieldToMatch(Block):
    """`rule.statement.size_constraint_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: WebAclRuleStatementSizeConstraintStatementFieldToMatchJsonBody | None = blocks(max=1)
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class SizeConstraintStatement(Block):
    """`rule.statement.size_constraint_statement`."""

    comparison_operator: Str = required()
    size: Num = required()
    field_to_match: WebAclRuleStatementSizeConstraintStatementFieldToMatch | None = blocks(max=1)
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class WebAclRuleStatementSqliMatchStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.sqli_match_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class WebAclRuleStatementSqliMatchStatementFieldToMatchJsonBody(Block):
    """`rule.statement.sqli_match_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: WebAclRuleStatementSqliMatchStatementFieldToMatchJsonBodyMatchPattern | None = (
        blocks(min=1, max=1)
    )


class WebAclRuleStatementSqliMatchStatementFieldToMatch(Block):
    """`rule.statement.sqli_match_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: WebAclRuleStatementSqliMatchStatementFieldToMatchJsonBody | None = blocks(max=1)
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class SqliMatchStatement(Block):
    """`rule.statement.sqli_match_statement`."""

    sensitivity_level: Str = optional()
    field_to_match: WebAclRuleStatementSqliMatchStatementFieldToMatch | None = blocks(max=1)
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class WebAclRuleStatementXssMatchStatementFieldToMatchJsonBodyMatchPattern(Block):
    """`rule.statement.xss_match_statement.field_to_match.json_body.match_pattern`."""

    included_paths: StrList = optional()
    all: All | None = blocks(max=1)


class WebAclRuleStatementXssMatchStatementFieldToMatchJsonBody(Block):
    """`rule.statement.xss_match_statement.field_to_match.json_body`."""

    match_scope: Str = required()
    invalid_fallback_behavior: Str = optional()
    oversize_handling: Str = optional()
    match_pattern: WebAclRuleStatementXssMatchStatementFieldToMatchJsonBodyMatchPattern | None = (
        blocks(min=1, max=1)
    )


class WebAclRuleStatementXssMatchStatementFieldToMatch(Block):
    """`rule.statement.xss_match_statement.field_to_match`."""

    all_query_arguments: AllQueryArguments | None = blocks(max=1)
    body: Body | None = blocks(max=1)
    cookies: Cookies | None = blocks(max=1)
    header_order: tuple[HeaderOrder, ...] = blocks()
    headers: tuple[Headers, ...] = blocks()
    ja3_fingerprint: Ja3Fingerprint | None = blocks(max=1)
    ja4_fingerprint: Ja4Fingerprint | None = blocks(max=1)
    json_body: WebAclRuleStatementXssMatchStatementFieldToMatchJsonBody | None = blocks(max=1)
    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    single_query_argument: SingleQueryArgument | None = blocks(max=1)
    uri_fragment: UriFragment | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class XssMatchStatement(Block):
    """`rule.statement.xss_match_statement`."""

    field_to_match: WebAclRuleStatementXssMatchStatementFieldToMatch | None = blocks(max=1)
    text_transformation: tuple[TextTransformation, ...] = blocks("set", min=1)


class Statement(Block):
    """`rule.statement`."""

    asn_match_statement: AsnMatchStatement | None = blocks(max=1)
    byte_match_statement: ByteMatchStatement | None = blocks(max=1)
    geo_match_statement: GeoMatchStatement | None = blocks(max=1)
    ip_set_reference_statement: IpSetReferenceStatement | None = blocks(max=1)
    label_match_statement: LabelMatchStatement | None = blocks(max=1)
    managed_rule_group_statement: ManagedRuleGroupStatement | None = blocks(max=1)
    rate_based_statement: RateBasedStatement | None = blocks(max=1)
    regex_match_statement: RegexMatchStatement | None = blocks(max=1)
    regex_pattern_set_reference_statement: RegexPatternSetReferenceStatement | None = blocks(max=1)
    rule_group_reference_statement: RuleGroupReferenceStatement | None = blocks(max=1)
    size_constraint_statement: SizeConstraintStatement | None = blocks(max=1)
    sqli_match_statement: SqliMatchStatement | None = blocks(max=1)
    xss_match_statement: XssMatchStatement | None = blocks(max=1)


class VisibilityConfig(Block):
    """`rule.visibility_config`."""

    cloudwatch_metrics_enabled: Bool = required()
    metric_name: Str = required()
    sampled_requests_enabled: Bool = required()


class Rule(Block):
    """`rule`."""

    name: Str = required()
    priority: Num = required()
    action: Action | None = blocks(max=1)
    captcha_config: CaptchaConfig | None = blocks(max=1)
    challenge_config: ChallengeConfig | None = blocks(max=1)
    override_action: OverrideAction | None = blocks(max=1)
    rule_label: tuple[RuleLabel, ...] = blocks("set")
    statement: Statement | None = blocks(min=1, max=1)
    visibility_config: VisibilityConfig | None = blocks(min=1, max=1)


class WebAcl(Resource, type="aws_wafv2_web_acl"):
    """Rules that requests must pass.

    Nested statements (and, or, not, scope-down) are left out: nothing here writes them.
    """

    scope: Str = required(new=True)
    description: Str = optional()
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True)
    name_prefix: Str = optional(computed=True, new=True)
    rule_json: Str = optional()
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    token_domains: StrSet = optional()
    application_integration_url: Str = computed()
    arn: Str = computed()
    capacity: Num = computed()
    lock_token: Str = computed()
    association_config: AssociationConfig | None = blocks(max=1)
    captcha_config: CaptchaConfig | None = blocks(max=1)
    challenge_config: ChallengeConfig | None = blocks(max=1)
    custom_response_body: tuple[CustomResponseBody, ...] = blocks("set")
    data_protection_config: DataProtectionConfig | None = blocks(max=1)
    default_action: DefaultAction | None = blocks(min=1, max=1)
    rule: tuple[Rule, ...] = blocks("set")
    visibility_config: VisibilityConfig | None = blocks(min=1, max=1)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()


class WebAclAssociation(Resource, type="aws_wafv2_web_acl_association"):
    """Puts a web ACL in front of a load balancer."""

    resource_arn: Str = required(new=True, check=Check(format="arn"))
    web_acl_arn: Str = required(new=True, check=Check(format="arn"))
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    timeouts: Timeouts | None = blocks("single")


class ActionCondition(Block):
    """`logging_filter.filter.condition.action_condition`."""

    action: Str = required()


class LabelNameCondition(Block):
    """`logging_filter.filter.condition.label_name_condition`."""

    label_name: Str = required()


class Condition(Block):
    """`logging_filter.filter.condition`."""

    action_condition: ActionCondition | None = blocks(max=1)
    label_name_condition: LabelNameCondition | None = blocks(max=1)


class Filter(Block):
    """`logging_filter.filter`."""

    behavior: Str = required()
    requirement: Str = required()
    condition: tuple[Condition, ...] = blocks("set", min=1)


class LoggingFilter(Block):
    """`logging_filter`."""

    default_behavior: Str = required()
    filter: tuple[Filter, ...] = blocks("set", min=1)


class RedactedFields(Block):
    """`redacted_fields`."""

    method: Method | None = blocks(max=1)
    query_string: QueryString | None = blocks(max=1)
    single_header: SingleHeader | None = blocks(max=1)
    uri_path: UriPath | None = blocks(max=1)


class WebAclLoggingConfiguration(Resource, type="aws_wafv2_web_acl_logging_configuration"):
    """Where a web ACL records requests."""

    log_destination_configs: StrSet = required(new=True)
    resource_arn: Str = required(new=True, check=Check(format="arn"))
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    logging_filter: LoggingFilter | None = blocks(max=1)
    redacted_fields: tuple[RedactedFields, ...] = blocks(max=100, suppressed=True)


class IpSet(Resource, type="aws_wafv2_ip_set"):
    """Addresses that a rule looks for."""

    ip_address_version: Str = required(new=True)
    scope: Str = required(new=True)
    addresses: StrSet = optional(suppressed=True)
    description: Str = optional(check=Check(length=(1, 256)))
    id: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    lock_token: Str = computed()
