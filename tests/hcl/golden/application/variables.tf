# Written by giban: the root production/service.
# Plain Terraform: it works, and can be kept and edited, without giban.

variable "app_image_tag" {
  description = "The image tag of app."
  type        = string
}

variable "app_tasks" {
  description = "How many tasks of app run."
  type        = number
}

variable "batch_image" {
  description = "The image batch starts from."
  type        = string
}
