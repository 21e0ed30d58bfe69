"""The one place that makes Jinja environments: how all templates are read and filled."""

from __future__ import annotations

import functools
import textwrap
from pathlib import Path

import jinja2

from bbsynth._common.resources import templates_dir

__all__ = ["environment", "fill"]


@functools.cache
def environment(*folders: Path) -> jinja2.Environment:
    """Return an environment with the templates of some folders, and of bbsynth's own behind them.

    An undefined variable is an error. Only HTML (``*.html.j2``) is escaped: other output is Lean
    and Markdown. A template is looked for in the folders in their order, so that one of a domain
    may stand in the place of a general one. It may also extend that one, as ``general/<name>``.
    """
    ours = jinja2.FileSystemLoader(templates_dir())
    result = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.FileSystemLoader(folders), ours, jinja2.PrefixLoader({"general": ours})]
        ),
        undefined=jinja2.StrictUndefined,
        autoescape=_is_html,  # noqa: S701 - all HTML is escaped
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    result.filters["fill"] = fill
    return result


def _is_html(name: str | None) -> bool:
    return name is not None and name.endswith(".html.j2")


def fill(text: str, width: int) -> str:
    """Break a text at spaces into lines of at most `width` characters, where that is possible."""
    return textwrap.fill(
        " ".join(text.split()),
        width,
        break_long_words=False,
        break_on_hyphens=False,
    )
