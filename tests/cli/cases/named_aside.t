# Lines that are set aside are found again by the lead that they name, however their JSON is written; those of others stay, also where an
# event's id or a line's number is the lead's id.
$ python3 set_aside.py > e.ndjson; leadflow work set_aside.leadflow --store sqlite:s.db --events e.ndjson --rejects aside.ndjson -q 2> /dev/null; wc -l < aside.ndjson; for lead in Zoé a/b 'L "one"' 7; do leadflow subject "$lead" --store sqlite:s.db --format json | python3 -c 'import json,sys; print(len(json.load(sys.stdin)["rejects"]))'; leadflow erase "$lead" --store sqlite:s.db | grep aside; done; cut -d, -f2 aside.ndjson
| 10
| 2
| 2 lines that had been set aside
| 2
| 2 lines that had been set aside
| 2
| 2 lines that had been set aside
| 3
| 3 lines that had been set aside
| "line":13
$ grep -c secret aside.ndjson
| 0
? 1
# Lines of other files than `work` writes: cells of CSV, events as they are.
$ printf '%s\n' '{"line":3,"key":null,"reason":"x","record":"\"L \"\"one\"\"\",Acme"}' '"L ""one""",Acme' '{"event":"9","lead":"L \u0022one\u0022"}' 'L "one" and more' '{"line":4,"key":"L one","reason":"x","record":"L one,Acme"}' > other.ndjson; leadflow erase 'L "one"' --store sqlite:s.db --rejects other.ndjson | grep aside; cat other.ndjson
| 4 lines that had been set aside
| {"line":4,"key":"L one","reason":"x","record":"L one,Acme"}
# A file that may not be read may hold what it says of a person: neither command goes on as if it did not.
$ as=; [ $(id -u) = 0 ] && as="setpriv --bounding-set -dac_override,-dac_read_search --inh-caps -dac_override,-dac_read_search"; chmod 000 other.ndjson; $as leadflow subject M --store sqlite:s.db --rejects other.ndjson > /dev/null; echo $?; $as leadflow erase M --store sqlite:s.db --rejects other.ndjson; echo $?; chmod 600 other.ndjson
!~ other.ndjson`, in which lines were set aside, cannot be read: permission denied
| 2
| 2
