-- Stores the relations of the pairs that were unsettled; `settled` holds those in which a digest is.
create or replace temp table settled_candidate as
select
    unsettled.left_text,
    unsettled.right_text,
    unsettled.same,
    unsettled.successive,
    unsettled.shared,
    unsettled.rare_shared,
    unsettled.left_rare,
    unsettled.right_rare,
    unsettled.judged,
    case
        when unsettled.judged is null then null
        when unsettled.is_left_digest or unsettled.is_right_digest then settled.relation
        else unsettled.judged
    end as relation,
    case
        when unsettled.judged is null then null
        when unsettled.is_left_digest or unsettled.is_right_digest then settled.left_larger
        else unsettled.left_rare >= unsettled.right_rare
    end as left_larger
from unsettled_candidate as unsettled
left join settled using (left_text, right_text);

delete from dedupe_candidate
where (left_text, right_text) in (select (left_text, right_text) from unsettled_pair);

insert into dedupe_candidate
from settled_candidate;
