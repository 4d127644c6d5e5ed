"""wealist: two Auto Scaling groups with Docker Compose, one PostgreSQL, one Redis."""

PROJECT = "wealist"
NAME = "wealist-prod"
REGION = "ap-northeast-2"
BACKEND = "config/docker-compose.prod.yml"
MONITORING = "monitoring/docker-compose.yml"
PROMETHEUS = "monitoring/prometheus.yml"
