"""A light HTTP client: one keep-alive connection, one request at a time, so that what is measured is the hub."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by their names in small letters."""

    status: int
    headers: dict[bytes, bytes]
    content: bytes


class Light:
    """One connection to a hub, in somebody's name once `token` is set."""

    def __init__(self, url: str, token: str = "") -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self.token = token
        self._turn = asyncio.Lock()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> "Light":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**24)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._writer:
            self._writer.close()

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """Status and content of one answer of known length."""
        answer = await self.asked(method, path, body, **headers)
        return answer.status, answer.content

    async def asked(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """The same with the answer's headers."""
        async with self._turn:
            await self._send(method, path, body, headers)
            status, told = await self._head()
            return Answer(status, told, await self._r.readexactly(int(told.get(b"content-length", b"0"))))

    async def commands(self, hall: str, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """The verdicts of a list of commands."""
        status, content = await self.ask("POST", f"/v1/halls/{hall}/commands", {"commands": commands})
        if status != 200:
            raise RuntimeError(f"{status}: {content.decode()}")
        verdicts: list[dict[str, Any]] = orjson.loads(content)["verdicts"]
        return verdicts

    async def json(self, path: str) -> Any:
        """What a GET tells."""
        status, content = await self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{status}: {content.decode()}")
        return orjson.loads(content)

    async def feed(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """The frames of a feed, until it ends; this connection is good for nothing else afterwards."""
        await self._send("GET", path, None, {})
        status, _ = await self._head()
        if status != 200:
            raise RuntimeError(f"feed: {status}")
        name, text = b"message", b""
        while size := int((await self._r.readline()).strip() or b"0", 16):
            text += await self._r.readexactly(size)
            await self._r.readexactly(2)
            *lines, text = text.split(b"\n")
            for line in lines:
                if line.startswith(b"event: "):
                    name = line[7:]
                elif line.startswith(b"data: ") and name == b"message":
                    yield orjson.loads(line[6:])
                elif not line:
                    name = b"message"

    @property
    def _r(self) -> asyncio.StreamReader:
        assert self._reader is not None
        return self._reader

    async def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> None:
        assert self._writer is not None
        content = b"" if body is None else orjson.dumps(body)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", f"Content-Length: {len(content)}"]
        lines += ["Content-Type: application/json"] if content else []
        lines += [f"Authorization: Bearer {self.token}"] if self.token else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        await self._writer.drain()

    async def _head(self) -> tuple[int, dict[bytes, bytes]]:
        head = await self._r.readuntil(b"\r\n\r\n")
        first, *rest = head[:-4].split(b"\r\n")
        told = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in rest)}
        return int(first.split()[1]), told
