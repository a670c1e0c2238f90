-- Texts that are gone leave the state; their candidates are kept aside until this run has drawn its consequences.
delete from dedupe_text
where text in (select text from gone_text);

delete from dedupe_sample
where text in (select text from gone_text);

delete from dedupe_topic
where text in (select text from gone_text);

insert into lost_candidate
select
    left_text,
    right_text,
    same
from dedupe_candidate
where
    left_text in (select text from gone_text)
    or right_text in (select text from gone_text);

delete from dedupe_candidate
where
    left_text in (select text from gone_text)
    or right_text in (select text from gone_text);
