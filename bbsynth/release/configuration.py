"""What a release is made of: a TOML file, whose keys are explained in ``docs/release.md``."""

from __future__ import annotations

import dataclasses
import datetime
import fractions
from pathlib import Path
from typing import Annotated, Any, Final, get_type_hints

import msgspec
from msgspec import Meta

from bbsynth._common.toml import parse_toml
from bbsynth.errors import UsageError
from bbsynth.problems.domain import Domain
from bbsynth.problems.options import Options
from bbsynth.problems.registry import DEFAULT_DOMAIN, domain

__all__ = [
    "HELD_OUT",
    "SPLITS",
    "Baseline",
    "Configuration",
    "Previous",
    "Source",
    "parse_configuration",
    "read_configuration",
]

HELD_OUT: Final = "held-out"
"""The split of the rows that are not published."""

SPLITS: Final = ("train", "validation", "test")
"""The public splits, in order."""

_LARGEST: Final = 1_000_000
_SET_ELSEWHERE: Final = frozenset({"families", "tracks", "tiers", "limit", "per_stratum", "seed"})

_Split = Annotated[
    str,
    Meta(
        pattern=rf"^({'|'.join(SPLITS)})\Z",
        description="one of the splits train, validation and test",
    ),
]
_Fraction = Annotated[float, Meta(gt=0, le=1, description="a fraction above 0 and at most 1")]
_Name = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
        description="words of small letters and digits with hyphens between, like 'bbsynth-tiny'",
    ),
]
_Version = Annotated[
    str,
    Meta(
        pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\Z",
        description="a version like '1.0.0'",
    ),
]
_Title = Annotated[
    str,
    Meta(
        pattern=r"^(?=.*\S)[^<>\x00-\x1f\x7f-\x9f\u2028\u2029]+\Z",
        description="one line without < and >",
    ),
]
_Cell = Annotated[
    str,
    Meta(
        pattern=r"^[^<>|\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z",
        description="one line of text without <, > and |",
    ),
]
"""Text that stands in a table of the card or of the changelog."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where problems come from, and how many are drawn from there.

    In the file, options of the domain may stand among the other keys.

    Attributes
    ----------
    domain : str
        What the problems are about.
    size : int
        Problems in the public splits.
    held_out : int
        Problems in the held-out set.
    families, tracks, tiers : list of str
        Only these; empty for all.
    options : dict
        Options of the domain, by name, such as the class of machines.
    """

    domain: str = DEFAULT_DOMAIN
    size: Annotated[int, Meta(ge=1, le=_LARGEST, description=f"an integer from 1 to {_LARGEST:,}")]
    held_out: Annotated[
        int, Meta(ge=0, le=_LARGEST, description=f"an integer from 0 to {_LARGEST:,}")
    ] = 0
    families: list[_Name] = []
    tracks: list[_Name] = []
    tiers: list[_Name] = []
    options: dict[str, Any] = {}

    def __post_init__(self) -> None:
        taken = sorted(_SET_ELSEWHERE & set(self.options))
        if taken:
            raise ValueError(f"{', '.join(taken)} cannot be set in options")

    def make_options(self, limit: int, seed: int) -> Options:
        """Return the options of a draw of so many problems.

        Raises
        ------
        UsageError
            If they are not possible.
        """
        given = {**self.typed_options(), "limit": limit, "seed": seed}
        for name in ("families", "tracks", "tiers"):
            given[name] = tuple(getattr(self, name))
        return domain(self.domain).options(**given)

    def typed_options(self) -> dict[str, Any]:
        """Return the options of the domain, each of the type that it has there.

        Raises
        ------
        UsageError
            If the domain does not know one, or its value is of another type.
        """
        made = domain(self.domain).options
        known = {field.name for field in dataclasses.fields(made)}
        unknown = set(self.options) - known
        if unknown:
            raise UsageError(
                f"a source has options that the domain {self.domain} does not know: "
                f"{', '.join(sorted(unknown))}; it knows {', '.join(sorted(known))}"
            )
        kinds, typed = get_type_hints(made), {}
        for name, value in self.options.items():
            try:
                typed[name] = msgspec.convert(value, kinds[name])
            except msgspec.ValidationError as error:
                raise UsageError(
                    f"the options of a source: {name} is {value!r}: {error}"
                ) from error
        return typed


class Previous(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The release before this one.

    Attributes
    ----------
    version : str
        Its version.
    reasons : dict
        Why problems were changed or removed, by patterns of their ids, as in a shell.
    """

    version: _Version
    reasons: dict[str, _Cell] = {}


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measured result, for the card: who, on which split, which metric, what came out."""

    model: _Cell
    split: Annotated[
        str,
        Meta(
            pattern=rf"^({'|'.join(SPLITS)}|{HELD_OUT})\Z",
            description="one of the splits train, validation, test and held-out",
        ),
    ]
    metric: _Cell
    value: Annotated[
        float, Meta(ge=-1.7e308, le=1.7e308, description="a number that is not infinite")
    ]
    note: _Cell = ""


class Configuration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a release is made of; see the module for the file.

    Attributes
    ----------
    name, version, title : str
        What the release is called.
    date : date
        The date of the release.
    canary : str
        A GUID that stands in every row, to find the texts in training data.
    seed : int
        What the public draw depends on, from 0 to 2^63 - 1.
    splits : dict of str to float
        The fraction of each split; together 1.
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

    name: _Name
    version: _Version
    title: _Title
    date: Annotated[datetime.date, Meta(description="a date like '2026-11-23'")]
    canary: Annotated[
        str,
        Meta(
            pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z",
            description="a GUID in lower case that no other release has, such as "
            "`python -c 'import uuid; print(uuid.uuid4())'` prints",
        ),
    ]
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1, description="an integer from 0 to 2^63 - 1")]
    splits: Annotated[dict[_Split, _Fraction], Meta(min_length=1)]
    sources: Annotated[list[Source], Meta(min_length=1, description="at least one [[sources]]")]
    public_proofs: list[_Split] = []
    licence: Annotated[
        str, Meta(pattern=r"^[a-z0-9.-]+\Z", description="a name of the hub, like 'mit'")
    ] = "mit"
    rows_per_shard: Annotated[
        int, Meta(ge=1, le=_LARGEST, description=f"an integer from 1 to {_LARGEST:,}")
    ] = 10_000
    homepage: Annotated[
        str, Meta(pattern=r"^(https?://[^\s<>{}\\\"]+)?\Z", description="a URL, or nothing")
    ] = ""
    previous: Previous | None = None
    baselines: list[Baseline] = []

    def __post_init__(self) -> None:
        # Decimal fractions as they are written, so that 0.7 + 0.2 + 0.1 is 1.
        total = sum(fractions.Fraction(str(share)) for share in self.splits.values())
        if total != 1:
            raise ValueError(f"the fractions in splits add up to {float(total):g}, not to 1")
        if self.previous is not None and self.previous.version == self.version:
            raise ValueError(f"previous.version is that of this release, {self.version}")

    @property
    def size(self) -> int:
        """Problems in the public splits."""
        return sum(source.size for source in self.sources)

    @property
    def held_out(self) -> int:
        """Problems in the held-out set."""
        return sum(source.held_out for source in self.sources)

    @property
    def domains(self) -> list[Domain]:
        """What the problems are about, each domain once."""
        return [domain(name) for name in dict.fromkeys(source.domain for source in self.sources)]

    @property
    def release(self) -> str:
        """Name and version together."""
        return f"{self.name}-{self.version}"


def read_configuration(path: Path) -> Configuration:
    """Return the configuration in a TOML file.

    Raises
    ------
    UsageError
        If the file cannot be read, or has unknown keys or values that are not possible; the message
        names the file, and all of these.
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
    configuration = parse_toml(content, Configuration, where, prepare=_gather_options)
    for source in configuration.sources:
        try:
            source.typed_options()
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from error
    return configuration


def _gather_options(plain: dict[str, Any]) -> None:
    """Move the keys of sources that are options of their domains into a table of their own."""
    sources = plain.get("sources")
    for source in sources if isinstance(sources, list) else ():
        if not isinstance(source, dict) or not isinstance(source.get("options", {}), dict):
            continue
        name = source.get("domain", DEFAULT_DOMAIN)
        known = dataclasses.fields(domain(name).options) if isinstance(name, str) else ()
        own = {field.name for field in known} - set(Source.__struct_fields__) - _SET_ELSEWHERE
        given = {key: source.pop(key) for key in list(source) if key in own}
        if given:
            source["options"] = {**source.get("options", {}), **given}
