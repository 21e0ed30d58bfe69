"""The families of problems: every module here holds one, as ``FAMILY``."""
