# Names are in kebab-case; giban's NAME-01 in Rego, for the types people name most.
package main

import rego.v1

named := {
	"aws_db_instance": "identifier",
	"aws_ecr_repository": "name",
	"aws_ecs_cluster": "name",
	"aws_ecs_service": "name",
	"aws_elasticache_replication_group": "replication_group_id",
	"aws_lb": "name",
	"aws_s3_bucket": "bucket",
	"aws_sns_topic": "name",
	"aws_sqs_queue": "name",
}

warn contains {"msg": msg, "address": change.address} if {
	some change in input.resource_changes
	change.change.after != null
	attribute := named[change.type]
	name := object.get(change.change.after, attribute, null)
	is_string(name)
	not regex.match(`^[/a-z0-9][a-z0-9/.-]*$`, trim_suffix(name, ".fifo"))
	msg := sprintf("its name `%s` is not in kebab-case", [name])
}
