# Written by giban: the root production/service.
# Plain Terraform: it works, and can be kept and edited, without giban.

# The image tag of app.
app_image_tag = "v1"

# How many tasks of app run.
app_tasks = 2

# The image batch starts from.
batch_image = "ami-0123456789abcdef0"
