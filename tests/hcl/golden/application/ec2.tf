# Written by giban from `services` in the manifest.
# Plain Terraform: it works, and can be kept and edited, without giban.

################################################################################
# services.batch
################################################################################

resource "aws_instance" "batch" {
  for_each = local.instance_batch

  ami           = var.batch_image
  instance_type = each.value.instance_type
  subnet_id     = each.value.subnet_id

  user_data_base64 = base64encode(<<-EOT
    #!/bin/bash
    set -euo pipefail

    cat > /etc/app.env <<EOF
    HOST=$${HOSTNAME}
    ZONE=${each.value.subnet_id}
    EOF
  EOT
  )

  tags = { Name = "batch-${each.key}" }

  metadata_options {
    http_tokens = "required"
  }

  depends_on = [aws_iam_role.app_task]
}
