"""The tree: `nodes.py` the closed union, `paths.py` walks, `build.py` small constructors, `views.py` ways to look at it.

`functions.py` is the one list of the functions of the language, `plain.py` turns trees into data and back.
"""
