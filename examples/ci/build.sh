#!/bin/sh
# Make every bundle of the wiki and its gallery, check each one again from its files alone, and leave
# with 1 when anything is wrong.  What has not changed is kept: let the CI keep the folder `out`.
# Words: those of `mobilier build`, for instance --only 'chariot-*' or --jobs 4.
set -u
cd "$(dirname -- "$0")" || exit 1
out=${OUT:-out}
failed=0

mobilier build mobilier.toml -o "$out" "$@" || failed=1

for bundle in "$out"/*/bundle.json; do
    [ -e "$bundle" ] || continue
    mobilier verify "$(dirname -- "$bundle")" || failed=1
done

[ -e "$out/summary.json" ] && cat "$out/summary.json"
exit "$failed"
