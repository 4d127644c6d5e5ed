"""The stand-in provider on the network: Terraform's plugin protocol 6 over gRPC on loopback.

Terraform finds it by TF_REATTACH_PROVIDERS. TCP rather than a unix socket, because two provider
blocks are told apart by their connections, and a unix socket has no peer address.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

from giban.rehearse.engine import Engine
from giban.rehearse.protocol import pb
from giban.rehearse.schema import provider_schema

THREADS = 24
LARGE = 64 * 1024 * 1024
EMPTY = b""
SERVING = b"\x08\x01"
Call = Callable[[Any, str], Any]


def serve(engine: Engine) -> tuple[Any, int]:
    """Start answering on a free port of loopback; returns the server and its port."""
    server = grpc.server(
        ThreadPoolExecutor(THREADS, thread_name_prefix="provider"),
        options=[
            ("grpc.max_receive_message_length", LARGE),
            ("grpc.max_send_message_length", LARGE),
            ("grpc.so_reuseport", 0),
        ],
    )
    server.add_generic_rpc_handlers((_provider(engine), *_plugin()))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def _provider(engine: Engine) -> Any:
    calls: dict[str, tuple[Any, Call]] = {
        "GetMetadata": (pb.GetMetadata, engine.metadata),
        "ValidateProviderConfig": (pb.ValidateProviderConfig, engine.validate_provider),
        "ConfigureProvider": (pb.ConfigureProvider, engine.configure),
        "GetResourceIdentitySchemas": (pb.GetResourceIdentitySchemas, engine.identities),
        "GetFunctions": (pb.GetFunctions, engine.functions),
        "CallFunction": (pb.CallFunction, engine.call_function),
        "StopProvider": (pb.StopProvider, engine.stop),
        "ValidateResourceConfig": (pb.ValidateResourceConfig, engine.validate_resource),
        "UpgradeResourceState": (pb.UpgradeResourceState, engine.upgrade),
        "ReadResource": (pb.ReadResource, engine.read),
        "PlanResourceChange": (pb.PlanResourceChange, engine.plan),
        "ApplyResourceChange": (pb.ApplyResourceChange, engine.apply),
        "ImportResourceState": (pb.ImportResourceState, engine.import_),
        "MoveResourceState": (pb.MoveResourceState, engine.move),
        "ValidateDataResourceConfig": (pb.ValidateDataResourceConfig, engine.validate_data),
        "ReadDataSource": (pb.ReadDataSource, engine.read_data),
        "ValidateEphemeralResourceConfig": (
            pb.ValidateEphemeralResourceConfig,
            engine.validate_ephemeral,
        ),
        "OpenEphemeralResource": (pb.OpenEphemeralResource, engine.open_ephemeral),
        "RenewEphemeralResource": (pb.RenewEphemeralResource, engine.renew_ephemeral),
        "CloseEphemeralResource": (pb.CloseEphemeralResource, engine.close_ephemeral),
    }
    methods = {name: _method(message, call) for name, (message, call) in calls.items()}
    methods["GetProviderSchema"] = grpc.unary_unary_rpc_method_handler(
        lambda _request, _context: provider_schema()
    )
    return grpc.method_handlers_generic_handler("tfplugin6.Provider", methods)


def _method(message: Any, call: Call) -> Any:
    return grpc.unary_unary_rpc_method_handler(
        lambda request, context: call(request, context.peer()),
        request_deserializer=message.Request.FromString,
        response_serializer=message.Response.SerializeToString,
    )


def _plugin() -> tuple[Any, ...]:
    """Return the services of go-plugin itself; streams end at once, as each would hold a thread."""
    unary, stream = grpc.unary_unary_rpc_method_handler, grpc.unary_stream_rpc_method_handler
    handlers = grpc.method_handlers_generic_handler
    return (
        handlers("plugin.GRPCController", {"Shutdown": unary(lambda _request, _context: EMPTY)}),
        handlers("plugin.GRPCStdio", {"StreamStdio": stream(lambda _request, _context: iter(()))}),
        handlers("grpc.health.v1.Health", {"Check": unary(lambda _request, _context: SERVING)}),
    )
