# Written by giban: the root production/platform.
# Plain Terraform: it works, and can be kept and edited, without giban.

terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}

provider "aws" {
  region = "ap-northeast-2"

  default_tags {
    tags = {
      Project     = "hospital"
      Environment = "production"
      ManagedBy   = "giban"
    }
  }
}

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  default_tags {
    tags = {
      Project     = "hospital"
      Environment = "production"
      ManagedBy   = "giban"
    }
  }
}
