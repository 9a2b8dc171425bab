"""Many visitors at the same moment, each with an address and an open connection of its own.

    async with crowd.of(site, addresses) as people:
        answer, seconds = await people[0].ask("/my")

Written on streams: HTTP clients ask once more when a connection breaks, and nobody learns of it.
"""

import asyncio
import contextlib
import http.client
import io
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from scripts.stack.checks.headers import STATIC
from scripts.stack.nginx import Site
from scripts.stack.visitor import Answer

SECONDS = 60
ARRIVING = 32  # at once: TLS is work
END_OF_HEAD = b"\r\n\r\n"


class Heard(NamedTuple):
    """What came back, and how long after it was asked for."""

    answer: Answer
    seconds: float


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who keeps a connection open."""

    address: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, path: str, form: bytes | None = None) -> Heard:
        """Look at a page or send a form; a connection that breaks is an error."""
        method = "GET" if form is None else "POST"
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(form or b'')}"
        began = time.monotonic()
        self.writer.write(head.encode() + END_OF_HEAD + (form or b""))
        async with asyncio.timeout(SECONDS):
            status, _end, rest = (await self.reader.readuntil(END_OF_HEAD)).partition(b"\r\n")
            headers = http.client.parse_headers(io.BytesIO(rest))
            body = await self.reader.readexactly(int(headers["Content-Length"]))
        answer = Answer(int(status.split()[1]), headers.items(), body)
        return Heard(answer, time.monotonic() - began)


@contextlib.asynccontextmanager
async def of(site: Site, addresses: Iterable[str]) -> AsyncIterator[list[Visitor]]:
    """Let people come, each ready to ask; they leave when the block ends."""
    trust = ssl.create_default_context(cafile=str(site.authority))
    turn = asyncio.Semaphore(ARRIVING)

    async def come(address: str) -> Visitor:
        async with turn:
            opened = await asyncio.open_connection(
                "127.0.0.1",
                site.https,
                ssl=trust,
                server_hostname="localhost",
                local_addr=(address, 0),
            )
            visitor = Visitor(address, *opened)
            # nginx leaves who never asked after 15 s, the others after 65; files are not counted.
            await visitor.ask(STATIC)
            return visitor

    people = await asyncio.gather(*map(come, addresses))
    try:
        yield people
    finally:
        for visitor in people:
            visitor.writer.transport.abort()
        await asyncio.sleep(0)  # closes what was aborted


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that happens in another thread."""
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await asyncio.sleep(0.01)
