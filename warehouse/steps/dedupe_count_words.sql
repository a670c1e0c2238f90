-- How many counted texts have each shingle and word, after the texts in `counted_change`; `word_change` (word, change)
-- holds what that means for the words, `switched_sample` (text, shingle) the shingles of those that were there before.
-- A shingle that was stored before goes on from its count, one that was not is counted.
-- Joined as tables of DuckDB: a filter by a few hashes that a join pushes into an Arrow table fails from 2^63 on.
create or replace temp table switched_row as
from switched_sample;

create or replace temp table changed_word as
from word_change;

create or replace temp table newly_stored as
select shingle
from dedupe_frequency
semi join shingle_now using (shingle)
anti join frequency_before using (shingle);

create or replace temp table counted_difference as
with changed_sample as (
    from arrived_sample
    union all
    from gone_sample
    union all
    from switched_row
)
select
    changed_sample.shingle,
    sum(counted_change.change)::bigint as difference
from changed_sample
-- not only what came or went (`frequency_before`): a text that counts no more has shingles that no other change touches
semi join dedupe_frequency using (shingle)
anti join newly_stored using (shingle)
join counted_change using (text)
group by changed_sample.shingle
having sum(counted_change.change) <> 0;

create or replace temp table first_count as
select
    touched_row.shingle,
    count(*) filter (dedupe_text.counted) as counted
from touched_row
semi join newly_stored using (shingle)
join dedupe_text using (text)
group by touched_row.shingle;

update dedupe_frequency as frequency
set counted = frequency.counted + counted_difference.difference
from counted_difference
where counted_difference.shingle = frequency.shingle;

update dedupe_frequency as frequency
set counted = first_count.counted
from first_count
where first_count.shingle = frequency.shingle;

create or replace temp table word_now as
select
    changed_word.word,
    coalesce(dedupe_word.counted, 0) + changed_word.change as counted,
    coalesce(dedupe_word.common, false) as common
from changed_word
left join dedupe_word using (word);

delete from dedupe_word
where word in (select word from changed_word);

insert into dedupe_word
from word_now
where
    counted > 0
    or common;
