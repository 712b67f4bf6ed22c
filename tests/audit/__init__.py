"""What independent judges say of the public zone of the demonstration school: `make audit`.

The Nu validator (`vnu-jar`), axe-core and Lighthouse are installed by name, at pinned versions, into the environment's
folder. It is no part of the suite: it needs node, Java, Chromium and a package index, and Lighthouse measures speed.
"""
