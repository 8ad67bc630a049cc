"""How it is taught: lessons, what is checked in them, hints, and one learner in one exercise.

`lesson.py` reads the files (`document.py` the strict YAML, `schema.py` what it may hold), `draw.py` and
`fill.py` choose the numbers, `pose.py` puts an exercise together, `session.py` follows a learner through it
(`events.py` is its state, `hint.py` the ladder), `lint.py` and `checks.py` try every promise of a file,
`starter.py` writes one to begin with.

To add a lesson: a file in `lessons/STRAND/`; how to write one is `lessons/README.md`.
"""
