# A mail that waits is judged at the instant of its decision (10:00), however late something was said of the record: by the record of
# today, and all else as it was then (outbox.md).
# At 10:00 it is not yet behind 10:10, which the record says since 10:20; that 10:20 itself is behind it is no reason to send.
$ cd waiting; w='python3 waiting_mail.py'; R='{"email":"a@b.example","until_":"2026-11-02T09:30:00Z"}'; $w 'until_ is before now' "$R" '10:20 A {"until_":"2026-11-02T10:10:00Z"}'; $w 'until_ is before now' "$R" '10:20 A {"until_":"2026-11-02T09:50:00Z"}'; $w 'until_ is before now' "$R" '10:20 A {"until_":"2026-11-02T10:10:00Z"}' '10:25 A {"until_":"2026-11-02T09:00:00Z"}'
| not sent: `email_sent only when until_ is before now` does not hold any more
| sent
| sent
# At 10:00 it was before 10:30, within 20 minutes of the lead's coming and of its stage, and 10 o'clock.
$ cd waiting; R='{"email":"a@b.example","until_":"2026-11-02T10:30:00Z"}'; for g in 'until_ is after now' 'now - created < 20 minutes' 'hour(now) is 10' 'stage.entered is after now - 20 minutes' 'until_ is after now and stage is New and not had call'; do python3 waiting_mail.py "$g" "$R" '10:10 A move W' '10:11 A call' '11:00 A {"name":"x"}'; done
| sent
| sent
| sent
| sent
| sent
# Who had the lead then counts, and nobody's leaving stops it. Of a row, and of the roster, today's count: they alone stop nothing, and
# what is said of other fields changes nothing about that; nor does a value that is said again.
$ cd waiting; w='python3 waiting_mail.py'; R='{"email":"a@b.example","plan":"gold","handler":"ben"}'; $w 'owner is ana' "$R" '10:12 A assign ben' '10:20 A {"name":"x"}'; $w 'owner.team is "s"' "$R" '10:12 A assign ben' '10:20 A {"name":"x"}'; $w 'owner.team is "s"' "$R" '10:12 gone ana' '10:20 A {"name":"x"}'; $w 'ok[plan].mail' "$R" '10:10 row {"plan":"gold","mail":false}' '10:20 A {"name":"x","plan":"gold"}'; $w 'handler is known' "$R" '10:12 gone ben' '10:20 A {"name":"x","handler":"ben"}'
| sent
| sent
| sent
| sent
| sent
# What the record says itself stops it: another plan, and a no though the row would stop the mail as well.
$ cd waiting; w='python3 waiting_mail.py'; R='{"email":"a@b.example","plan":"gold","consent":"granted","handler":"ben"}'; $w 'ok[plan].mail' "$R" '10:20 A {"plan":"tin"}'; $w 'consent is granted and ok[plan].mail' "$R" '10:10 row {"plan":"gold","mail":false}' '10:20 A {"consent":"denied"}'; $w 'handler is known' "$R" '10:20 A {"handler":null}'; $w 'owner is ana and consent is granted' "$R" '10:12 A assign ben' '10:20 A {"consent":"denied"}' '10:30 A {"consent":"granted"}'
| not sent: `email_sent only when ok[plan].mail` does not hold any more
| not sent: `email_sent only when consent is granted and ok[plan].mail` does not hold any more
| not sent: `email_sent only when handler is known` does not hold any more
| sent
# After a merger the record of the lead that was kept counts; the stage and the owner are those that the mail's own lead had.
$ cd waiting; w='python3 waiting_mail.py'; R='{"email":"a@b.example","consent":"granted"}'; B='09:00 B {"email":"b@b.example","consent":"granted"}'; $w 'consent is granted and stage is New and owner is ana' "$R" "$B" '09:10 B assign ben' '09:20 B move W' '10:20 B merge A' '10:30 B {"name":"x"}'; $w 'consent is granted and stage is New' "$R" "$B" '10:20 B merge A' '10:30 A {"consent":"denied"}'
| sent
| not sent: `email_sent only when consent is granted and stage is New` does not hold any more
