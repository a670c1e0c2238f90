-- The words that are too frequent to tell of a topic.
select word
from dedupe_word
where common
order by word;
