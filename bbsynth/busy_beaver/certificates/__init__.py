"""The kinds of certificate: every module here holds one, as ``KIND``; see `certificate`."""
