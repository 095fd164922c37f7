"""One reader in a process of its own, for some seconds.

Atheris, where it is installed, keeps what reaches new lines of the package; without it inputs are drawn blindly.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

try:
    import atheris as _atheris

    atheris: ModuleType | None = _atheris
except ImportError:  # no wheel for this system
    atheris = None
READING = ("core", "intake", "survey", "appraisal", "network", "text", "dynamics", "evaluation.spec", "evaluation.keys", "recipe",
           "ahp.intake", "ahp.names", "ahp.read_answers", "ahp.read_matrices", "ahp.read_forms", "spatial.boundaries",
           "spatial.edges", "spatial.places", "monitoring.tickets", "planning.actions_form")  # fmt: skip
"""Where files are read; to follow every line of the package would take half a minute before the first input."""


def _others() -> list[str]:
    root = Path(__file__).resolve().parents[2]
    every = [path.relative_to(root).with_suffix("").parts for path in (root / "govmetrics").rglob("*.py")]
    names = [".".join(parts).removesuffix(".__init__") for parts in every]
    read = tuple(f"govmetrics.{room}" for room in READING)
    return [name for name in names if not name.startswith(read) or name.startswith("govmetrics.core.words")]


_OPEN = contextlib.ExitStack()
if atheris is not None:  # for as long as the process lives: rooms are imported when they are first used
    _OPEN.enter_context(atheris.instrument_imports(["govmetrics"], exclude=_others()))

from hypothesis import HealthCheck, given, settings  # noqa: E402

with contextlib.redirect_stderr(io.StringIO()):  # a line for every module
    from tests.fuzz.mutate import LARGEST, changed
    from tests.fuzz.strategies import files
    from tests.fuzz.targets import TARGETS, Target
    from tests.fuzz.watch import Watch, limit_memory, limit_time

FLAGS = ("-rss_limit_mb=0", "-timeout=86400", "-handle_segv=0", "-handle_bus=0", "-handle_abrt=0", "-handle_fpe=0",
         "-handle_ill=0", "-handle_xfsz=0", "-handle_int=0", "-handle_term=0", "-len_control=0", "-verbosity=0",)  # fmt: skip
"""libFuzzer's own limits are off: `watch` has ours, and a fault of the system is told with its Python lines."""

Try = Callable[[bytes], object]


def work(name: str, folder: Path, seconds: float, seed: int, mode: str) -> None:
    """Try inputs until the time is over, then end the process; what it counted is in the folder."""
    target, plain = TARGETS[name], mode == "bytes"
    said = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    stack = (folder / "stack.txt").open("w")
    faulthandler.enable(stack, all_threads=False)
    faulthandler.register(signal.SIGXCPU, stack, all_threads=False, chain=True)
    watch, end = Watch(target, folder), time.monotonic() + seconds

    def on(data: bytes) -> None:
        limit_time()
        watch.on(data)
        if time.monotonic() > end:
            watch.write()
            os._exit(0)

    for content in target.files:  # what is right, and whatever is imported on the way
        on(content)
    limit_memory()
    one = on if plain else structures(target, on)
    rng = random.Random(seed)
    seeds = target.files if plain else [rng.randbytes(size) for size in (256, 512, 1024, 2048)]
    if atheris is not None:
        guided(one, seeds, folder, seed, plain)
    else:
        blind(one, seeds, seed, plain)


def structures(target: Target, on: Try) -> Try:
    """Return a test of files that are drawn by the strategies, from the bytes that decide what is drawn."""

    @settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(files(target))
    def one(data: bytes) -> None:
        on(data)

    return one.hypothesis.fuzz_one_input  # type: ignore[attr-defined,no-any-return]


def guided(one: Try, seeds: list[bytes], folder: Path, seed: int, plain: bool) -> None:
    """Let Atheris choose inputs until `one` ends the process."""
    assert atheris is not None
    places = [folder / f"corpus_{plain:d}", folder / f"seeds_{plain:d}"]
    for place in places:
        place.mkdir(exist_ok=True)
    for number, content in enumerate(seeds):
        (places[1] / str(number)).write_bytes(content)

    def mutator(data: bytes, largest: int, number: int) -> bytes:
        rng = random.Random(number)
        if rng.random() < 0.3 and data[:2] != b"PK":
            return bytes(atheris.Mutate(data, largest))
        return changed(data, rng, rng.choice(seeds))[:largest]

    arguments = [
        "fuzz",
        f"-seed={seed}",
        f"-max_len={LARGEST if plain else 4096}",
        f"-artifact_prefix={folder}/",
        *FLAGS,
    ]
    atheris.Setup([*arguments, *map(str, places)], one, **({"custom_mutator": mutator} if plain else {}))
    atheris.Fuzz()


def blind(one: Try, seeds: list[bytes], seed: int, plain: bool) -> None:
    """Draw inputs without looking at what they reach."""
    rng = random.Random(seed)
    while True:
        one(changed(rng.choice(seeds), rng, rng.choice(seeds)) if plain else rng.randbytes(2048))
