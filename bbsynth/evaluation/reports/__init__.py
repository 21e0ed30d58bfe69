"""Figures to be read: a page, charts, and data. Adding a format of data is adding to `export`.

- `wording`: figures in words and short numbers, the same in the terminal and on the page;
- `charts`: all charts, by matplotlib, for the page and for papers;
- `page`: the page; `export`: JSON and comma-separated values.
"""
