# What a lead wrote makes no link in a text for Slack: an invisible mark stands in each address (here shown as `|`). What the playbook writes
# stays one, with what it fills in (a bare `tel:` as well), and so does the record's link.
$ printf 'import http.server, sys\nclass H(http.server.BaseHTTPRequestHandler):\n  def do_POST(s):\n    body = s.rfile.read(int(s.headers.get("content-length", 0)))\n    open("calls.txt", "ab").write(body + b"\\n")\n    s.send_response(200); s.send_header("content-length", "0"); s.end_headers()\n  def log_message(*a): pass\ns = http.server.HTTPServer(("127.0.0.1", 0), H); open("ready", "w").write(str(s.server_address[1]) + chr(10)); s.serve_forever()\n' > hook.py; mkfifo ready; (timeout 60 python3 hook.py > /dev/null 2>&1 & echo $! > hook.pid); read -r port < ready; echo "{\"slack\":{\"url\":\"http://127.0.0.1:$port/\"},\"routes\":[{\"kind\":\"log\",\"via\":\"none\"}]}" > ob.json; printf '%s\n' 'playbook ii { timezone "UTC" record_link "https://crm.example/{id}" }' 'lead { id text key; company text }' 'stages { New initial; Done final }' 'stage New { enter { notify slack "#a" "{company}: see https://wiki.example/{id} or www.wiki.example, {company}; tel:{id} www.{id}.example mailto:{id}@x.example" }; to Done by owner }' 'report r every day 06:00 to slack "#x" { count leads by company }' > p.leadflow
$ for say in 'https://evil.example/?a=1' 'FTP://x.example WWW.evil.example' '<https://x|y> mailto:a@x.example' 'hotel:12 tel:12 tel: 12 a://' '@here [x](https://e)' 'see www. or wwww.x, http:/ /x, http:'; do n=$((n+1)); python3 -c 'import json, sys; print(json.dumps({"event": sys.argv[1], "type": "lead.created", "lead": "L" + sys.argv[1], "at": "2026-11-02T10:00:00Z", "record": {"company": sys.argv[2]}}))' $n "$say"; done > e.ndjson; leadflow work p.leadflow --store sqlite:s.db --events e.ndjson --until 2026-11-03 -q; leadflow work p.leadflow --store sqlite:s.db --until 2026-11-03 --outbox ob.json -q; python3 -c 'import json; [print(json.loads(line)["text"].replace("\u2060", "|")) for line in open("calls.txt")]'
| https:|//evil.example/?a=1: see https://wiki.example/L1 or www.wiki.example, https:|//evil.example/?a=1; tel:L1 www.L1.example mailto:L1@x.example
| <https://crm.example/L1|record L1>
| FTP:|//x.example WWW|.evil.example: see https://wiki.example/L2 or www.wiki.example, FTP:|//x.example WWW|.evil.example; tel:L2 www.L2.example mailto:L2@x.example
| <https://crm.example/L2|record L2>
| &lt;https:|//x|y&gt; mailto:|a@x.example: see https://wiki.example/L3 or www.wiki.example, &lt;https:|//x|y&gt; mailto:|a@x.example; tel:L3 www.L3.example mailto:L3@x.example
| <https://crm.example/L3|record L3>
| hotel:12 tel:|12 tel: 12 a:|//: see https://wiki.example/L4 or www.wiki.example, hotel:12 tel:|12 tel: 12 a:|//; tel:L4 www.L4.example mailto:L4@x.example
| <https://crm.example/L4|record L4>
| @|here [x]|(https:|//e): see https://wiki.example/L5 or www.wiki.example, @|here [x]|(https:|//e); tel:L5 www.L5.example mailto:L5@x.example
| <https://crm.example/L5|record L5>
| see www. or wwww.x, http:/ /x, http:: see https://wiki.example/L6 or www.wiki.example, see www. or wwww.x, http:/ /x, http:; tel:L6 www.L6.example mailto:L6@x.example
| <https://crm.example/L6|record L6>
# A report shows what leads wrote as well, and other receivers get the text as it is.
$ rm calls.txt; leadflow work p.leadflow --store sqlite:s.db --until 2026-11-04 --outbox ob.json -q; python3 -c 'import json; [print(json.loads(line)["text"].replace("\u2060", "|")) for line in open("calls.txt")]' | grep evil; kill $(cat hook.pid)
|~ https:|//evil.example/?a=1: 1
|~ FTP:|//x.example WWW|.evil.example: 1
$ leadflow outbox list --store sqlite:s.db --status delivered --format json | grep -c '"links"'; leadflow subject L1 --store sqlite:s.db --format json | grep -c '"links"'; leadflow replay --store sqlite:s.db
| 0
| 0
| 8 decisions of 6 leads: all the same
