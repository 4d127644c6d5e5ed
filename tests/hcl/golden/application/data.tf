# Written by giban from `foundation` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# foundation
################################################################################

data "aws_ssm_parameter" "subnet" {
  for_each = toset(["a", "c"])

  name = "/shared/network/subnets/app/${each.key}"
}
