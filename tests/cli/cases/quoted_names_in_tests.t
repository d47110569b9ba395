# `email "hello"` in a test is the mail `email "hello"` of the playbook: a `no` must not hold because it was taken for a text.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key; email email }\nactivity call\nroster { ana team "s" }\nstages { New "x" initial; Done "d" final }\nstage New { enter { email "hello"; webhook "hook" { id id } }; to Done when had call }\nprivacy { email only when email is known }\n' > q.leadflow; printf 'test "t" {\n  at 2026-03-02 10:00\n  given lead { email "a@b.example" }\n  expect email "hello"\n  expect webhook "hook"\n}\n' | cat q.leadflow - > yes.leadflow; leadflow test yes.leadflow
|~ 1 passed
$ printf 'test "t" {\n  at 2026-03-02 10:00\n  given lead { email "a@b.example" }\n  expect no email "hello"\n}\n' | cat q.leadflow - > no.leadflow; leadflow test no.leadflow
|~ 1 failed
? 1
# Names that nothing is called do not hold by not being there.
$ for e in 'no email helo' 'no webhook hok' 'no violation cal'; do printf "test \"t\" {\n  at 2026-03-02 10:00\n  given lead { email \"a@b.example\" }\n  expect $e\n}\n" | cat q.leadflow - > typo.leadflow; leadflow test typo.leadflow > said 2>&1; [ $? = 2 ] || echo "taken: $e"; done; true
|
# A name is that of something that is sent or guarded, whichever way it is written; what has no receiver has none.
$ printf 'playbook p { timezone "UTC" }\nlead { id text key; email email; ok bool }\nactivity call, chat, done\noutreach call, email_sent\nrole boss\nroster { ana team "s"; max role boss }\nstages { New "x" initial; Done "d" final }\nsla first { starts when lead created; stops when outreach; target 1 hour; at 50%% { remind role boss "half" } }\nstage New { enter { email "wel come"; notify slack "#desk" "a lead"; task call role boss "call" }; to Done when had done }\nprivacy { call, email only when ok is yes }\n' > n.leadflow; try() { printf "test \"t\" {\n  at 2026-03-02 10:00\n  given lead { email \"a@b.example\", ok no }\n  after 10 minutes happens call\n  after 2 hours expect $1\n}\n" | cat n.leadflow - > try.leadflow; leadflow test try.leadflow > said 2>&1; echo "$? $1"; }; for e in 'violation call' 'violation outreach' 'no violation email' 'no email "wel come"' 'notification "#desk"' 'no notification "#dsk"' 'task call to max' 'no reminder first' 'violation chat' 'no violation chat' 'no violation activity' 'no task meeting' 'no reminder frist' 'no email' 'no breach to max' 'no violation call to max' 'no webhook "a" "b"' 'no email "wel come" level 1'; do try "$e"; done
| 0 violation call
| 0 violation outreach
| 0 no violation email
| 0 no email "wel come"
| 0 notification "#desk"
| 0 no notification "#dsk"
| 1 task call to max
| 0 no reminder first
| 2 violation chat
| 2 no violation chat
| 2 no violation activity
| 2 no task meeting
| 2 no reminder frist
| 0 no email
| 2 no breach to max
| 2 no violation call to max
| 2 no webhook "a" "b"
| 2 no email "wel come" level 1
