-- Sources of documents
-- What do documents take from agencies, from other outlets and from shared statements, and by which words do they show it?
-- param kind varchar default % one of agency_credit, cites, same_quote: only this one; % for all of them
-- param of varchar default %: part of the source, with % and _ as in like
-- param limit bigint default 100: rows at most
select
    edge.kind,
    coalesce(original.source_id, edge.right_key) as "of",
    document.source_id as document,
    document.publisher,
    edge.scope,
    edge.evidence,
    edge.char_start,
    edge.left_key as document_key
from independence_edge_current as edge
inner join extraction_current as document
    on edge.left_key = document.document_key
left join extraction_current as original
    on edge.right_key = original.document_key
where
    edge.kind in ('agency_credit', 'cites', 'same_quote')
    and edge.kind like $kind
    and coalesce(original.source_id, edge.right_key) ilike '%' || $of || '%'
order by
    edge.kind,
    "of",
    document,
    edge.char_start nulls last,
    edge.evidence
limit $limit::bigint;
