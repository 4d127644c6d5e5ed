terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "ap-northeast-2"
  default_tags { tags = { Owner = var.owner } }
}

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}

variable "owner" { default = "team" }
variable "port" { default = 8080 }
variable "path" { default = "/health" }
variable "limit" { default = 2000 }
variable "priority" { default = 10 }
variable "protect" { default = false }
variable "comment" { default = "site" }
variable "text" { default = "one" }
variable "group" { default = "app" }
variable "zones" {
  type    = list(string)
  default = ["a", "b"]
}

resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }

resource "aws_subnet" "public" {
  for_each          = { a = 0, b = 1, c = 2 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
  availability_zone = "ap-northeast-2${each.key}"
}

resource "aws_security_group" "alb" { vpc_id = aws_vpc.main.id }

resource "aws_s3_bucket" "logs" { bucket = "edge-logs" }
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
      Action    = ["s3:PutObject"]
      Resource  = ["${aws_s3_bucket.logs.arn}/alb/AWSLogs/*"]
    }]
  })
}

resource "aws_lb" "main" {
  name                       = "edge"
  security_groups            = [aws_security_group.alb.id]
  subnets                    = [for zone in var.zones : aws_subnet.public[zone].id]
  drop_invalid_header_fields = true
  enable_deletion_protection = var.protect
  tags                       = { Name = "edge" }

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    prefix  = "alb"
    enabled = true
  }

  depends_on = [aws_internet_gateway.main, aws_s3_bucket_policy.logs]
}

resource "aws_lb_target_group" "app" {
  name        = var.group
  port        = var.port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id

  health_check {
    path    = var.path
    timeout = 5
  }

  lifecycle { create_before_destroy = true }
}

resource "aws_lb_target_group" "made_up" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.main.id
  stickiness {
    type = "lb_cookie"
  }
}

resource "aws_lb_target_group" "prefixed" {
  name_prefix = "edge-"
  port        = 80
  protocol    = "TCP"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_listener" "https" {
  load_balancer_arn                                            = aws_lb.main.arn
  port                                                         = 443
  protocol                                                     = "HTTPS"
  ssl_policy                                                   = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn                                              = aws_acm_certificate_validation.main.certificate_arn
  routing_http_response_strict_transport_security_header_value = "max-age=1"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80

  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener_rule" "app" {
  listener_arn = aws_lb_listener.https.arn
  priority     = var.priority

  action {
    type = "forward"
    forward {
      target_group {
        arn    = aws_lb_target_group.app.arn
        weight = 90
      }
      target_group {
        arn    = aws_lb_target_group.made_up.arn
        weight = 10
      }
    }
  }

  condition {
    path_pattern { values = ["/api/*", "/app/*"] }
  }
  condition {
    query_string {
      key   = "version"
      value = "2"
    }
    query_string { value = "beta" }
  }
}

resource "aws_lb_listener_rule" "closed" {
  listener_arn = aws_lb_listener.https.arn
  action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      message_body = "closed"
      status_code  = "503"
    }
  }
  condition {
    source_ip { values = ["10.0.0.0/8"] }
  }
  depends_on = [aws_lb_listener_rule.app]
}

resource "aws_route53_zone" "main" { name = "example.org" }
resource "aws_route53_zone" "inside" {
  name = "inside.example.org"
  vpc { vpc_id = aws_vpc.main.id }
}
data "aws_route53_zone" "main" {
  name       = "example.org."
  depends_on = [aws_route53_zone.main]
}
data "aws_route53_zone" "inside" {
  zone_id = aws_route53_zone.inside.zone_id
}

resource "aws_acm_certificate" "main" {
  domain_name               = "example.org"
  subject_alternative_names = ["*.example.org", "other.example.org"]
  validation_method         = "DNS"
  tags                      = { Name = "edge" }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for one in aws_acm_certificate.main.domain_validation_options : one.domain_name => one
  }
  zone_id         = data.aws_route53_zone.main.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "main" {
  certificate_arn         = aws_acm_certificate.main.arn
  validation_record_fqdns = [for one in aws_route53_record.validation : one.fqdn]
}

resource "aws_acm_certificate" "site" {
  provider          = aws.us_east_1
  domain_name       = "site.example.org"
  validation_method = "DNS"
}
resource "aws_route53_record" "site_validation" {
  zone_id = aws_route53_zone.main.zone_id
  name    = one(aws_acm_certificate.site.domain_validation_options[*].resource_record_name)
  type    = one(aws_acm_certificate.site.domain_validation_options[*].resource_record_type)
  records = [one(aws_acm_certificate.site.domain_validation_options[*].resource_record_value)]
  ttl     = 60
}
resource "aws_acm_certificate_validation" "site" {
  provider                = aws.us_east_1
  certificate_arn         = aws_acm_certificate.site.arn
  validation_record_fqdns = [aws_route53_record.site_validation.fqdn]
}

resource "aws_route53_record" "alias" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "example.org"
  type    = "A"
  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}
resource "aws_route53_record" "text" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "www"
  type    = "TXT"
  ttl     = 300
  records = [var.text, "two words"]
}
resource "aws_route53_record" "weighted" {
  for_each       = { blue = 90, green = 10 }
  zone_id        = aws_route53_zone.main.zone_id
  name           = "weighted"
  type           = "A"
  ttl            = 60
  records        = ["192.0.2.1"]
  set_identifier = each.key
  weighted_routing_policy { weight = each.value }
}
resource "aws_route53_record" "failover" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "*.failover"
  type           = "AAAA"
  ttl            = 60
  records        = ["2001:db8::1"]
  set_identifier = "first"
  failover_routing_policy { type = "PRIMARY" }
}
resource "aws_route53_record" "site" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "site.example.org"
  type    = "A"
  alias {
    name                   = aws_cloudfront_distribution.site.domain_name
    zone_id                = aws_cloudfront_distribution.site.hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_wafv2_web_acl" "main" {
  name  = "edge"
  scope = "REGIONAL"
  tags  = { Name = "edge" }
  default_action {
    allow {}
  }
  rule {
    name     = "rate"
    priority = 0
    action {
      block {
        custom_response {
          response_code            = 429
          custom_response_body_key = "slow"
        }
      }
    }
    statement {
      rate_based_statement {
        limit              = var.limit
        aggregate_key_type = "IP"
      }
    }
    visibility_config {
      metric_name                = "rate"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "common"
    priority = 1
    override_action {
      none {}
    }
    statement {
      managed_rule_group_statement {
        vendor_name = "AWS"
        name        = "AWSManagedRulesCommonRuleSet"
        rule_action_override {
          name = "SizeRestrictions_BODY"
          action_to_use {
            count {}
          }
        }
      }
    }
    visibility_config {
      metric_name                = "common"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }
  rule {
    name     = "admin"
    priority = 2
    action {
      block {}
    }
    statement {
      byte_match_statement {
        search_string         = "/admin"
        positional_constraint = "STARTS_WITH"
        field_to_match {
          uri_path {}
        }
        text_transformation {
          priority = 0
          type     = "LOWERCASE"
        }
      }
    }
    visibility_config {
      metric_name                = "admin"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }
  custom_response_body {
    key          = "slow"
    content      = "slow down"
    content_type = "TEXT_PLAIN"
  }
  visibility_config {
    metric_name                = "edge"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}

resource "aws_wafv2_web_acl_association" "main" {
  resource_arn = aws_lb.main.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}

resource "aws_wafv2_web_acl_logging_configuration" "main" {
  resource_arn            = aws_wafv2_web_acl.main.arn
  log_destination_configs = ["arn:aws:logs:ap-northeast-2:123456789012:log-group:aws-waf-logs-edge"]
  redacted_fields {
    single_header { name = "authorization" }
  }
  redacted_fields {
    query_string {}
  }
  logging_filter {
    default_behavior = "DROP"
    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"
      condition {
        action_condition { action = "BLOCK" }
      }
    }
  }
}

resource "aws_wafv2_web_acl" "global" {
  provider = aws.us_east_1
  name     = "edge"
  scope    = "CLOUDFRONT"
  default_action {
    allow {}
  }
  visibility_config {
    metric_name                = "edge"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}

resource "aws_s3_bucket" "site" { bucket = "edge-site" }

resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "edge"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "site" {
  name    = "edge"
  comment = var.comment
  security_headers_config {
    content_type_options { override = true }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  enabled             = true
  comment             = var.comment
  aliases             = ["site.example.org"]
  default_root_object = "index.html"
  http_version        = "http2and3"
  price_class         = "PriceClass_200"
  web_acl_id          = aws_wafv2_web_acl.global.arn
  tags                = { Name = "edge" }

  origin {
    origin_id                = "bucket"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
  origin {
    origin_id   = "app"
    domain_name = "example.org"
    custom_header {
      name  = "x-edge"
      value = "1"
    }
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id           = "bucket"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    response_headers_policy_id = aws_cloudfront_response_headers_policy.site.id
  }
  ordered_cache_behavior {
    path_pattern           = "/api/*"
    target_origin_id       = "app"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods         = ["GET", "HEAD"]
    forwarded_values {
      query_string = true
      headers      = ["Authorization"]
      cookies { forward = "all" }
    }
  }
  custom_error_response {
    error_code            = 404
    response_code         = 200
    response_page_path    = "/index.html"
    error_caching_min_ttl = 10
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["KR", "JP"]
    }
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.site.certificate_arn
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
