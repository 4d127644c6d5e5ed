"""Real Terraform against a stand-in provider and an AWS on this machine.

`client` starts and finds the resident process, `terraform` runs Terraform with it, and
`workspace` keeps the files. The resident (`resident`) holds the provider (`wire`, `engine`,
`lifecycle`, `plan`, `merge`, `mapping`, `handlers`) and the AWS it talks to (`world`: moto).
"""
