# Written by giban: the root production/platform.
# Plain Terraform: it works, and can be kept and edited, without giban.

terraform {
  backend "s3" {
    bucket       = "hospital-terraform-state"
    key          = "production/platform.tfstate"
    region       = "ap-northeast-2"
    encrypt      = true
    use_lockfile = true
  }
}
