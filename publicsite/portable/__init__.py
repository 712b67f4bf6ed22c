"""The portable content folder, read and written: `writer`, `reader`, `blocks` (docs/content-format.md).

Neither Django nor Pelican is imported here: the folder must outlive both.
"""
