# Everything that can be tagged has the tags every owner asks for; giban's TAG-01 in Rego.
package main

import rego.v1

required := {"Environment", "ManagedBy", "Owner", "Project"}

deny contains {"msg": msg, "address": change.address} if {
	some change in input.resource_changes
	change.mode == "managed"
	change.change.after != null
	tags := object.get(change.change.after, "tags_all", null)
	tags != null
	missing := [tag | some tag in required; not object.get(tags, tag, false)]
	count(missing) > 0
	msg := sprintf("it lacks the tags %s", [concat(", ", sort(missing))])
}
