# Databases, caches and queues are encrypted at rest; giban's ENC-01, ENC-02 and ENC-05 in Rego.
package main

import rego.v1

on(value) if value in {true, "true"}

deny contains {"msg": "its storage is not encrypted", "address": change.address} if {
	some change in input.resource_changes
	change.type == "aws_db_instance"
	change.change.after != null
	not on(object.get(change.change.after, "storage_encrypted", false))
	object.get(change.change.after, "replicate_source_db", null) == null
	not object.get(change.change.after_unknown, "replicate_source_db", false)
}

deny contains {"msg": "its data at rest are not encrypted", "address": change.address} if {
	some change in input.resource_changes
	change.type == "aws_elasticache_replication_group"
	change.change.after != null
	not on(object.get(change.change.after, "at_rest_encryption_enabled", false))
}

deny contains {"msg": "its messages are not encrypted", "address": change.address} if {
	some change in input.resource_changes
	change.type == "aws_sqs_queue"
	change.change.after != null
	object.get(change.change.after, "sqs_managed_sse_enabled", true) == false
	object.get(change.change.after, "kms_master_key_id", null) == null
	not object.get(change.change.after_unknown, "kms_master_key_id", false)
}
