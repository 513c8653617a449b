"""One job: what is asked for, what it is cut with, and everything that follows from both."""
