-- Keeps the words of texts on whose topic a decision hangs, so that a change of a word's status finds them.
insert into dedupe_topic
select
    text,
    word
from consulted
where text not in (select text from dedupe_topic);
