-- Empties the state, so that this run makes it anew.
delete from dedupe_member;
delete from dedupe_text;
delete from dedupe_sample;
delete from dedupe_frequency;
delete from dedupe_word;
delete from dedupe_topic;
delete from dedupe_candidate;
delete from dedupe_successor;
