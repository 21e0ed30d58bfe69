"""The packaging of the embedded Lean: how it is fetched, checked, patched and installed."""
