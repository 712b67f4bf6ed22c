"""The renderer: the public room of a content folder in, a complete static site out.

`build.build()` runs Pelican once. Pelican takes over logging and the locale of its process, so the publisher calls
us as `python -m publicsite.render` and reads the JSON summary; see `__main__`.
"""
