-- The size of the collection, for the limits and for the run's account.
select
    (select count(*) from dedupe_member) as documents,
    (select count(*) from dedupe_text) as texts,
    (select count(*) from dedupe_text where counted) as counted_texts,
    (select count(*) from dedupe_candidate) as candidates,
    (select count(*) from dedupe_text where digest) as digests;
