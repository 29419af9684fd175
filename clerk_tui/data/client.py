"""The central API's routes as calls: answers as typed values, refusals as codes, a dead line as `Unreachable`."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import orjson
from httpx_sse import EventSource, ServerSentEvent, SSEError
from pydantic import ValidationError

from clerk_tui.protocol.envelope import Frame, Verdict, VerdictList
from clerk_tui.protocol.face import Face
from clerk_tui.refusal import Refusal

FEED_SILENCE_SECONDS = 25.0
"""Heartbeats come every ten seconds: after this much silence the line is taken for dead."""

RETRY_MAX_SECONDS = 60.0
"""How long a centre's `Retry-After` is believed at most."""


class Unreachable(Exception):
    """No answer that speaks of the request: the line is dead, it took too long, or the centre is in trouble (5xx).

    `retry_after` are the seconds that a centre which has too much to do asks to be left alone; 0 when it asked nothing.
    """

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class HttpRefusal(Refusal):
    """The centre refuses a whole request; `status` is the HTTP status."""

    def __init__(self, http: int, code: str, /, **details: Any) -> None:
        super().__init__(code, **details)
        self.status = http


class Offset:
    """How far the centre's clock is ahead of this machine's, narrowed by every answer's `Date`.

    The header counts whole seconds and may be a second old, so an offset that could be zero is zero.
    """

    def __init__(self) -> None:
        self.value = timedelta(0)
        self._low: float | None = None
        self._high: float | None = None

    def see(self, date: str | None, sent: datetime, got: datetime) -> None:
        """Takes one answer's header, with the local times (aware) of request and answer."""
        if not date:
            return
        try:
            centre = parsedate_to_datetime(date).astimezone(UTC)
        except ValueError:
            return
        low, high = (centre - got).total_seconds(), (centre - sent).total_seconds() + 2.0
        if self._low is not None and self._high is not None and max(low, self._low) <= min(high, self._high):
            low, high = max(low, self._low), min(high, self._high)
        self._low, self._high = low, high
        self.value = timedelta(0) if low <= 0 <= high else timedelta(seconds=(low + high) / 2)


class Client:
    """One window's line to one hub. `transport` lets a test or a simulator stand in for the network."""

    def __init__(
        self,
        hub: str,
        *,
        clock: Callable[[], datetime],
        device_token: str = "",
        lang: str = "zh",
        timeout_seconds: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.hub = hub.rstrip("/")
        self._clock = clock
        self.token = ""
        self.offset = Offset()
        headers = {"X-Device-Token": device_token} if device_token else {}
        timeout = httpx.Timeout(timeout_seconds, connect=min(5.0, timeout_seconds))
        self._http = httpx.AsyncClient(
            base_url=self.hub, headers=headers, timeout=timeout, transport=transport, trust_env=False
        )
        self.lang = lang

    async def close(self) -> None:
        """Ends all connections."""
        await self._http.aclose()

    # Who

    async def sign_in(self, staff_no: str, password: str, otp: str | None, window: str | None) -> dict[str, Any]:
        """Opens a session; the answer as the hub gives it. From now on requests carry its token."""
        body = {"staff_no": staff_no, "password": password, "otp": otp, "window": window}
        given = {key: value for key, value in body.items() if value is not None}
        answer = await self._json("POST", "/v1/sessions", content=orjson.dumps(given), signed=False)
        self.token = answer["token"]
        return answer

    async def sign_out(self) -> None:
        """Ends the session at the hub."""
        await self._send("DELETE", "/v1/sessions/current")
        self.token = ""

    # Commands and reads

    async def commands(self, hall: str, body: bytes) -> list[Verdict]:
        """Sends a list of commands, already in bytes; verdicts in its order."""
        response = await self._send("POST", f"/v1/halls/{hall}/commands", content=body)
        try:
            return VerdictList.model_validate_json(response.content).verdicts
        except ValidationError:
            raise Unreachable("strange answer") from None

    async def snapshot(self, hall: str) -> dict[str, Any]:
        """The hall's day as it stands: `seq`, `day` and what the hall brings to decisions."""
        return await self._json("GET", f"/v1/halls/{hall}/snapshot")

    async def case(self, hall: str, case: str) -> list[Frame]:
        """All events of one case, oldest first."""
        answer = await self._json("GET", f"/v1/halls/{hall}/cases/{case}")
        return [Frame.model_validate(frame) for frame in answer["frames"]]

    async def cases_of_ticket(self, hall: str, ticket: str) -> list[str]:
        """The ids of the cases of one visit, the newest first."""
        response = await self._send("GET", f"/v1/halls/{hall}/cases", params={"ticket": ticket})
        return [str(case["id"]) for case in orjson.loads(response.content)["cases"]]

    async def cases(self, hall: str, view: str) -> list[dict[str, Any]]:
        """The cases of a view: nothing personal but masked names."""
        response = await self._send("GET", f"/v1/halls/{hall}/cases", params={"view": view})
        told: list[dict[str, Any]] = orjson.loads(response.content)["cases"]
        return told

    async def find_person(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What is open for the person to whom a number leads."""
        return await self._json("POST", "/v1/persons/lookup", content=orjson.dumps(dict(asked)))

    async def face(self, hall: str, window: str) -> Face:
        """The citizen's side of a window, labels in this client's language."""
        response = await self._send("GET", f"/v1/halls/{hall}/windows/{window}/face")
        try:
            return Face.model_validate_json(response.content)
        except ValidationError:
            raise Unreachable("strange answer") from None

    async def lookup(self, hall: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Asks a source of shared data for a case; its values come as events of the case."""
        return await self._json("POST", f"/v1/halls/{hall}/lookups", content=orjson.dumps(dict(asked)))

    async def typing(self, hall: str, what: Mapping[str, Any]) -> None:
        """Tells the other side what is being typed just now; stored nowhere."""
        await self._send("POST", f"/v1/halls/{hall}/typing", content=orjson.dumps(dict(what)))

    async def put_file(self, hall: str, case: str, sha256: str, media_type: str, content: bytes) -> None:
        """Sends a file of a case."""
        path = f"/v1/halls/{hall}/cases/{case}/files/{sha256}"
        await self._send("PUT", path, content=content, media_type=media_type)

    async def get_file(self, hall: str, case: str, sha256: str) -> tuple[str, bytes]:
        """A file of a case as the centre keeps it: media type and bytes."""
        response = await self._send("GET", f"/v1/halls/{hall}/cases/{case}/files/{sha256}")
        return response.headers.get("Content-Type", "").partition(";")[0], response.content

    async def show_in_viewer(self, hall: str, window: str, what: Mapping[str, str]) -> bool:
        """Tells the window's page on a second monitor what to show; whether one is open."""
        path = f"/v1/halls/{hall}/windows/{window}/viewer"
        return bool((await self._json("POST", path, content=orjson.dumps(dict(what))))["watched"])

    async def viewer_code(self, hall: str, window: str) -> dict[str, Any]:
        """A short-lived code that opens that page once: `code` and `digits`."""
        return await self._json("POST", f"/v1/halls/{hall}/windows/{window}/viewer/code")

    async def paper(self, hall: str, case: str, paper: str, how: Mapping[str, str] | None = None) -> bytes:
        """A paper of a case as PDF; `how` may say `lang`, `large` and `form` (pdf, roll80, roll58: then ESC/POS)."""
        path = f"/v1/halls/{hall}/cases/{case}/papers/{paper}"
        return (await self._send("GET", path, params=dict(how or {}))).content

    async def stats(self, hall: str, days: Mapping[str, str]) -> bytes:
        """The hall's figures as JSON; `days` holds `from` and `to` as ISO dates where they are given."""
        return (await self._send("GET", f"/v1/halls/{hall}/stats", params=days)).content

    async def forecast_error(self, hall: str) -> dict[str, Any] | None:
        """How the hub's forecasts held lately; None when there is nothing to hold them against."""
        answer = (await self._send("GET", f"/v1/halls/{hall}/stats/forecast")).json()
        found: dict[str, Any] | None = answer["forecast_error"]
        return found

    async def day_csv(self, hall: str, day: str) -> tuple[bytes, int]:
        """One day's tickets as CSV, and how many numbers are left out of it."""
        response = await self._send("GET", f"/v1/halls/{hall}/stats/day", params={"date": day})
        return response.content, int(response.headers.get("X-Left-Out", "0"))

    async def current_catalog(self, known: str | None = None) -> tuple[str, bytes] | None:
        """The hash and the bytes of the catalogue in force; None when it is the `known` one."""
        response = await self._send("GET", "/v1/catalogs/current", known=known)
        if response.status_code == 304:
            return None
        return response.headers.get("ETag", "").removeprefix("W/").strip('"'), response.content

    async def catalog(self, sha256: str) -> bytes:
        """One published catalogue by its hash."""
        return (await self._send("GET", f"/v1/catalogs/{sha256}")).content

    async def hand_in_catalog(self, content: bytes, *, dry_run: bool) -> dict[str, Any]:
        """What these published bytes would change; without `dry_run` they are kept for a publisher."""
        params = {"dry_run": "true" if dry_run else "false"}
        return await self._json("POST", "/v1/catalogs", content=content, params=params, media_type="application/json")

    async def publish_catalog(self, sha256: str) -> dict[str, Any]:
        """Puts in force what somebody else handed in."""
        return await self._json("POST", f"/v1/catalogs/{sha256}/publish")

    async def catalog_submissions(self) -> list[dict[str, Any]]:
        """What editors handed in, newest first."""
        told: list[dict[str, Any]] = orjson.loads((await self._send("GET", "/v1/catalogs")).content)
        return told

    async def proposals(self, state: str | None = None) -> list[dict[str, Any]]:
        """What clerks propose to change, with what it would save; `state` is open, adopted or declined."""
        response = await self._send("GET", "/v1/proposals", params={"state": state} if state else None)
        told: list[dict[str, Any]] = orjson.loads(response.content)
        return told

    async def proposal_stats(self) -> list[dict[str, Any]]:
        """Proposed, adopted and declined per hall."""
        told: list[dict[str, Any]] = orjson.loads((await self._send("GET", "/v1/proposals/stats")).content)
        return told

    async def adopt_proposal(self, proposal: str) -> dict[str, Any]:
        """Takes it into the next publication."""
        return await self._json("POST", f"/v1/proposals/{proposal}/adopt")

    async def decline_proposal(self, proposal: str, reason: str) -> dict[str, Any]:
        """Says why not."""
        return await self._json("POST", f"/v1/proposals/{proposal}/decline", content=orjson.dumps({"reason": reason}))

    @asynccontextmanager
    async def feed(self, hall: str, after: int, cases: Iterable[str]) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
        """The hall's feed from `after` on, with the events of `cases`."""
        query = httpx.QueryParams([("after", str(after)), *(("case", case) for case in cases)])
        headers = self._headers() | {"Accept": "text/event-stream"}
        timeout = httpx.Timeout(10.0, read=FEED_SILENCE_SECONDS)
        path = f"/v1/halls/{hall}/feed"
        sent = self._clock()
        try:
            async with self._http.stream("GET", path, params=query, headers=headers, timeout=timeout) as response:
                self.offset.see(response.headers.get("Date"), sent, self._clock())
                if response.status_code != 200:
                    await response.aread()
                    self._raise_for(response)
                yield _events(response)
        except httpx.HTTPError as wrong:
            raise Unreachable(type(wrong).__name__) from None

    # The line

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Language": self.lang, "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    async def _json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        response = await self._send(method, path, **request)
        try:
            answer = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise HttpRefusal(response.status_code, "centre.strange", url=self.hub)
        return answer

    async def _send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        media_type: str | None = None,
        signed: bool = True,
        known: str | None = None,
    ) -> httpx.Response:
        if signed and not self.token:
            raise HttpRefusal(401, "window.signed_out")
        headers = self._headers()
        if not signed:
            headers.pop("Authorization", None)
        if media_type:
            headers["Content-Type"] = media_type
        if known:
            headers["If-None-Match"] = f'"{known}"'
        sent = self._clock()
        try:
            response = await self._http.request(method, path, content=content, params=params, headers=headers)
        except httpx.HTTPError as wrong:
            raise Unreachable(type(wrong).__name__) from None
        self.offset.see(response.headers.get("Date"), sent, self._clock())
        if not response.is_success and response.status_code != 304:
            self._raise_for(response)
        return response

    def _raise_for(self, response: httpx.Response) -> None:
        status = response.status_code
        if status >= 500 or status == 429:
            asked = response.headers.get("Retry-After", "")
            raise Unreachable(f"HTTP {status}", min(float(asked), RETRY_MAX_SECONDS) if asked.isdecimal() else 0.0)
        try:
            problem = orjson.loads(response.content)
            code, details = str(problem["code"]), dict(problem.get("details") or {})
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            raise HttpRefusal(status, "centre.refused", status=status) from None
        raise HttpRefusal(status, code, **details)


async def _events(response: httpx.Response) -> AsyncIterator[ServerSentEvent]:
    try:
        async for event in EventSource(response).aiter_sse():
            yield event
    except (httpx.HTTPError, SSEError) as wrong:
        raise Unreachable(type(wrong).__name__) from None
