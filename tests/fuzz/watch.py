"""One input at a time, with limits: what it costs, and what leaves the reader."""

from __future__ import annotations

import hashlib
import json
import resource
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.fuzz.targets import Target

CPU_SECONDS, MEMORY = 10, 2 << 30
"""What one input may cost: seconds of the processor, and bytes beyond what the libraries themselves take."""


@dataclass
class Tally:
    """What was tried on a reader, and what of it left."""

    tried: int = 0
    refused: int = 0
    slowest: float = 0.0
    memory: int = 0
    killed: int = 0
    seconds: float = 0.0
    left: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it where the runner reads it, whole or not at all."""
        path.with_suffix(".new").write_text(json.dumps(asdict(self)))
        path.with_suffix(".new").replace(path)


def limit_memory() -> None:
    """Bound what this process may take from now on."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, resource.RLIM_INFINITY))


def limit_time() -> None:
    """Let the system kill this process when it computes for ten seconds more; it may be a library that hangs."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def tail(error: BaseException) -> str:
    """Return what failures are told apart by: the error's type, where of ours it came from, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/govmetrics/" in frame.filename]
    said = [
        f"{Path(f.filename).parent.name}/{Path(f.filename).name}:{f.name}" for f in (*ours[-1:], *frames[-1:])
    ]
    return " < ".join([type(error).__name__, *dict.fromkeys(reversed(said))])


@dataclass
class Watch:
    """Tries inputs on one reader, in this process."""

    target: Target
    folder: Path
    tally: Tally = field(default_factory=Tally)
    _written: float = 0.0

    @property
    def current(self) -> Path:
        """The file that is being read: what remains when the process is killed."""
        return self.folder / f"input{self.target.suffix}"

    def outcome(self, data: bytes) -> str:
        """Return "read", "refused" or the tail of what left."""
        self.current.write_bytes(data)
        try:
            return self.target.try_on(self.current)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever leaves is what is looked for
            return tail(error)

    def on(self, data: bytes) -> None:
        """Try one input; keep it when something leaves that was not seen yet."""
        began = time.process_time()
        what = self.outcome(data)
        tally = self.tally
        tally.tried += 1
        tally.refused += what == "refused"
        tally.slowest = max(tally.slowest, time.process_time() - began)
        if what not in ("read", "refused"):
            if what not in tally.left:
                keep(self.folder / "found", what, data, self.target.suffix)
            tally.left[what] = tally.left.get(what, 0) + 1
        if time.monotonic() - self._written > 0.5:
            self.write()

    def write(self) -> None:
        """Write what was counted."""
        self._written = time.monotonic()
        self.tally.seconds = time.process_time()
        self.tally.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        self.tally.write(self.folder / "tally.json")


def keep(folder: Path, what: str, data: bytes, suffix: str) -> Path:
    """Save an input that fails, with what left beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{hashlib.sha256(what.encode()).hexdigest()[:12]}{suffix}"
    path.write_bytes(data)
    path.with_suffix(".why").write_text(what)
    return path
