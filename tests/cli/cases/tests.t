# Tests beside the rules: pass, fail with what was found instead, unknown, coverage, the formats.
$ leadflow test desk.leadflow
| desk (desk.leadflow)
|   ok   a large American company is an A
| 1 test: 1 passed
$ (cat desk.leadflow; printf 'test "wrong" {\n  at 2026-03-02 10:00\n  given lead { company_size 800 }\n  expect fit is 50 and rating is B\n  expect owner is ben\n  expect email.domain is "x.example"\n}\n') > fails.leadflow
$ leadflow test fails.leadflow
| desk (fails.leadflow)
|   ok   a large American company is an A
|   FAIL wrong
|       fails.leadflow:49  expected fit is 50 and rating is B
|         fit is 30
|       fails.leadflow:50  expected owner is ben
|         route inbound took rule `rest`, to ana
|       fails.leadflow:51  expected email.domain is "x.example", which is unknown
|         email is missing
| 2 tests: 1 passed, 1 failed
? 1
$ leadflow test fails.leadflow --format json
|~ {"title":"wrong","file":"fails.leadflow","line":46,"outcome":"failed","failures":[{"expected":"fit is 50 and rating is B","file":"fails.leadflow","line":49
|~ "passed":1,"failed":1}
? 1
$ leadflow test fails.leadflow --format junit
|~ <testsuites tests="2" failures="1">
|~ <failure message="expected fit is 50 and rating is B: fit is 30">fails.leadflow:49</failure>
? 1
$ leadflow test desk.leadflow --coverage
|~ coverage 50%
|~ route inbound: poor, tried but never took a lead
|~ score engagement: +25 per demo_request max 2 times, never gave points
|~ grade rating: C, never reached
$ leadflow test desk.leadflow --coverage --format json
|~ "name":"poor","line":"desk.leadflow:36","reach":"tried"
$ grep -v '^test' desk.leadflow | sed '/^  at /,$d' > untested.leadflow; leadflow test untested.leadflow
|~ no tests
|~ say what you promise
$ leadflow test desk.leadflow untested.leadflow
|~ 1 test: 1 passed
