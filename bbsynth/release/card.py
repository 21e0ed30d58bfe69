"""The dataset card: a YAML header that the hub reads, and a page that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import jinja2

import bbsynth
from bbsynth._common.templates import environment
from bbsynth.problems.tiers import TIERS
from bbsynth.release.archive import ARCHIVE_NAME, LEAN_TOOLCHAIN
from bbsynth.release.changelog import Changes
from bbsynth.release.configuration import Configuration
from bbsynth.release.rows import COLUMNS, Row

__all__ = ["CARD_NAME", "changelog_page", "citation", "description", "render_card"]

CARD_NAME: Final = "README.md"

_SIZES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
)


def _environment(configuration: Configuration) -> jinja2.Environment:
    """Return the templates of the domain, if there is one alone, or the general ones."""
    domains = configuration.domains
    return domains[0].environment if len(domains) == 1 else environment()


def description(configuration: Configuration, rows: int) -> str:
    """Return what the release is in two sentences."""
    return (
        f"{configuration.title}. {rows:,} theorems about {_subjects(configuration)}, each stated "
        "in Lean 4 and in words, with reference proofs that Lean's kernel has accepted."
    )


def _subjects(configuration: Configuration) -> str:
    return " and ".join(one.wording.small for one in configuration.domains)


def citation(configuration: Configuration) -> str:
    """Return a BibTeX entry for the release."""
    where = f",\n  url = {{{configuration.homepage}}}" if configuration.homepage else ""
    return (
        f"@misc{{{configuration.name},\n"
        f"  title = {{{configuration.title}}},\n"
        f"  author = {{The bbsynth authors}},\n"
        f"  year = {{{configuration.date.year}}},\n"
        f"  version = {{{configuration.version}}},\n"
        f"  note = {{{configuration.release}, canary {configuration.canary}}}{where}\n}}"
    )


def render_card(
    configuration: Configuration,
    *,
    shards: Mapping[str, Sequence[str]],
    sizes: Mapping[str, Mapping[str, int]],
    quality: Mapping[str, Any],
    example: Row,
    held_out: Mapping[str, Any] | None,
    lean: str,
) -> str:
    """Return the card.

    Parameters
    ----------
    configuration : Configuration
        What the release is made of.
    shards : mapping
        The Parquet files of each split.
    sizes : mapping
        ``rows`` of each split, and ``bytes`` in memory and to ``download``.
    quality : mapping
        What `bbsynth.release.quality.counts` says of the public rows.
    example : mapping
        A row to show.
    held_out : mapping or None
        What `counts` says of the held-out rows; None if there are none.
    lean : str
        The Lean that accepted the proofs.
    """
    rows = sum(size["rows"] for size in sizes.values())
    families = {k: v for domain in configuration.domains for k, v in domain.families.items()}
    return (
        _environment(configuration)
        .get_template("release/card.md.j2")
        .render(
            c=configuration,
            subjects=_subjects(configuration),
            wordings=[one.wording for one in configuration.domains],
            shards=shards,
            sizes=sizes,
            rows=rows,
            bytes=sum(size["bytes"] for size in sizes.values()),
            download=sum(size["download"] for size in sizes.values()),
            category=next((name for most, name in _SIZES if rows < most), "n>1M"),
            columns=COLUMNS,
            quality=quality,
            names={
                # Tiers go from easy to extreme; what is unrated comes last.
                what: sorted(
                    {*quality[what], *(held_out or quality)[what]},
                    key=lambda name: (*map(name.__ne__, TIERS), name),
                )
                for what in ("families", "tracks", "classes", "tiers")
            },
            example=example,
            held_out=held_out,
            lean=lean,
            lean_toolchain=LEAN_TOOLCHAIN,
            families={name: one.summary for name, one in families.items()},
            two_sided=[name for name, one in families.items() if one.two_sided],
            citation=citation(configuration),
            archive=ARCHIVE_NAME,
            bbsynth=bbsynth.__version__,
            hidden=[split for split in sizes if split not in configuration.public_proofs],
        )
    )


def changelog_page(configuration: Configuration, changes: Changes) -> str:
    """Return what changed since the previous release, for people."""
    template = environment().get_template("release/changelog.md.j2")
    return template.render(c=configuration, changes=changes)
