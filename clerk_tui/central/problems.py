"""Problem details (RFC 9457): one shape for every error of the API, its sentence in the caller's language."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

from clerk_tui.protocol.envelope import Problem
from clerk_tui.texts import Lang, text

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """Ends a request with a problem. `details` fill the sentence and travel, so never hold personal data."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        path: str | None = None,
        headers: Mapping[str, str] | None = None,
        **details: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.path = path
        self.headers = dict(headers or {})
        self.details = details


def language(accept_language: str) -> Lang:
    """zh unless the caller prefers English: the first of both that the header names."""
    for part in accept_language.lower().split(","):
        tag = part.strip()[:2]
        if tag in ("zh", "en"):
            return "en" if tag == "en" else "zh"
    return "zh"


def sentence(code: str, lang: Lang, details: Mapping[str, Any]) -> str:
    """The sentence of a code; empty for a code, or parameters, that this build's texts do not know."""
    try:
        return text(code, lang, **details)
    except (KeyError, IndexError):
        return ""


def problem_response(error: ProblemError, lang: Lang) -> Response:
    """The answer to a request that ended with a problem."""
    said = sentence(error.code, lang, error.details) or error.code
    problem = Problem(
        title=said, status=error.status, code=error.code, detail=said, path=error.path, details=error.details
    )
    headers = {"Content-Language": lang, **error.headers}
    if error.status == 401:
        headers.setdefault("WWW-Authenticate", "Bearer")
    return Response(orjson.dumps(problem.model_dump()), error.status, headers, MEDIA_TYPE)
