"""What stands in front: load balancers, certificates, names, the CDN, and firewalls."""

from giban.catalogue.permissions.needs import Anywhere, Linked, Needs, On

ELB = "elasticloadbalancing:{region}:{account}:"
BALANCER = "{load_balancer_type|app}/{name}/*"
WAF = "wafv2:{region}:{account}:{scope}/"
CDN = "cloudfront::{account}:"


def _elb(*names: str) -> Anywhere:
    read = " ".join(f"Describe{name}" for name in (*names, "Tags"))
    return Anywhere(service="elasticloadbalancing", read=read)


NEEDS = {
    "aws_lb": Needs(
        f"{ELB}loadbalancer/{BALANCER}",
        On(
            create="CreateLoadBalancer",
            update="ModifyLoadBalancerAttributes SetSecurityGroups SetSubnets SetIpAddressType",
            delete="DeleteLoadBalancer",
            tag="AddTags",
            untag="RemoveTags",
        ),
        _elb("LoadBalancers", "LoadBalancerAttributes", "CapacityReservation"),
        Anywhere(
            service="ec2",
            create="DescribeAccountAttributes DescribeInternetGateways "
            "DescribeSecurityGroups DescribeSubnets DescribeVpcs",
            delete="DescribeNetworkInterfaces",
        ),
        On(arn="ec2:{region}:{account}:vpc/*", create="GetSecurityGroupsForVpc"),
        Linked("elasticloadbalancing"),
    ),
    "aws_lb_target_group": Needs(
        f"{ELB}targetgroup/{{name}}/*",
        On(
            create="CreateTargetGroup",
            update="ModifyTargetGroup ModifyTargetGroupAttributes",
            delete="DeleteTargetGroup",
            tag="AddTags",
            untag="RemoveTags",
        ),
        _elb("TargetGroups", "TargetGroupAttributes"),
    ),
    "aws_lb_listener": Needs(
        f"{ELB}listener/{{load_balancer_arn.load_balancer_type|app}}/{{load_balancer_arn.name}}/*/*",
        On(of="load_balancer_arn", kind="aws_lb", create="CreateListener"),
        On(
            update="ModifyListener ModifyListenerAttributes",
            delete="DeleteListener",
            tag="AddTags",
            untag="RemoveTags",
        ),
        _elb("Listeners", "ListenerAttributes"),
    ),
    "aws_lb_listener_rule": Needs(
        f"{ELB}listener-rule/{{listener_arn.load_balancer_arn.load_balancer_type|app}}/"
        "{listener_arn.load_balancer_arn.name}/*/*/*",
        On(of="listener_arn", kind="aws_lb_listener", create="CreateRule"),
        On(
            update="ModifyRule SetRulePriorities",
            delete="DeleteRule",
            tag="AddTags",
            untag="RemoveTags",
        ),
        _elb("Rules", "Listeners"),
    ),
    "aws_lb_target_group_attachment": Needs(
        "",
        On(
            of="target_group_arn",
            kind="aws_lb_target_group",
            create="RegisterTargets",
            delete="DeregisterTargets",
        ),
        _elb("TargetHealth"),
    ),
    "aws_acm_certificate": Needs(
        "acm:{region}:{account}:certificate/*",
        Anywhere(service="acm", made="RequestCertificate"),
        On(
            read="DescribeCertificate ListTagsForCertificate",
            update="UpdateCertificateOptions RenewCertificate",
            delete="DeleteCertificate",
            tag="AddTagsToCertificate",
            untag="RemoveTagsFromCertificate",
        ),
        by="tag",
    ),
    "aws_acm_certificate_validation": Needs(
        "", On(of="certificate_arn", kind="aws_acm_certificate", read="DescribeCertificate")
    ),
    "aws_route53_zone": Needs(
        "route53:::hostedzone/*",
        On(
            read="GetHostedZone ListTagsForResource",
            update="UpdateHostedZoneComment",
            delete="DeleteHostedZone",
            tag="ChangeTagsForResource",
        ),
        On(delete="ListResourceRecordSets ChangeResourceRecordSets", given="force_destroy"),
        On(
            update="AssociateVPCWithHostedZone DisassociateVPCFromHostedZone",
            given="vpc",
        ),
        On(arn="route53:::change/*", read="GetChange"),
        Anywhere(service="route53", create="CreateHostedZone"),
        by="nothing",
    ),
    "aws_route53_record": Needs(
        "",
        On(
            of="zone_id",
            kind="aws_route53_zone",
            create="ChangeResourceRecordSets",
            read="GetHostedZone ListResourceRecordSets",
        ),
        On(arn="route53:::change/*", read="GetChange"),
    ),
    "aws_route53_health_check": Needs(
        "route53:::healthcheck/*",
        On(
            read="GetHealthCheck ListTagsForResource",
            update="UpdateHealthCheck",
            delete="DeleteHealthCheck",
            tag="ChangeTagsForResource",
        ),
        Anywhere(service="route53", create="CreateHealthCheck"),
        by="nothing",
    ),
    "aws_cloudfront_distribution": Needs(
        f"{CDN}distribution/*",
        Anywhere(service="cloudfront", made="CreateDistribution"),
        On(
            read="GetDistribution ListTagsForResource",
            update="UpdateDistribution",
            delete="GetDistributionConfig DeleteDistribution",
            tag="TagResource",
            untag="UntagResource",
        ),
        # CloudFront looks whether whoever names a web ACL may read it.
        On(
            of="web_acl_id",
            kind="aws_wafv2_web_acl",
            create="GetWebACL",
            update="GetWebACL",
            given="web_acl_id",
        ),
        by="tag",
    ),
    "aws_cloudfront_origin_access_control": Needs(
        f"{CDN}origin-access-control/*",
        Anywhere(service="cloudfront", create="CreateOriginAccessControl"),
        On(
            read="GetOriginAccessControl",
            update="UpdateOriginAccessControl",
            delete="DeleteOriginAccessControl",
        ),
        by="nothing",
    ),
    "aws_cloudfront_response_headers_policy": Needs(
        f"{CDN}response-headers-policy/*",
        Anywhere(service="cloudfront", create="CreateResponseHeadersPolicy"),
        On(
            read="GetResponseHeadersPolicy",
            update="UpdateResponseHeadersPolicy",
            delete="DeleteResponseHeadersPolicy",
        ),
        by="nothing",
    ),
    "aws_cloudfront_cache_policy": Needs(
        f"{CDN}cache-policy/*",
        Anywhere(service="cloudfront", create="CreateCachePolicy"),
        On(
            read="GetCachePolicy",
            update="UpdateCachePolicy",
            delete="DeleteCachePolicy",
        ),
        by="nothing",
    ),
    "aws_cloudfront_origin_request_policy": Needs(
        f"{CDN}origin-request-policy/*",
        Anywhere(service="cloudfront", create="CreateOriginRequestPolicy"),
        On(
            read="GetOriginRequestPolicy",
            update="UpdateOriginRequestPolicy",
            delete="DeleteOriginRequestPolicy",
        ),
        by="nothing",
    ),
    "aws_cloudfront_function": Needs(
        f"{CDN}function/{{name}}",
        Anywhere(service="cloudfront", create="CreateFunction"),
        On(
            create="PublishFunction",
            read="DescribeFunction GetFunction",
            update="UpdateFunction",
            delete="DeleteFunction",
        ),
    ),
    "aws_wafv2_web_acl": Needs(
        f"{WAF}webacl/{{name}}/*",
        On(
            create="CreateWebACL",
            read="GetWebACL ListTagsForResource",
            update="UpdateWebACL",
            delete="DeleteWebACL",
            tag="TagResource",
            untag="UntagResource",
        ),
        # Every rule of AWS's own that the ACL takes up is checked as a resource of its own.
        On(
            arn="wafv2:{region}:*:{scope}/managedruleset/*/*",
            create="CreateWebACL",
            update="UpdateWebACL",
        ),
    ),
    "aws_wafv2_ip_set": Needs(
        f"{WAF}ipset/{{name}}/*",
        On(
            create="CreateIPSet",
            read="GetIPSet ListTagsForResource",
            update="UpdateIPSet",
            delete="DeleteIPSet",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    "aws_wafv2_web_acl_association": Needs(
        "",
        On(
            of="web_acl_arn",
            kind="aws_wafv2_web_acl",
            create="AssociateWebACL",
            read="GetWebACLForResource",
        ),
        On(
            of="resource_arn",
            kind="aws_lb",
            create="wafv2:AssociateWebACL",
            read="wafv2:GetWebACLForResource",
            delete="wafv2:DisassociateWebACL",
        ),
        Anywhere(service="elasticloadbalancing", create="SetWebAcl", delete="SetWebAcl"),
    ),
    "aws_wafv2_web_acl_logging_configuration": Needs(
        "",
        On(
            of="resource_arn",
            kind="aws_wafv2_web_acl",
            create="PutLoggingConfiguration",
            read="GetLoggingConfiguration",
            delete="DeleteLoggingConfiguration",
        ),
        Anywhere(
            service="logs",
            create="CreateLogDelivery PutResourcePolicy DescribeResourcePolicies DescribeLogGroups",
            delete="DeleteLogDelivery",
        ),
        Linked("wafv2"),
    ),
}

DATA = {
    "aws_acm_certificate": Needs(
        "",
        On(
            arn="acm:{region}:{account}:certificate/*",
            read="DescribeCertificate GetCertificate ListTagsForCertificate",
        ),
        Anywhere(service="acm", read="ListCertificates"),
    ),
    "aws_route53_zone": Needs(
        "route53:::hostedzone/*",
        On(read="GetHostedZone ListTagsForResource"),
        Anywhere(service="route53", read="ListHostedZones ListHostedZonesByName"),
    ),
}
