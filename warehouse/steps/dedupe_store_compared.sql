-- Stores what was counted and judged of the pairs that were due, and returns what the texts around them share: of the
-- texts that may be digests for it (the pairs' own, and those that overlap with these) and of their neighbours.
create or replace temp table judged_candidate as
select
    candidate.left_text,
    candidate.right_text,
    candidate.same,
    candidate.successive,
    compared.shared,
    compared.rare_shared,
    compared.left_rare,
    compared.right_rare,
    compared.judged,
    candidate.relation,
    candidate.left_larger
from dedupe_candidate as candidate
join compared using (left_text, right_text);

delete from dedupe_candidate
where (left_text, right_text) in (select (left_text, right_text) from compared);

insert into dedupe_candidate
from judged_candidate;

create or replace temp table moved_text as
select left_text as text
from compared
union
select right_text
from compared
union
select left_text
from lost_candidate
union
select right_text
from lost_candidate;

create or replace temp table passage as
select
    left_text,
    right_text
from dedupe_candidate
where rare_shared >= $min_rare;

create or replace temp table asked_text as
select text
from moved_text
semi join dedupe_text using (text)
union
select right_text
from passage
where left_text in (select text from moved_text)
union
select left_text
from passage
where right_text in (select text from moved_text);

create or replace temp table witness as
select text
from asked_text
union
select right_text
from passage
where left_text in (select text from asked_text)
union
select left_text
from passage
where right_text in (select text from asked_text);

select
    left_text,
    right_text,
    rare_shared / greatest(left_rare, 1) as left_share,
    rare_shared / greatest(right_rare, 1) as right_share,
    left_text in (select text from asked_text) as is_left_asked,
    right_text in (select text from asked_text) as is_right_asked
from dedupe_candidate
where
    rare_shared >= $min_rare
    and left_text in (select text from witness)
    and right_text in (select text from witness)
order by
    left_text,
    right_text;
