"""How each Terraform type is made, found, changed and deleted through the AWS API."""
