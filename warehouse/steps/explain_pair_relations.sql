-- The stored pairs of two documents with each other, and those that say that one of them is a digest.
select
    pair.relation,
    pair.left_key,
    pair.right_key,
    pair.jaccard,
    pair.containment,
    pair.rare_jaccard,
    pair.rare_containment,
    pair.shared_shingles,
    held.source_id as holds
from duplicate_pair_current as pair
inner join extraction_current as held
    on pair.right_key = held.document_key
where
    (pair.left_key in ($left, $right) and pair.right_key in ($left, $right))
    or (pair.relation = 'contains' and pair.left_key in ($left, $right))
order by
    pair.left_key,
    pair.right_key,
    pair.relation;
