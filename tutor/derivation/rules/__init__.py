"""The shelf of rules: sound rewrites of one node, by topic.

To add one: a function from a node to its Rewrite or None under `@rule(...)`, in the module of its topic. Its
examples are its tests; then name its id in a strategy, since a rule that nothing reaches fails the build. Ids
begin with their topic (`diff.`, `alg.`, `implicit.` ...) and never change.
"""
