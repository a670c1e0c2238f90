-- New texts enter the state; whether they count is decided once their candidates are known. Their samples follow when
-- those of the former texts have been read (`dedupe_frequencies`).
create or replace temp table lost_candidate (left_text bigint, right_text bigint, same boolean);

insert into dedupe_text
select
    text,
    shingles,
    false as counted,
    false as digest
from arrived_text;
