"""Lean on this machine: toolchains, which one is used, and modules compiled by it."""
