"""The whole chain from a script: python chain.py [FOLDER]."""

import sys

import mobilier

job = mobilier.job("chariot:mini", thickness=17.6, length=1000, effort="quick")
print(*mobilier.check(job), sep="\n")
result = mobilier.prove(mobilier.cut(mobilier.nest(job)))
print(len(result.laid.layouts), "sheets,", len(result.verdicts), "rules kept")
folder = mobilier.bundle(result, sys.argv[1] if len(sys.argv) > 1 else "out/chain")
print(folder, "is whole:", mobilier.verify(folder).whole)
