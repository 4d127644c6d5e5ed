"""Application load balancers (Elastic Load Balancing v2)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class AccessLogs(Block):
    """`access_logs`."""

    bucket: Str = required(suppressed=True)
    enabled: Bool = optional(default=False)
    prefix: Str = optional(suppressed=True)


class ConnectionLogs(Block):
    """`connection_logs`."""

    bucket: Str = required(suppressed=True)
    enabled: Bool = optional(default=False)
    prefix: Str = optional(suppressed=True)


class HealthCheckLogs(Block):
    """`health_check_logs`."""

    bucket: Str = required(suppressed=True)
    enabled: Bool = optional(default=False)
    prefix: Str = optional(suppressed=True)


class IpamPools(Block):
    """`ipam_pools`."""

    ipv4_ipam_pool_id: Str = required()


class MinimumLoadBalancerCapacity(Block):
    """`minimum_load_balancer_capacity`."""

    capacity_units: Num = required()


class SubnetMapping(Block):
    """`subnet_mapping`."""

    subnet_id: Str = required()
    allocation_id: Str = optional()
    ipv6_address: Str = optional()
    private_ipv4_address: Str = optional()
    outpost_id: Str = computed()


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class LoadBalancer(Resource, type="aws_lb"):
    """A load balancer."""

    client_keep_alive: Num = optional(default=3600, suppressed=True)
    customer_owned_ipv4_pool: Str = optional(new=True)
    desync_mitigation_mode: Str = optional(default="defensive", suppressed=True)
    dns_record_client_routing_policy: Str = optional(
        default="any_availability_zone", suppressed=True
    )
    drop_invalid_header_fields: Bool = optional(default=False, suppressed=True)
    enable_cross_zone_load_balancing: Bool = optional(default=False, suppressed=True)
    enable_deletion_protection: Bool = optional(default=False)
    enable_http2: Bool = optional(default=True, suppressed=True)
    enable_tls_version_and_cipher_suite_headers: Bool = optional(default=False, suppressed=True)
    enable_waf_fail_open: Bool = optional(default=False, suppressed=True)
    enable_xff_client_port: Bool = optional(default=False, suppressed=True)
    enable_zonal_shift: Bool = optional(default=False, suppressed=True)
    enforce_security_group_inbound_rules_on_private_link_traffic: Str = optional(
        computed=True, suppressed=True
    )
    id: Str = optional(computed=True)
    idle_timeout: Num = optional(default=60, suppressed=True)
    internal: Bool = optional(computed=True, new=True)
    ip_address_type: Str = optional(computed=True)
    load_balancer_type: Str = optional(new=True, default="application")
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    preserve_host_header: Bool = optional(default=False, suppressed=True)
    region: Str = optional(computed=True)
    secondary_ips_auto_assigned_per_subnet: Num = optional(
        computed=True, suppressed=True, check=Check(range=(0, 7))
    )
    security_groups: StrSet = optional(computed=True)
    subnets: StrSet = optional(
        computed=True, check=Check(exactly_one_of=("subnet_mapping", "subnets"))
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    xff_header_processing_mode: Str = optional(default="append", suppressed=True)
    arn: Str = computed()
    arn_suffix: Str = computed()
    dns_name: Str = computed()
    vpc_id: Str = computed()
    zone_id: Str = computed()
    access_logs: AccessLogs | None = blocks(max=1, suppressed=True)
    connection_logs: ConnectionLogs | None = blocks(max=1, suppressed=True)
    health_check_logs: HealthCheckLogs | None = blocks(max=1, suppressed=True)
    ipam_pools: IpamPools | None = blocks(max=1, suppressed=True)
    minimum_load_balancer_capacity: MinimumLoadBalancerCapacity | None = blocks(
        max=1, suppressed=True
    )
    subnet_mapping: tuple[SubnetMapping, ...] = blocks(
        "set", computed=True, check=Check(exactly_one_of=("subnet_mapping", "subnets"))
    )
    timeouts: Timeouts | None = blocks("single")


class HealthCheck(Block):
    """`health_check`."""

    enabled: Bool = optional(default=True)
    healthy_threshold: Num = optional(default=3, check=Check(range=(2, 10)))
    interval: Num = optional(default=30, check=Check(range=(5, 300)))
    matcher: Str = optional(computed=True)
    path: Str = optional(computed=True)
    port: Str = optional(default="traffic-port", suppressed=True)
    protocol: Str = optional(default="HTTP", suppressed=True)
    timeout: Num = optional(computed=True, check=Check(range=(2, 120)))
    unhealthy_threshold: Num = optional(default=3, check=Check(range=(2, 10)))


class Stickiness(Block):
    """`stickiness`."""

    type: Str = required()
    cookie_duration: Num = optional(default=86400, suppressed=True, check=Check(range=(0, 604800)))
    cookie_name: Str = optional()
    enabled: Bool = optional(default=True)


class TargetFailover(Block):
    """`target_failover`."""

    on_deregistration: Str = required()
    on_unhealthy: Str = required()


class DnsFailover(Block):
    """`target_group_health.dns_failover`."""

    minimum_healthy_targets_count: Str = optional(default="off")
    minimum_healthy_targets_percentage: Str = optional(default="off")


class UnhealthyStateRouting(Block):
    """`target_group_health.unhealthy_state_routing`."""

    minimum_healthy_targets_count: Num = optional(default=1)
    minimum_healthy_targets_percentage: Str = optional(default="off")


class TargetGroupHealth(Block):
    """`target_group_health`."""

    dns_failover: DnsFailover | None = blocks(max=1)
    unhealthy_state_routing: UnhealthyStateRouting | None = blocks(max=1)


class TargetHealthState(Block):
    """`target_health_state`."""

    enable_unhealthy_connection_termination: Bool = required()
    unhealthy_draining_interval: Num = optional(default=0, check=Check(range=(0, 360000)))


class TargetGroup(Resource, type="aws_lb_target_group"):
    """The targets a listener forwards to, and how their health is judged."""

    connection_termination: Bool = optional(computed=True)
    deregistration_delay: Str = optional(default="300")
    id: Str = optional(computed=True)
    ip_address_type: Str = optional(computed=True, new=True)
    lambda_multi_value_headers_enabled: Bool = optional(default=False)
    load_balancing_algorithm_type: Str = optional(computed=True)
    load_balancing_anomaly_mitigation: Str = optional(computed=True)
    load_balancing_cross_zone_enabled: Str = optional(computed=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    port: Num = optional(new=True, suppressed=True, check=Check(range=(1, 65535)))
    preserve_client_ip: Str = optional(computed=True, suppressed=True)
    protocol: Str = optional(new=True, suppressed=True)
    protocol_version: Str = optional(computed=True, new=True, suppressed=True)
    proxy_protocol_v2: Bool = optional(default=False)
    region: Str = optional(computed=True)
    slow_start: Num = optional(default=0)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    target_control_port: Num = optional(new=True, check=Check(range=(1, 65535)))
    target_type: Str = optional(new=True, default="instance")
    vpc_id: Str = optional(new=True, suppressed=True)
    arn: Str = computed()
    arn_suffix: Str = computed()
    load_balancer_arns: StrSet = computed()
    health_check: HealthCheck | None = blocks(max=1, computed=True)
    stickiness: Stickiness | None = blocks(max=1, computed=True)
    target_failover: tuple[TargetFailover, ...] = blocks(computed=True)
    target_group_health: TargetGroupHealth | None = blocks(max=1, computed=True)
    target_health_state: tuple[TargetHealthState, ...] = blocks(computed=True)


class AuthenticateCognito(Block):
    """`default_action.authenticate_cognito`."""

    user_pool_arn: Str = required(check=Check(format="arn"))
    user_pool_client_id: Str = required()
    user_pool_domain: Str = required()
    authentication_request_extra_params: StrMap = optional()
    on_unauthenticated_request: Str = optional(computed=True)
    scope: Str = optional(computed=True)
    session_cookie_name: Str = optional(computed=True)
    session_timeout: Num = optional(computed=True)


class AuthenticateOidc(Block):
    """`default_action.authenticate_oidc`."""

    authorization_endpoint: Str = required()
    client_id: Str = required()
    client_secret: Str = required(sensitive=True)
    issuer: Str = required()
    token_endpoint: Str = required()
    user_info_endpoint: Str = required()
    authentication_request_extra_params: StrMap = optional()
    on_unauthenticated_request: Str = optional(computed=True)
    scope: Str = optional(computed=True)
    session_cookie_name: Str = optional(computed=True)
    session_timeout: Num = optional(computed=True)


class FixedResponse(Block):
    """`default_action.fixed_response`."""

    content_type: Str = required(
        check=Check(
            one_of=(
                "text/plain",
                "text/css",
                "text/html",
                "application/javascript",
                "application/json",
            )
        )
    )
    message_body: Str = optional(check=Check(length=(0, 1024)))
    status_code: Str = optional(computed=True)


class ListenerStickiness(Block):
    """`default_action.forward.stickiness`."""

    duration: Num = required(check=Check(range=(1, 604800)))
    enabled: Bool = optional(default=False)


class ListenerTargetGroup(Block):
    """`default_action.forward.target_group`."""

    arn: Str = required(check=Check(format="arn"))
    weight: Num = optional(default=1, check=Check(range=(0, 999)))


class Forward(Block):
    """`default_action.forward`."""

    stickiness: ListenerStickiness | None = blocks(max=1, suppressed=True)
    target_group: tuple[ListenerTargetGroup, ...] = blocks("set", min=1, max=5)


class AdditionalClaim(Block):
    """`default_action.jwt_validation.additional_claim`."""

    format: Str = required()
    name: Str = required()
    values: StrSet = required()


class JwtValidation(Block):
    """`default_action.jwt_validation`."""

    issuer: Str = required(check=Check(length=(1, 256)))
    jwks_endpoint: Str = required(check=Check(length=(1, 256)))
    additional_claim: tuple[AdditionalClaim, ...] = blocks("set", max=10)


class Redirect(Block):
    """`default_action.redirect`."""

    status_code: Str = required()
    host: Str = optional(default="#{host}", check=Check(length=(1, 128)))
    path: Str = optional(default="/#{path}", check=Check(length=(1, 128)))
    port: Str = optional(default="#{port}")
    protocol: Str = optional(default="#{protocol}")
    query: Str = optional(default="#{query}", check=Check(length=(0, 128)))


class DefaultAction(Block):
    """`default_action`."""

    type: Str = required()
    order: Num = optional(computed=True)
    target_group_arn: Str = optional(suppressed=True, check=Check(format="arn"))
    authenticate_cognito: AuthenticateCognito | None = blocks(max=1, suppressed=True)
    authenticate_oidc: AuthenticateOidc | None = blocks(max=1, suppressed=True)
    fixed_response: FixedResponse | None = blocks(max=1, suppressed=True)
    forward: Forward | None = blocks(max=1, suppressed=True)
    jwt_validation: JwtValidation | None = blocks(max=1, suppressed=True)
    redirect: Redirect | None = blocks(max=1, suppressed=True)


class MutualAuthentication(Block):
    """`mutual_authentication`."""

    mode: Str = required()
    advertise_trust_store_ca_names: Str = optional(computed=True)
    ignore_client_certificate_expiry: Bool = optional()
    trust_store_arn: Str = optional(check=Check(format="arn"))


class ListenerTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    update: Str = optional()


class Listener(Resource, type="aws_lb_listener"):
    """A port a load balancer answers on."""

    load_balancer_arn: Str = required(new=True, check=Check(format="arn"))
    alpn_policy: Str = optional()
    certificate_arn: Str = optional(check=Check(format="arn"))
    id: Str = optional(computed=True)
    port: Num = optional()
    protocol: Str = optional(computed=True)
    region: Str = optional(computed=True)
    routing_http_request_x_amzn_mtls_clientcert_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_mtls_clientcert_issuer_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_mtls_clientcert_leaf_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_mtls_clientcert_subject_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_mtls_clientcert_validity_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_tls_cipher_suite_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_request_x_amzn_tls_version_header_name: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_allow_credentials_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_allow_headers_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_allow_methods_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_allow_origin_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_expose_headers_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_access_control_max_age_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_content_security_policy_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_server_enabled: Bool = optional(computed=True, suppressed=True)
    routing_http_response_strict_transport_security_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_x_content_type_options_header_value: Str = optional(
        computed=True, suppressed=True
    )
    routing_http_response_x_frame_options_header_value: Str = optional(
        computed=True, suppressed=True
    )
    ssl_policy: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    tcp_idle_timeout_seconds: Num = optional(
        computed=True, suppressed=True, check=Check(range=(60, 6000))
    )
    arn: Str = computed()
    default_action: tuple[DefaultAction, ...] = blocks(min=1)
    mutual_authentication: MutualAuthentication | None = blocks(max=1, computed=True)
    timeouts: ListenerTimeouts | None = blocks("single")


class ListenerRuleAuthenticateCognito(Block):
    """`action.authenticate_cognito`."""

    user_pool_arn: Str = required(check=Check(format="arn"))
    user_pool_client_id: Str = required()
    user_pool_domain: Str = required()
    authentication_request_extra_params: StrMap = optional()
    on_unauthenticated_request: Str = optional(computed=True)
    scope: Str = optional(default="openid")
    session_cookie_name: Str = optional(default="AWSELBAuthSessionCookie")
    session_timeout: Num = optional(default=604800)


class ListenerRuleAuthenticateOidc(Block):
    """`action.authenticate_oidc`."""

    authorization_endpoint: Str = required()
    client_id: Str = required()
    client_secret: Str = required(sensitive=True)
    issuer: Str = required()
    token_endpoint: Str = required()
    user_info_endpoint: Str = required()
    authentication_request_extra_params: StrMap = optional()
    on_unauthenticated_request: Str = optional(computed=True)
    scope: Str = optional(default="openid")
    session_cookie_name: Str = optional(default="AWSELBAuthSessionCookie")
    session_timeout: Num = optional(default=604800)


class ListenerRuleStickiness(Block):
    """`action.forward.stickiness`."""

    duration: Num = required(check=Check(range=(1, 604800)))
    enabled: Bool = optional(default=False)


class ListenerRuleTargetGroup(Block):
    """`action.forward.target_group`."""

    arn: Str = required(check=Check(format="arn"))
    weight: Num = optional(default=1, check=Check(range=(0, 999)))


class ListenerRuleForward(Block):
    """`action.forward`."""

    stickiness: ListenerRuleStickiness | None = blocks(max=1, suppressed=True)
    target_group: tuple[ListenerRuleTargetGroup, ...] = blocks("set", min=1, max=5)


class Action(Block):
    """`action`."""

    type: Str = required()
    order: Num = optional(computed=True)
    target_group_arn: Str = optional(suppressed=True, check=Check(format="arn"))
    authenticate_cognito: ListenerRuleAuthenticateCognito | None = blocks(max=1, suppressed=True)
    authenticate_oidc: ListenerRuleAuthenticateOidc | None = blocks(max=1, suppressed=True)
    fixed_response: FixedResponse | None = blocks(max=1, suppressed=True)
    forward: ListenerRuleForward | None = blocks(max=1, suppressed=True)
    jwt_validation: JwtValidation | None = blocks(max=1, suppressed=True)
    redirect: Redirect | None = blocks(max=1, suppressed=True)


class HostHeader(Block):
    """`condition.host_header`."""

    regex_values: StrSet = optional()
    values: StrSet = optional()


class HttpHeader(Block):
    """`condition.http_header`."""

    http_header_name: Str = required()
    regex_values: StrSet = optional()
    values: StrSet = optional()


class HttpRequestMethod(Block):
    """`condition.http_request_method`."""

    values: StrSet = required()


class PathPattern(Block):
    """`condition.path_pattern`."""

    regex_values: StrSet = optional()
    values: StrSet = optional()


class QueryString(Block):
    """`condition.query_string`."""

    value: Str = required()
    key: Str = optional()


class SourceIp(Block):
    """`condition.source_ip`."""

    values: StrSet = required()


class Condition(Block):
    """`condition`."""

    host_header: HostHeader | None = blocks(max=1)
    http_header: HttpHeader | None = blocks(max=1)
    http_request_method: HttpRequestMethod | None = blocks(max=1)
    path_pattern: PathPattern | None = blocks(max=1)
    query_string: tuple[QueryString, ...] = blocks("set")
    source_ip: SourceIp | None = blocks(max=1)


class Rewrite(Block):
    """`transform.host_header_rewrite_config.rewrite`."""

    regex: Str = required(check=Check(length=(1, 1024)))
    replace: Str = required(check=Check(length=(0, 1024)))


class HostHeaderRewriteConfig(Block):
    """`transform.host_header_rewrite_config`."""

    rewrite: Rewrite | None = blocks(max=1)


class UrlRewriteConfig(Block):
    """`transform.url_rewrite_config`."""

    rewrite: Rewrite | None = blocks(max=1)


class Transform(Block):
    """`transform`."""

    type: Str = required()
    host_header_rewrite_config: HostHeaderRewriteConfig | None = blocks(max=1)
    url_rewrite_config: UrlRewriteConfig | None = blocks(max=1)


class ListenerRule(Resource, type="aws_lb_listener_rule"):
    """Where a listener sends requests that meet conditions."""

    listener_arn: Str = required(new=True, check=Check(format="arn"))
    id: Str = optional(computed=True)
    priority: Num = optional(computed=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    action: tuple[Action, ...] = blocks(min=1)
    condition: tuple[Condition, ...] = blocks("set", min=1)
    transform: tuple[Transform, ...] = blocks("set", max=2)


class TargetGroupAttachment(Resource, type="aws_lb_target_group_attachment"):
    """A target in a target group."""

    target_group_arn: Str = required(new=True, check=Check(format="arn"))
    target_id: Str = required(new=True)
    availability_zone: Str = optional(new=True)
    id: Str = optional(computed=True)
    port: Num = optional(new=True)
    quic_server_id: Str = optional(new=True)
    region: Str = optional(computed=True)
