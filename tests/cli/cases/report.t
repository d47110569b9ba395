# Figures over the leads of a store, in every form.
$ leadflow work watched.leadflow --store sqlite:w.db --events watched.ndjson --until 2026-03-02T19:00:00Z -q
$ leadflow report watched.leadflow --store sqlite:w.db --at 2026-03-02T19:00:00Z --report pulse
| pulse for sales: 3 leads
| leads created in the last 30 days, since 2026-01-31 19:00; as of 2026-03-02 19:00
| 
| Leads by source
|   source    leads
|   --------  -----
|   website       2
|   referral      1
|   all           3
| 
| Median time from created to first outreach
|   median  leads
|   ------  -----
|   20 min      1
| 
| Service level first_response met by owner
|   owner  share
|   -----  -----
|   ana      50%  1 of 2
|   ben       0%  0 of 1
|   all      33%  1 of 3
| 
| Time to first touch
|   ≤ 30 min  ≤ 1 d  later  not yet
|   --------  -----  -----  -------
|          1      0      0        2
# The scorecard comes last; the store's own playbook does where none is named.
$ leadflow report --store sqlite:w.db --at 2026-03-02T19:00:00Z
|~ names: 3 leads
|~ Scorecard by owner
|~ score
# A new report may be asked before it is deployed; the usual figures come where none is declared.
$ sed '/^report/,/^}/d; /^report names/d; /^scorecard/d' watched.leadflow > plain.leadflow
$ leadflow report plain.leadflow --store sqlite:w.db --at 2026-03-02T19:00:00Z
|~ overview: 3 leads
|~ Leads by stage
|~ Service level first_response met by owner.team
# Rows for a spreadsheet: no formula, nothing masked, CRLF.
$ leadflow report watched.leadflow --store sqlite:w.db --report names --format csv --table 1 | tr -d '\r'
| company,leads
| "<script>alert(1)</script> & ""Co""",1
| '=1+1,1
| •••,1
$ leadflow report watched.leadflow --store sqlite:w.db --format csv --table 9
!~ there is no table 9
? 2
$ leadflow report watched.leadflow --store sqlite:w.db --table 1
!~ `--table` is for `--format csv`
? 2
$ leadflow report watched.leadflow --store sqlite:w.db --report pulze
!~ the playbook has no report `pulze`
!~ there are: pulse, names
? 2
# For programs.
$ leadflow report watched.leadflow --store sqlite:w.db --at 2026-03-02T19:00:00Z --format json | python3 -c 'import json,sys; d=json.load(sys.stdin); r=d["reports"][0]; print(r["leads"], r["tables"][0]["rows"][0], r["tables"][1]["rows"][0]["figures"], r["tables"][2]["all"], d["scorecard"]["columns"][-1])'
| 3 {'keys': ['website'], 'figures': [2]} [1200000, 1] [{'percent': 33.33, 'value': 1, 'of': 3}] {'name': 'score', 'unit': 'count'}
# One page with everything in it, and no markup from data.
$ leadflow report watched.leadflow --store sqlite:w.db --at 2026-03-02T19:00:00Z --format html -o page.html
$ grep -c -e '<script' -e 'src=' -e '<link' -e '@import' -e 'url(' -e '://' page.html; true
| 0
$ python3 -c 'import html.parser,sys; p=type("P",(html.parser.HTMLParser,),{"handle_starttag":lambda s,t,a:s.o.append(t) if t not in ("meta","rect") else None,"handle_endtag":lambda s,t:(s.o.pop()==t or sys.exit("unbalanced "+t)) if t!="rect" else None})(); p.o=[]; p.feed(open("page.html").read()); print(p.o)'
| []
$ cat page.html
|~ &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot;
|~ prefers-color-scheme: dark
|~ <svg class="bar"
|- Bauer
# At 18:00 it went out by itself.
$ leadflow outbox list --store sqlite:w.db --format json
|~ Leads by source
|~ - website: 2
|~ - ana: 50% (1 of 2)
$ leadflow report watched.leadflow --store sqlite:none.db
!~ there is no store
? 2
