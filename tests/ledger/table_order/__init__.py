"""table-order: one EC2 instance with Docker Compose, one PostgreSQL."""

PROJECT = "table-order"
NAME = "table-order-production"
REGION = "ap-northeast-2"
DOMAIN = "order.example.com"
COMPOSE = "web/docker-compose.yml"
