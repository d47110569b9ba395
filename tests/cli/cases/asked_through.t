# What a line of `privacy` asks for through points, a grade, a decision or the matched account, it asks for (privacy.md): the no of a lead that goes into another one is the later word, so no mail goes out at
# 12:00, and the yes of 19:00 is told as consent.
$ sh asked_through.sh points "$(printf 'score fit { +10 when consent is granted }\nprivacy { email_sent only when fit >= 1 }')" '"consent":"granted"' '"consent":"denied"'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh best "$(printf 'score fit { best of { +10 when consent is granted; +5 when site is "x" } }\nprivacy { email_sent only when fit >= 1 }')" '"consent":"granted"' '"consent":"denied"'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh counted "$(printf 'score fit { +1 per times }\nprivacy { email_sent only when fit >= 1 }')" '"times":1' '"times":0'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh formula "$(printf 'score fit { +10 when willing }\nscore all = fit * 2\nprivacy { email_sent only when all >= 1 }')" '"times":1' '"times":0'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh grade "$(printf 'score fit { +10 when consent is granted }\ngrade rating of fit { OK at least 5, NO otherwise }\nprivacy { email_sent only when rating is OK }')" '"consent":"granted"' '"consent":"denied"'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh decision "$(printf 'decision mails {\n| consent | -> go |\n| granted | "yes" |\n| - | "no" |\n}\nprivacy { email_sent only when mails.go is "yes" }')" '"consent":"granted"' '"consent":"denied"'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
$ sh asked_through.sh account "$(printf 'table accounts from "accounts.csv" { domain text key; tier text }\nmatch account in accounts { same domain to site }\nprivacy { email_sent only when account.tier is "gold" }')" '"site":"yes.example"' '"site":"no.example"'
|~ consent was recorded
|~ all the same
|- email two
|- asks for what changed
# A touch that is told late is judged by what was so when it happened, through points too: at 09:30 the person had not said no yet.
$ printf 'playbook v { timezone "UTC" }\nlead { id text key; consent one of granted, denied }\nactivity call\noutreach call\nroster { kay }\nstages { Open "o" initial; Shut "s" final }\nstage Open { to Shut by kay }\nscore fit { +10 when consent is granted }\nprivacy { call only when fit >= 1 }\n' > late.leadflow; printf '%s\n' '{"event":"1","type":"lead.created","lead":"A","at":"2026-05-04T08:00:00Z","record":{"consent":"granted"}}' '{"event":"2","type":"consent.changed","lead":"A","at":"2026-05-04T10:00:00Z","record":{"consent":"denied"}}' > late.ndjson; printf '%s\n' '{"event":"3","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T09:30:00Z"}' '{"event":"4","type":"activity","activity":"call","by":"kay","lead":"A","at":"2026-05-04T10:30:00Z"}' > later.ndjson; for told in late later; do leadflow work late.leadflow --store sqlite:late.db --events $told.ndjson --until 2026-05-04T11:00:00Z -q; done; leadflow why A --store sqlite:late.db
|~ against privacy: call at 2026-05-04 10:30 by kay
|- call at 2026-05-04 09:30
