"""The shelf of misconceptions: one module a topic, found by being here.

To add one: a function from a node to what a learner makes of it, under `@misconception`, with an example of
its own. Nothing else: the fault run, the tests and the lessons find it through `tutor.diagnosis.misconceptions`.
"""
