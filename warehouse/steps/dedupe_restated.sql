-- Candidates with a text that another document speaks for are taken as lost and as new: whether they are one text, and
-- what they are judged, hangs on figures.
create or replace temp table restated_pair as
select
    left_text,
    right_text,
    same
from dedupe_candidate
where
    left_text in (select text from restated_text)
    or right_text in (select text from restated_text);

insert into new_candidate by name
select
    left_text,
    right_text
from restated_pair;

insert into lost_candidate
from restated_pair;

delete from dedupe_candidate
where (left_text, right_text) in (select (left_text, right_text) from restated_pair);
