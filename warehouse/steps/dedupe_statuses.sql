-- Which shingles and words became common or rare, by the limits of this run, and the texts that have them.
create or replace temp table flipped_shingle as
select shingle
from dedupe_frequency
where common <> (counted > $rarity_limit)
union all
select shingle
from frequency_before
anti join dedupe_frequency using (shingle)
where common;

create or replace temp table flipped_word as
select word
from dedupe_word
where common <> (counted > $topic_limit);

update dedupe_frequency
set common = not common
where common <> (counted > $rarity_limit);

update dedupe_word
set common = not common
where common <> (counted > $topic_limit);

-- Mostly the rows of what flipped were read already, and the index is not read again.
create or replace temp table stirred_text as
select distinct text
from touched_row
semi join flipped_shingle using (shingle)
union
select distinct text
from dedupe_sample
semi join (
    from flipped_shingle
    anti join touched_row using (shingle)
) as unread using (shingle)
union
select distinct text
from dedupe_topic
semi join flipped_word using (word);

select
    (select count(*) from flipped_shingle) + (select count(*) from flipped_word) as flipped;
