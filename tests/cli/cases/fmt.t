# The house style changes nothing twice.
$ cp -r "$EXAMPLES" ex; for f in $(find ex -name '*.leadflow'); do leadflow fmt "$f" >/dev/null || echo "failed $f"; cp "$f" once; leadflow fmt "$f" >/dev/null; cmp once "$f"; done
$ leadflow fmt --check $(find ex -name '*.leadflow')
$ printf 'playbook   p {\n version "1"\n}\n' > p.leadflow; leadflow fmt --check p.leadflow
| p.leadflow
? 1
$ leadflow fmt --diff p.leadflow
|~ -playbook   p {
|~ +playbook p {
$ leadflow fmt - < p.leadflow
|~ playbook p {
$ printf 'playbook p {' > q.leadflow; leadflow fmt q.leadflow
!~ left as it is
? 2
