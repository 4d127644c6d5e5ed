# Written by giban: the root production/platform.
# Plain Terraform: it works, and can be kept and edited, without giban.

output "vpc_id" {
  description = "The network everything runs in."
  value       = aws_vpc.main.id
}

output "app_subnet_ids" {
  description = "Where services run."
  value       = values(aws_subnet.app)[*].id
}
