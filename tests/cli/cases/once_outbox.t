# `work --once --outbox`, as cron calls it: decides and delivers with one connection each; every effect once, the store sound.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; company text }\nrole lead_desk\nroster { kay team "d"; max role lead_desk }\npool d = reps where team is "d"\nqueue desk { owner role lead_desk }\nroute go { all otherwise -> round robin d otherwise queue desk }\nstages { Open "o" initial; Shut "s" final }\nstage Open { enter { route go; webhook "a" { company company }; log "new {company}" }; to Shut by owner }\n' > ob.leadflow; python3 -c 'import json; [print(json.dumps({"event":str(i),"type":"lead.created","lead":"L%d"%i,"at":"2026-05-04T08:00:00Z","record":{"company":"c%d"%i}})) for i in range(300)]' > leads300.ndjson; leadflow check ob.leadflow
|~ nothing to complain about
$ printf 'import http.server, socketserver\nclass H(http.server.BaseHTTPRequestHandler):\n  protocol_version = "HTTP/1.1"\n  def do_POST(s):\n    body = s.rfile.read(int(s.headers.get("content-length", 0)))\n    open("calls.txt", "ab").write(body + b"\\n")\n    s.send_response(200); s.send_header("content-length", "0"); s.end_headers()\n  def log_message(*a): pass\nclass S(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True\ns = S(("127.0.0.1", 0), H); open("ready", "w").write(str(s.server_address[1]) + chr(10)); s.serve_forever()\n' > hook.py; mkfifo ready; (timeout 120 python3 hook.py > /dev/null 2>&1 & echo $! > hook.pid); read -r port < ready; echo "{\"webhooks\":{\"a\":{\"url\":\"http://127.0.0.1:$port/\"}},\"routes\":[{\"kind\":\"log\",\"via\":\"none\"}]}" > ob.json
$ for round in 1 2 3; do rm -f once.db* calls.txt; leadflow work ob.leadflow --store sqlite:once.db --events leads300.ndjson -q || echo "round $round: work $?"; leadflow work ob.leadflow --store sqlite:once.db --outbox ob.json --once -q < /dev/null || echo "round $round: once $?"; python3 -c 'import json, sqlite3, sys; keys = [json.loads(l)["key"] for l in open("calls.txt")]; print(sys.argv[1], len(keys), len(set(keys)), sqlite3.connect("once.db").execute("pragma integrity_check").fetchone()[0])' $round; done
| 1 300 300 ok
| 2 300 300 ok
| 3 300 300 ok
$ leadflow outbox list --store sqlite:once.db --status waiting
| no effect is waiting
# Deciding and delivering in one call: what came with the events goes out in it too.
$ rm -f calls.txt; leadflow work ob.leadflow --store sqlite:both.db --events leads300.ndjson --until 2026-05-05 -q; leadflow work ob.leadflow --store sqlite:both.db --outbox ob.json --once -q < leads300.ndjson; sort -u calls.txt | wc -l
| 300
$ kill $(cat hook.pid)
