# Written by giban from `domain` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# domain
################################################################################

# CloudFront reads certificates from us-east-1 only.
resource "aws_acm_certificate" "site" {
  provider = aws.us_east_1

  domain_name               = "erp.example.com"
  subject_alternative_names = ["www.erp.example.com"]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = toset(["erp.example.com", "www.erp.example.com"])

  zone_id = "Z0"

  name = one([
    for item in aws_acm_certificate.site.domain_validation_options : item.resource_record_name
    if item.domain_name == each.key
  ])

  type = one([
    for item in aws_acm_certificate.site.domain_validation_options : item.resource_record_type
    if item.domain_name == each.key
  ])

  records = [
    one([
      for item in aws_acm_certificate.site.domain_validation_options : item.resource_record_value
      if item.domain_name == each.key
    ]),
  ]

  ttl = 60
}
