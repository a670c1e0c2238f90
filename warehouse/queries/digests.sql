-- Digests and what they hold
-- Which pages hold other documents whole, without being copies of them?
select
    holder.source_id as digest,
    held.source_id as holds,
    pair.containment,
    pair.left_key as digest_key,
    pair.right_key as held_key
from duplicate_pair_current as pair
inner join extraction_current as holder on pair.left_key = holder.document_key
inner join extraction_current as held on pair.right_key = held.document_key
where pair.relation = 'contains'
order by
    digest,
    holds;
