"""Access logs that AWS delivers: from a source to a destination. Nothing is ever delivered here."""

from __future__ import annotations

from typing import Any

from giban.catalogue import cloudwatch
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import allows, parse, principals, statements
from giban.rehearse.task import Task

CDN, ITS_REGION = "cloudfront", "us-east-1"
WRITER = "delivery.logs.amazonaws.com"
INVALID, CONFLICT = "ValidationException", "ConflictException"
PLACE = "s3_delivery_configuration"
OF_THE_DESTINATION = ("delivery_destination_configuration",)


def _service(arn: Any) -> str:
    return str(arn).split(":")[2]


def _beside_its_distribution(x: Task) -> None:
    """Logs of CloudFront come from us-east-1, and from a distribution that exists.

    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
    """
    if _service(x["resource_arn"]) != CDN:
        return
    if x.region != ITS_REGION:
        text = "This resource is not supported in this region. Use us-east-1."
        raise Refused(INVALID, text, attribute=("resource_arn",))
    try:
        x.client(CDN).get_distribution(Id=str(x["resource_arn"]).rpartition("/")[2])
    except Exception as error:
        if not is_gone(error):
            raise
        text = f"The resource {x['resource_arn']} does not exist."
        raise Refused("ResourceNotFoundException", text, attribute=("resource_arn",)) from None


def _one_source(x: Task) -> None:
    """A resource is the source of one kind of logs once."""
    for one in x.call("describe_delivery_sources").get("deliverySources", ()):
        same = x["resource_arn"] in one["resourceArns"] and one["logType"] == x["log_type"]
        if same and one["name"] != x["name"]:
            text = (
                "This ResourceId has already been used in another Delivery Source in this account"
            )
            raise Refused(CONFLICT, f"{text}.", attribute=("resource_arn",))


def _new(name: str, operation: str) -> Any:
    """Return the guard that refuses a second object of a name: AWS would change the first."""

    def takes_no_others_name(x: Task) -> None:
        if x.prior:
            return
        try:
            x.call(operation, name=x["name"])
        except Exception as error:
            if is_gone(error):
                return
            raise
        text = f"Tags can only be provided when a resource is being created: {name} {x['name']} "
        raise Refused(CONFLICT, f"{text}exists.", attribute=("name",))

    return takes_no_others_name


def _bucket(x: Task) -> str:
    (where,) = x["delivery_destination_configuration"]
    arn = str(where["destination_resource_arn"])
    return arn.rpartition(":::")[2].partition("/")[0] if _service(arn) == "s3" else ""


def _may_be_written(x: Task) -> None:
    """The bucket's policy lets the logs in.

    AWS would write the statement itself, and the next plan would take it away again.
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    """
    name = _bucket(x)
    if not name:
        return
    try:
        found = x.client("s3").get_bucket_policy(Bucket=name)["Policy"]
    except Exception as error:
        if not is_gone(error):
            raise
        found = "{}"
    said = statements(parse(found) or {})
    if not any(
        allows(one, "s3:PutObject") and WRITER in principals(one, "Service") for one in said
    ):
        text = f"Access Denied for LogDestination: {name}. Please check LogDestination permission"
        raise Refused("AccessDeniedException", text, attribute=OF_THE_DESTINATION)


def _is_used(member: str, attribute: str) -> Any:
    """Return the guard that keeps what a delivery still needs."""

    def delivers_nothing(x: Task) -> None:
        for one in x.call("describe_deliveries").get("deliveries", ()):
            if one[member] == x[attribute]:
                text = f"{x[attribute]} is used by delivery {one['id']}."
                raise Refused(CONFLICT, text)

    return delivers_nothing


class DeliverySource(Handler):
    """A resource whose logs are delivered; its name is its id, which the provider does not keep."""

    kind = cloudwatch.LogDeliverySource
    service = "logs"
    find_op, found, by = "get_delivery_source", "deliverySource", {"name": "name"}
    delete_op = "delete_delivery_source"
    guards = (_beside_its_distribution, _new("Delivery Source", "get_delivery_source"), _one_source)
    delete_guards = (_is_used("deliverySourceName", "name"),)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_delivery_source", **x.arguments("put_delivery_source"))
        x.id = str(x["name"])

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return the one resource that it stands for."""
        return {"resource_arn": found["resourceArns"][0]}

    def import_(self, id: str) -> Values:
        """Return its name."""
        return {"name": id}


class DeliveryDestination(Handler):
    """Where logs go; its name is its id, which the provider does not keep."""

    kind = cloudwatch.LogDeliveryDestination
    service = "logs"
    find_op, found, by = "get_delivery_destination", "deliveryDestination", {"name": "name"}
    delete_op = "delete_delivery_destination"
    guards = (_new("Delivery Destination", "get_delivery_destination"), _may_be_written)
    delete_guards = (_is_used("deliveryDestinationArn", "arn"),)

    def create(self, x: Task) -> None:
        """Put it."""
        x.call("put_delivery_destination", **x.arguments("put_delivery_destination"))
        x.id = str(x["name"])

    def update(self, x: Task) -> None:
        """Put it again, elsewhere; tags go their own way."""
        if x.changed("delivery_destination_configuration"):
            arguments = x.arguments("put_delivery_destination")
            arguments.pop("tags", None)
            x.call("put_delivery_destination", **arguments)

    def import_(self, id: str) -> Values:
        """Return its name."""
        return {"name": id}


class Delivery(Handler):
    """What brings logs from a source to a destination."""

    kind = cloudwatch.LogDelivery
    service = "logs"
    create_op, created = "create_delivery", "delivery.id"
    find_op, found, by = "get_delivery", "delivery", "id"
    delete_op = "delete_delivery"
    names = {PLACE: ""}

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments, with where in the bucket the logs go."""
        return {**x.arguments("create_delivery"), **_placed(x)}

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return where in the bucket the logs go; by itself AWS writes below AWSLogs."""
        config = found.get("s3DeliveryConfiguration")
        if not config:
            return {PLACE: []}
        hive, path = config.get("enableHiveCompatiblePath", False), config["suffixPath"]
        return {PLACE: [{"enable_hive_compatible_path": hive, "suffix_path": path}]}

    def update(self, x: Task) -> None:
        """Change what each log has, and where it goes."""
        if x.changed("record_fields", "field_delimiter", PLACE):
            operation = "update_delivery_configuration"
            x.call(operation, id=x.id, **x.arguments(operation), **_placed(x))


def _placed(x: Task) -> dict[str, Any]:
    """Return the API's form of the one place in a bucket."""
    for one in x[PLACE] or ():
        members = {
            "suffixPath": one.get("suffix_path"),
            "enableHiveCompatiblePath": one.get("enable_hive_compatible_path"),
        }
        given = {name: value for name, value in members.items() if value is not None}
        return {"s3DeliveryConfiguration": given}
    return {}
