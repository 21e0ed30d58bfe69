"""The first domain: Busy Beaver machines, their deciders, and the problems about them."""
