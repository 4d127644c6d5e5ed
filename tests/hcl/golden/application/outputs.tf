# Written by giban: the root production/service.
# Plain Terraform: it works, and can be kept and edited, without giban.

output "subnet_parameter" {
  description = "What the foundation says \"a\" is."
  value       = data.aws_ssm_parameter.subnet["a"].value
  sensitive   = true
}
