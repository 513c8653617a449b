"""One job: what is asked for, what it is cut with, and everything that follows from both."""

import sys

from mobilier.verb import Verb

sys.modules[__name__].__class__ = Verb
