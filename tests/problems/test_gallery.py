"""The gallery in the documentation is what this version of bbsynth makes."""

from __future__ import annotations

import re
from pathlib import Path

from bbsynth.busy_beaver.families import families
from bbsynth.problems.gallery import page
from bbsynth.problems.registry import domain

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_up_to_date() -> None:
    written = (DOCS / "gallery.md").read_text(encoding="utf-8")
    made = page(domain("busy-beaver"))
    assert written == made, "run `python -m bbsynth.problems.gallery` and commit what it writes"


def test_every_family_and_every_image_is_there() -> None:
    text = page(domain("busy-beaver"))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == list(families())
    images = set(re.findall(r'src="gallery/([^"]+)"', text))
    assert images == {path.name for path in (DOCS / "gallery").iterdir()}
