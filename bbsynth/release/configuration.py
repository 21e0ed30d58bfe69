"""What a release is made of: a TOML file, read strictly.

::

    name = "bbsynth-tiny"            # of the dataset; with the version, the name of the release
    version = "1.0.0"
    title = "…"                      # one line for the card
    date = "2026-11-23"              # of the release; a build takes no other from the clock
    canary = "a GUID"                # of this release alone
    seed = 1                         # of the public draw; the held-out draw has a private seed
    public_proofs = ["train"]        # splits whose rows show their proofs; none by default

    [splits]                         # fractions that add up to 1
    train = 0.8
    validation = 0.1
    test = 0.1

    [[sources]]                      # where problems come from; one or more
    states = 2
    symbols = 2
    size = 40                        # public problems
    held_out = 4                     # problems in the held-out set
    families = ["halts-after"]       # optional; so are tracks, tiers, max_steps and the class
    options = { }                    # further options of `bbsynth.problems.options.Options`

    [previous]                       # only if there was a release before
    version = "0.9.0"
    [previous.reasons]               # why problems were changed or removed: patterns of ids
    "2x2-halts-after-*" = "…"
"""

from __future__ import annotations

import datetime
import fractions
import math
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any, Final

import msgspec

from bbsynth.errors import UsageError

__all__ = [
    "SPLITS",
    "Baseline",
    "Configuration",
    "Previous",
    "Source",
    "parse_configuration",
    "read_configuration",
]

SPLITS: Final = ("train", "validation", "test")
"""The public splits, in order."""

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_WORD: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LARGEST: Final = 1_000_000
_SET_ELSEWHERE: Final = frozenset(
    {
        *("states", "symbols", "families", "tracks", "tiers", "max_steps"),
        *("limit", "per_stratum", "seed"),
    }
)


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A class of machines, and how many problems are drawn from it.

    Attributes
    ----------
    states, symbols : int
        The class. Without `states` it is what `generate` makes if no class is named, or what
        `options` say.
    size : int
        Problems in the public splits.
    held_out : int
        Problems in the held-out set.
    families, tracks, tiers : list of str
        Only these; empty for all.
    max_steps : int or None
        Steps to run each machine, where it has to be said.
    options : dict
        Further options of `bbsynth.problems.options.Options`, by name.
    """

    states: int | None = None
    symbols: int = 2
    size: int
    held_out: int = 0
    families: list[str] = []
    tracks: list[str] = []
    tiers: list[str] = []
    max_steps: int | None = None
    options: dict[str, Any] = {}

    @property
    def class_name(self) -> str:
        """The class in short, such as ``3x2``."""
        if self.states is None:
            classes = self.options.get("classes", ())
            return " and ".join(map(str, classes)) if isinstance(classes, list) else "default set"
        return f"{self.states}x{self.symbols}"


class Previous(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The release before this one.

    Attributes
    ----------
    version : str
        Its version.
    reasons : dict
        Why problems were changed or removed, by patterns of their ids, as in a shell.
    """

    version: str
    reasons: dict[str, str] = {}


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measured result, for the card: who, on which split, which metric, what came out."""

    model: str
    split: str
    metric: str
    value: float
    note: str = ""


class Configuration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a release is made of; see the module for the file.

    Attributes
    ----------
    name, version, title : str
        What the release is called.
    date : str
        The date of the release, as year, month and day.
    canary : str
        A GUID that stands in every row, to find the texts in training data.
    seed : int
        What the public draw depends on.
    splits : dict of str to float
        The fraction of each split.
    sources : list of Source
        Where the problems come from.
    public_proofs : list of str
        The splits whose rows hold proofs.
    licence : str
        As the hub names it.
    rows_per_shard : int
        The most rows in a Parquet file.
    homepage : str
        Where the release can be found; for the card and the citation.
    previous : Previous or None
        The release before this one.
    baselines : list of Baseline
        Results to show on the card.
    """

    name: str
    version: str
    title: str
    date: str
    canary: str
    seed: int
    splits: dict[str, float]
    sources: list[Source]
    public_proofs: list[str] = []
    licence: str = "mit"
    rows_per_shard: int = 10_000
    homepage: str = ""
    previous: Previous | None = None
    baselines: list[Baseline] = []

    @property
    def size(self) -> int:
        """Problems in the public splits."""
        return sum(source.size for source in self.sources)

    @property
    def held_out(self) -> int:
        """Problems in the held-out set."""
        return sum(source.held_out for source in self.sources)

    @property
    def release(self) -> str:
        """Name and version together."""
        return f"{self.name}-{self.version}"


def read_configuration(path: Path) -> Configuration:
    """Return the configuration in a TOML file.

    Raises
    ------
    UsageError
        If the file cannot be read, has an unknown key or a value that makes no sense; the message
        names the file and the key.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"cannot read the configuration {path}: {error.strerror or error}"
        ) from error
    return parse_configuration(content, str(path))


def parse_configuration(content: bytes, where: str) -> Configuration:
    """Return the configuration that `content` holds; errors as for `read_configuration`."""
    try:
        plain = tomllib.loads(content.decode("utf-8"))
        configuration = msgspec.convert(plain, Configuration)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {_in_our_words(str(error))}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{where} is not UTF-8: {error.reason}") from error
    except (ValueError, RecursionError) as error:
        # Not only TOMLDecodeError: also numbers with too many digits, and tables too deep.
        raise UsageError(f"{where} is not TOML: {error}") from error
    for complaint in _complaints(configuration):
        raise UsageError(f"{where}: {complaint}")
    return configuration


def _in_our_words(message: str) -> str:
    found = re.fullmatch(r"Object contains unknown field `(.*?)`(?: - at `\$?(.*?)`)?", message)
    if found is None:
        return message.replace("Object", "the table").replace("`$.", "`")
    table = re.sub(r"\[(?:\.\.\.|[0-9]+)\]", "", found[2]).strip(".") if found[2] else ""
    place = f" in {table}" if table else ""
    known = {"sources": Source, "previous": Previous, "baselines": Baseline}.get(
        table, Configuration
    )
    names = ", ".join(known.__struct_fields__)
    return f"there is no key {found[1]!r}{place}; there are {names} (see docs/release.md)"


def _complaints(configuration: Configuration) -> list[str]:
    found: list[str] = []
    for what, text, pattern, example in (
        ("name", configuration.name, _NAME, "bbsynth-tiny"),
        ("version", configuration.version, _VERSION, "1.0.0"),
        ("licence", configuration.licence, re.compile(r"[a-z0-9.-]+"), "mit"),
    ):
        if not pattern.fullmatch(text):
            found.append(f"{what} is {text!r}; expected something like {example!r}")
    title = configuration.title
    if not title.strip() or not title.isprintable() or set("<>") & set(title):
        found.append("title has to be one line of text, without < and >")
    if not re.fullmatch(r"(?:https?://[^\s<>{}\\\"]+)?", configuration.homepage):
        found.append(f"homepage is {configuration.homepage!r}; expected a URL, or nothing")
    for one in configuration.baselines:
        if one.split not in (*SPLITS, "held-out"):
            found.append(
                f"the baseline {one.model} has the split {one.split!r}; there are "
                f"{', '.join(SPLITS)} and held-out"
            )
        if not math.isfinite(one.value):
            found.append(f"the value of the baseline {one.model} is {one.value}")
    try:
        good = datetime.date.fromisoformat(configuration.date).isoformat() == configuration.date
    except ValueError:
        good = False
    if not good:
        found.append(f"date is {configuration.date!r}; expected something like '2026-11-23'")
    try:
        good = str(uuid.UUID(configuration.canary)) == configuration.canary
    except ValueError:
        good = False
    if not good:
        found.append(
            f"canary is {configuration.canary!r}; it has to be a GUID in lower case that no other "
            "release has, such as `python -c 'import uuid; print(uuid.uuid4())'` prints"
        )
    if not 0 <= configuration.seed < 2**63:
        found.append(f"seed is an integer from 0 to 2^63 - 1, not {configuration.seed}")
    if not 1 <= configuration.rows_per_shard <= _LARGEST:
        found.append(f"rows_per_shard is from 1 to {_LARGEST:,}")
    found += _split_complaints(configuration)
    if not configuration.sources:
        found.append("there are no [[sources]]")
    for number, source in enumerate(configuration.sources, start=1):
        found += _source_complaints(f"sources, number {number}", source)
    previous = configuration.previous
    reasons = {} if previous is None else previous.reasons
    for text in (*_texts(configuration), *reasons.values()):
        if not text.isprintable() or set("<>|") & set(text):
            found.append(f"{text!r:.60} has to be one line of text, without <, > and |")
    if previous is not None and not _VERSION.fullmatch(previous.version):
        found.append(f"previous.version is {previous.version!r}; expected something like '1.0.0'")
    if previous is not None and previous.version == configuration.version:
        found.append(f"previous.version is that of this release, {configuration.version}")
    return found


def _texts(configuration: Configuration) -> list[str]:
    """Return the texts of the baselines, which stand in a table of the card."""
    return [text for one in configuration.baselines for text in (one.model, one.metric, one.note)]


def _split_complaints(configuration: Configuration) -> list[str]:
    known = f"the splits are {', '.join(SPLITS)}"
    found = [
        f"there is no split {name!r}; {known}"
        for name in (*configuration.splits, *configuration.public_proofs)
        if name not in SPLITS
    ]
    if not configuration.splits:
        found.append(f"splits is empty; {known}")
    for name, share in configuration.splits.items():
        if not 0 < share <= 1:
            found.append(f"splits.{name} is {share}; a fraction is above 0 and at most 1")
    if found:
        return found
    # Decimal fractions as they are written, so that 0.7 + 0.2 + 0.1 is 1.
    total = sum(fractions.Fraction(str(share)) for share in configuration.splits.values())
    if configuration.splits and total != 1:
        found.append(f"the fractions in splits add up to {float(total):g}, not to 1")
    return found


def _source_complaints(where: str, source: Source) -> list[str]:
    found = []
    if not 1 <= source.size <= _LARGEST:
        found.append(f"{where}: size is from 1 to {_LARGEST:,}, not {source.size}")
    if not 0 <= source.held_out <= _LARGEST:
        found.append(f"{where}: held_out is from 0 to {_LARGEST:,}, not {source.held_out}")
    for what, words in (
        ("families", source.families),
        ("tracks", source.tracks),
        ("tiers", source.tiers),
    ):
        found += [f"{where}: {what}: {word!r}" for word in words if not _WORD.fullmatch(word)]
    taken = _SET_ELSEWHERE & set(source.options)
    if taken:
        found.append(f"{where}: options: {', '.join(sorted(taken))} cannot be set there")
    return found
