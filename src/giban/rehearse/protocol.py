"""The one door to the messages of Terraform's plugin protocol, version 6."""

from typing import Any

from pyvider.protocols.tfprotov6.protobuf import tfplugin6_pb2

pb: Any = tfplugin6_pb2

__all__ = ["pb"]
