"""Has a text seen the problems of a release?"""
