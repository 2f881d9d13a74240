#!/bin/bash
# Two paired homes of store format 2, made by the last program that wrote it. Usage: KINTSUGI=<that program> make.sh FOLDER
set -eu
mkdir -p "$1" && cd "$1"
export KINTSUGI_BIND=127.0.0.1 NO_COLOR=1
ana() { KINTSUGI_HOME=$PWD/ana "$KINTSUGI" --no-input "$@"; }
ben() { KINTSUGI_HOME=$PWD/ben "$KINTSUGI" --no-input "$@"; }
meet() { ben sync --wait 30 --quiet & ana sync --wait 30 --quiet; wait; }
id() { python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])'; }

ana init --name Ana --no-passphrase --recovery-file ana.words
ben init --name Ben --no-passphrase --recovery-file ben.words
ana pair --yes --share all --json > pair.out &
until grep -q ticket pair.out; do sleep 0.1; done
ben join "$(python3 -c 'import json; print(json.loads(open("pair.out").readline())["ticket"])')" --yes --share all --json
wait

first=$(ana write --json --day 2026-06-01 --kind moment --tag evening --now "We sat on the steps." | id)
ana write --day 2026-06-02 --kind appreciated --now "You asked twice about the letter."
gone=$(ana write --json --day 2026-06-05 --now "These words are taken back." | id)
ana write --day 2026-06-03 --private "For me alone: I was afraid."
ana act --day 2026-06-03 "Tea, before you asked" --now
ben write --day 2026-06-02 --kind hard --now "The kitchen was loud and I left."
ben act --day 2026-06-03 "Carried the chairs" --now
ben rest --day 2026-06-04
meet
ana edit "$first" --now "We sat on the steps until it was dark."
ana delete "$gone" --yes
ana star "$first"
ana jar add "Walk to the river"
ben jar add "Breakfast in the garden"
ana checkin schedule "sunday 19:00" --place "The kitchen table"
ana checkin skip
ana jar draw
ana focus pick eye-contact || ana focus pick "$(ana practice list --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["practices"][0]["name"])')"
ana config day-start 5
ana agreement edit "We say it the same day."
ana letter write "I am sorry for the evening."; ana letter ready
ben letter write "I understand, and I stay."; ben letter ready
ana miss write "Walking home slowly"
meet
meet
ben letter write "A second one, still sealed."
ben miss write "Our Sundays"
KINTSUGI_HOME=$PWD/ana "$KINTSUGI" status --json
ana verify --json; ben verify --json
for home in ana ben; do
    KINTSUGI_HOME=$PWD/$home "$KINTSUGI" read --from 2026-01-01 --json > $home.read.json
    # The log goes into the file, so that a home is two files.
    python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); print(c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())' $home/journal.db
    rm -f $home/journal.db-wal $home/journal.db-shm $home/endpoint.lock
done
rm pair.out
