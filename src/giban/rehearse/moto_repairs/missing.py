"""What moto lacks is refused at once and by name.

moto fails with a 500 or a 404 then: AWS's clients retry the one for minutes and take the other
for "there is no such thing". An error of the caller's own, with a code of its own, is neither.
"""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

MISSING = "NotImplementedInRehearsal"
CRASHED = "CrashedInRehearsal"
STATUS = 400


def refuse_by_name(application: Any, service: str) -> None:
    """Answer for operations that moto does not have, and for those it fails in."""
    from flask import request  # noqa: PLC0415  # slow
    from werkzeug.exceptions import HTTPException  # noqa: PLC0415  # slow

    def answer(error: Exception) -> Any:
        nowhere = request.routing_exception is not None
        if isinstance(error, HTTPException) and not nowhere:
            return error
        name = f"{service}:{_operation(service, request)}"
        if nowhere or isinstance(error, NotImplementedError):
            return _refusal(service, MISSING, f"{name} is not part of the rehearsal's AWS")
        words = f"{name} failed in the rehearsal's AWS: {type(error).__name__}: {error}"
        return _refusal(service, CRASHED, words)

    application.register_error_handler(Exception, answer)


def _operation(service: str, request: Any) -> str:
    """Return the name of the operation asked for."""
    target = request.headers.get("X-Amz-Target")
    if target:
        return str(target).rpartition(".")[2]
    if "Action" in request.values:
        return str(request.values["Action"])
    from moto.core.request import normalize_request  # noqa: PLC0415  # slow
    from moto.core.routing import get_service_router  # noqa: PLC0415  # slow

    try:
        operation, _ = get_service_router(service).match(normalize_request(request))
    except Exception:  # noqa: BLE001  # only a name is at stake
        return f"{request.method} {request.path}"
    return str(operation.name)


def _refusal(service: str, code: str, words: str) -> Any:
    """Return an error in the form of the service's protocol."""
    from flask import Response  # noqa: PLC0415  # slow
    from moto.core.utils import get_service_model  # noqa: PLC0415  # slow

    headers = {"x-amzn-ErrorType": code}
    try:
        protocol = get_service_model(service).protocol
    except Exception:  # noqa: BLE001  # moto's own interface is no service
        protocol = "json"
    if "json" in protocol or "cbor" in protocol:
        body = json.dumps({"__type": code, "message": words})
        return Response(body, STATUS, headers, mimetype="application/json")
    error = f"<Code>{code}</Code><Message>{escape(words)}</Message>"
    if service == "s3":
        body = f"<Error>{error}</Error>"
    elif protocol == "ec2":
        body = f"<Response><Errors><Error>{error}</Error></Errors></Response>"
    else:
        body = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>"
    return Response(body, STATUS, headers, mimetype="text/xml")
