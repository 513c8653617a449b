"""One job, all its files: written at once, and judged again from the files alone."""

import sys

from mobilier.verb import Verb

sys.modules[__name__].__class__ = Verb
