"""The script an instance runs when it is made, as root: Docker, Compose, and a program `stack`.

`stack start` fetches the Compose file and what containers are told, starts them, and goes back to
the last image tags that worked when the new ones do not become healthy. It runs at every start of
the instance, and deploys run it again (ledger TO-OPS-01, WL-ASG-04). Files are fetched by a
checksum that stands in this script: nobody who may only write to the bucket, or to Parameter
Store, decides what root runs here (defect D-WL-07).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from msgspec import Struct

from giban.system import Instances, System
from giban.values import Text, Value, text

COMPOSE = "v2.40.3"
# https://github.com/docker/compose/releases/tag/v2.40.3, checksums.txt
COMPOSE_SHA256 = {
    "x86_64": "dba9d98e1ba5bfe11d88c99b9bd32fc4a0624a30fafe68eea34d61a3e42fd372",
    "arm64": "d26373b19e89160546d15407516cc59f453030d9bc5b43ba7faf16f7b4980137",
}
MACHINE = {"x86_64": "x86_64", "arm64": "aarch64"}
RELEASES = "https://github.com/docker/compose/releases/download"
WAIT_SECONDS = 300

HEAD = """\
#!/usr/bin/env bash
# Makes an instance run its containers. Runs once, as root; see /var/log/cloud-init-output.log.
set -euo pipefail
"""

INSTALL = """
# The way to the internet may be made at the same time as the instance.
until dnf install -y docker jq amazon-cloudwatch-agent; do sleep 10; done

# Docker Compose is not in the repositories of Amazon Linux.
plugins=/usr/local/lib/docker/cli-plugins
mkdir -p "$plugins"
curl -fsSL --retry 5 --retry-all-errors -o "$plugins/docker-compose" {url}
echo "{sum}  $plugins/docker-compose" | sha256sum --check
chmod 0755 "$plugins/docker-compose"
"""

DISK = """
# The disk that outlives instances holds Docker's volumes. The last instance may still have it.
token=$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' \\
  http://169.254.169.254/latest/api/token)
instance=$(curl -fsS -H "X-aws-ec2-metadata-token: $token" \\
  http://169.254.169.254/latest/meta-data/instance-id)
until aws ec2 attach-volume --region "$region" --volume-id "$volume" \\
  --instance-id "$instance" --device /dev/sdf; do sleep 10; done
disk=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(tr -d - <<<"$volume")
until [ -e "$disk" ]; do sleep 2; done
blkid "$disk" || mkfs.xfs "$disk"
mkdir -p /var/lib/docker/volumes
echo "$disk /var/lib/docker/volumes xfs defaults,nofail 0 2" >>/etc/fstab
mount /var/lib/docker/volumes
# Docker waits for the disk at every start: else containers would begin anew on the disk below it.
mkdir -p /etc/systemd/system/docker.service.d
cat >/etc/systemd/system/docker.service.d/disk.conf <<'END'
[Unit]
RequiresMountsFor=/var/lib/docker/volumes
END
"""

METRICS = """
cat >/opt/stack/metrics.json <<'END'
{"metrics": {
  "namespace": "NAMESPACE",
  "append_dimensions": {"DIMENSION": "${aws:DIMENSION}"},
  "aggregation_dimensions": [["DIMENSION"]],
  "metrics_collected": {
    "mem": {"measurement": ["used_percent"]},
    "disk": {"measurement": ["used_percent"], "resources": ["/"], "drop_device": true}}}}
END
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl \\
  -a fetch-config -m ec2 -s -c file:/opt/stack/metrics.json
"""

STACK = """
cat >/usr/local/bin/stack <<'END'
#!/usr/bin/env bash
# stack start: fetch what the containers need, and start them. If they do not become healthy, go
# back to the last images that did, and end with 3.
set -euo pipefail
umask 077
cd /opt/stack
# shellcheck source=/dev/null
. ./settings
export AWS_DEFAULT_REGION

# What is fetched holds no secret, and programs that are not root read it in their containers.
fetch() {
  while read -r sum key file; do
    aws s3 cp --only-show-errors "s3://$BUCKET/$key" "$file.new"
    echo "$sum  $file.new" | sha256sum --check --quiet
    chmod 0644 "$file.new"
    mv "$file.new" "$file"
  done <files
}

# A variable and its value, on one line. What is missing ends everything: nothing starts without.
variable() {
  local value
  value=$(jq -er --arg name "$2" '.Parameters[] | select(.Name == $name) | .Value' all.json) || {
    echo "$2 is not in Parameter Store." >&2
    exit 1
  }
  if [[ $value == *$'\\n'* ]]; then
    echo "$2 has several lines: a variable of a container has one." >&2
    exit 1
  fi
  printf '%s=%s\\n' "$1" "$value"
}

# Everything a container is told is read again at every start. It never stands on a command line.
tell() {
  trap 'rm -f all.json' EXIT
  aws ssm get-parameters-by-path --recursive --with-decryption --path "$PARAMETERS" >all.json
  rm -rf env.new && mkdir env.new
  while read -r container name parameter; do
    variable "$name" "$parameter" >>"env.new/$container"
  done <variables
  printf 'REGISTRY=%s\\n' "$REGISTRY" >.env.new
  while read -r name parameter; do
    variable "$name" "$parameter" >>.env.new
  done <tags
  rm -rf env && mv env.new env
  mv .env.new .env
  rm all.json
}

up() {
  docker compose up --detach --remove-orphans --wait --wait-timeout WAIT
}

start() {
  fetch
  tell
  if [ -s tags ]; then
    aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"
  fi
  docker compose pull --quiet
  while read -r container; do
    docker compose run --rm --no-TTY "$container" </dev/null
  done <first
  if up; then
    cp .env good.env
    docker image prune --all --force --filter until=168h
    return
  fi
  docker compose ps --all
  if [ -f good.env ]; then
    echo 'These images did not become healthy: back to the last that did.' >&2
    cp good.env .env
    up
    return 3
  fi
  return 1
}

case "$1" in
  start) start ;;
  *) echo 'usage: stack start' >&2; exit 2 ;;
esac
END
chmod 0755 /usr/local/bin/stack
"""

SERVICE = """
cat >/etc/systemd/system/stack.service <<'END'
[Unit]
Description=Containers of this instance
Requires=docker.service
After=docker.service network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/bin/stack start
Restart=on-failure
RestartPreventExitStatus=3
RestartSec=30

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now docker
systemctl enable --now --no-block stack
"""


class File(Struct, frozen=True):
    """A file in the bucket, the name it gets on the instance, and what is in it."""

    key: str
    name: str
    content: str

    @property
    def sum(self) -> str:
        """The SHA-256 checksum of what is in it."""
        return sha256(self.content.encode()).hexdigest()


class Boot(Struct, frozen=True, kw_only=True):
    """What the script is written from.

    `variables` are containers, each with its variables and the parameters they come from; `tags`
    variables and parameters; `first` containers that run to their end before the others start.
    """

    registry: Value
    bucket: Value
    parameters: str
    files: Sequence[File]
    variables: Mapping[str, Mapping[str, str]]
    tags: Mapping[str, str]
    first: Sequence[str]
    volume: Value | None
    namespace: str
    dimension: str


def user_data(system: System, wanted: Instances, boot: Boot) -> Text:
    """Return the script."""
    url = f"{RELEASES}/{COMPOSE}/docker-compose-linux-{MACHINE[wanted.architecture]}"
    install = INSTALL.format(url=url, sum=COMPOSE_SHA256[wanted.architecture])
    metrics = METRICS.replace("NAMESPACE", boot.namespace).replace("DIMENSION", boot.dimension)
    rest = metrics + STACK.replace("WAIT", str(WAIT_SECONDS)) + SERVICE
    disk: tuple[Value, ...] = ()
    if boot.volume is not None:
        disk = (f"\nregion={system.region}\nvolume=", boot.volume, DISK)
    settings = _settings(system, boot)
    return text(HEAD + install, *disk, *settings, _tables(boot) + rest)


def _settings(system: System, boot: Boot) -> tuple[Value, ...]:
    head = "\nmkdir -p /opt/stack\ncat >/opt/stack/settings <<'END'\n"
    return (
        f"{head}AWS_DEFAULT_REGION={system.region}\nREGISTRY=",
        boot.registry,
        "\nBUCKET=",
        boot.bucket,
        f"\nPARAMETERS={boot.parameters}\nEND\n",
    )


def _tables(boot: Boot) -> str:
    """Return the tables that `stack` goes through, line by line."""
    tables = {
        "files": [f"{file.sum} {file.key} {file.name}" for file in boot.files],
        "variables": [
            f"{container} {variable} {name}"
            for container, found in boot.variables.items()
            for variable, name in sorted(found.items())
        ],
        "tags": [f"{variable} {name}" for variable, name in boot.tags.items()],
        "first": list(boot.first),
    }
    return "".join(
        f"cat >/opt/stack/{name} <<'END'\n{''.join(f'{line}{chr(10)}' for line in lines)}END\n"
        for name, lines in tables.items()
    )
