variable "cidr" {
  type = string
}

variable "zones" {
  type = map(string)
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
}

resource "aws_subnet" "app" {
  for_each          = var.zones
  vpc_id            = aws_vpc.main.id
  availability_zone = each.value
  cidr_block        = cidrsubnet(var.cidr, 8, index(keys(var.zones), each.key))
}

resource "aws_route_table" "app" {
  for_each = aws_subnet.app
  vpc_id   = each.value.vpc_id
}

resource "aws_route_table_association" "app" {
  for_each       = aws_subnet.app
  subnet_id      = each.value.id
  route_table_id = aws_route_table.app[each.key].id
}

output "vpc_id" {
  value = aws_vpc.main.id
}

output "subnet_ids" {
  value = [for subnet in aws_subnet.app : subnet.id]
}

output "default_group" {
  value = aws_vpc.main.default_security_group_id
}
