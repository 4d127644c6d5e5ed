# Written by giban from `network` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# network
################################################################################

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = { Name = "hospital-production" }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "hospital-production" }
}

################################################################################
# network.subnets
################################################################################

resource "aws_subnet" "public" {
  for_each = {
    a = "10.0.0.0/24"
    c = "10.0.1.0/24"
  }

  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "ap-northeast-2${each.key}"

  tags = {
    Name  = "hospital-production-public-${each.key}"
    Layer = "public"
  }

  map_public_ip_on_launch = true
}

resource "aws_subnet" "app" {
  for_each = {
    a = "10.0.10.0/24"
    c = "10.0.11.0/24"
  }

  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "ap-northeast-2${each.key}"

  tags = {
    Name  = "hospital-production-app-${each.key}"
    Layer = "app"
  }
}

resource "aws_subnet" "data" {
  for_each = {
    a = "10.0.20.0/24"
    c = "10.0.21.0/24"
  }

  vpc_id            = aws_vpc.main.id
  cidr_block        = each.value
  availability_zone = "ap-northeast-2${each.key}"

  tags = {
    Name  = "hospital-production-data-${each.key}"
    Layer = "data"
  }
}

################################################################################
# network.routes
################################################################################

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "hospital-public" }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route_table" "private" {
  for_each = toset(["a", "c"])

  vpc_id = aws_vpc.main.id
  tags   = { Name = "hospital-private-${each.key}" }
}

resource "aws_route" "nat" {
  for_each = toset(["a", "c"])

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main[each.key].id
}

resource "aws_route_table_association" "public" {
  for_each = toset(["a", "c"])

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "app" {
  for_each = toset(["a", "c"])

  subnet_id      = aws_subnet.app[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_route_table_association" "data" {
  for_each = toset(["a", "c"])

  subnet_id      = aws_subnet.data[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

################################################################################
# network.nat
################################################################################

resource "aws_eip" "nat" {
  for_each = toset(["a", "c"])

  domain = "vpc"
  tags   = { Name = "hospital-nat-${each.key}" }
}

# One in each zone, so that a failing zone takes only its own way out with it.
resource "aws_nat_gateway" "main" {
  for_each = toset(["a", "c"])

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = { Name = "hospital-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_internet_gateway.main]
}
