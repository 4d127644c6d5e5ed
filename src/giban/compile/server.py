"""A small server for one task, reached by Session Manager only (Amazon EC2)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from giban.blueprint import Lifecycle, Object
from giban.catalogue import ec2, iam, ssm
from giban.catalogue import instances as servers
from giban.compile.account import account_id
from giban.compile.draft import Part
from giban.compile.names import ROLE_LIMIT, label, named
from giban.compile.policies import trust
from giban.values import ABSENT, Call, Value

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
MANAGED = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
DISK_GIB = 8


class Kind(Struct, frozen=True):
    """A type of instance, what it runs once, and whether it passes on others' packets."""

    type: str
    script: str = ""
    forwards: bool = False


def server(
    part: Part,
    name: str,
    kind: Kind,
    subnet: Value,
    group: ec2.SecurityGroup,
    *,
    after: Sequence[Object] = (),
) -> servers.Instance:
    """Make a server of Amazon Linux on Graviton."""
    draft = part.draft
    full = named(draft.system, name)
    profile, managed = _profile(part, name)
    image = draft.read(ssm.ParameterData("ami_arm64", name=IMAGE))
    return part.add(
        servers.Instance(
            label(name),
            ami=image.ref.insecure_value,
            instance_type=kind.type,
            subnet_id=subnet,
            vpc_security_group_ids=[group.ref.id],
            iam_instance_profile=profile.ref.name,
            source_dest_check=False if kind.forwards else ABSENT,
            user_data_base64=Call("base64encode", (kind.script,)) if kind.script else ABSENT,
            user_data_replace_on_change=True if kind.script else ABSENT,
            metadata_options=servers.InstanceMetadataOptions(
                http_tokens="required", http_put_response_hop_limit=1
            ),
            root_block_device=servers.RootBlockDevice(
                volume_type="gp3", volume_size=DISK_GIB, encrypted=True, tags={"Name": full}
            ),
            tags={"Name": full},
        ),
        "A newer image of Amazon Linux alone replaces nothing: `terraform taint` does.",
        after=[managed, *after],
        lifecycle=Lifecycle(ignore_changes=("ami",)),
    )


def _profile(part: Part, name: str) -> tuple[iam.InstanceProfile, iam.RolePolicyAttachment]:
    own, system = part.in_chapter("iam"), part.draft.system
    role = own.add(
        iam.Role(
            label(name),
            name=named(system, name, limit=ROLE_LIMIT),
            assume_role_policy=trust("ec2.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, name)},
        )
    )
    managed = own.add(
        iam.RolePolicyAttachment(label(name), role=role.ref.name, policy_arn=MANAGED),
        "Session Manager: no SSH, no open port.",
    )
    profile = own.add(
        iam.InstanceProfile(
            label(name),
            name=named(system, name, limit=128),
            role=role.ref.name,
            tags={"Name": named(system, name)},
        )
    )
    return profile, managed
