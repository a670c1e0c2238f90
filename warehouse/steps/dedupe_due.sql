-- The candidates to be compared: new ones, and stored ones of which a text has a shingle or word that became common or
-- rare, or that are texts of successive documents now and were not.
create or replace temp table due_pair as
select
    left_text,
    right_text,
    successive,
    shared is null as is_new
from dedupe_candidate
where
    shared is null
    or left_text in (select text from stirred_text)
    or right_text in (select text from stirred_text)
    or (left_text, right_text) in (select (left_text, right_text) from restless_pair);

from due_pair
order by
    left_text,
    right_text;
