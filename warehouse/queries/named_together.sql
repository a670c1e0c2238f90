-- Named together
-- Which persons, organisations and places do the documents name together with a name?
-- param name varchar default %: part of the name, with % and _ as in like
-- param limit bigint default 50: rows at most
with bearing as (
    select distinct
        member.document_key,
        entity.entity_key,
        entity.name,
        entity.kind
    from entity_member_current as member
    inner join entity_current as entity
        on member.entity_key = entity.entity_key
),
wanted as (
    select
        entity_key,
        name,
        document_key
    from bearing
    where name ilike '%' || $name || '%'
)
select
    wanted.name,
    bearing.name as other_name,
    bearing.kind as other_kind,
    count(distinct wanted.document_key) as documents
from wanted
inner join bearing
    on wanted.document_key = bearing.document_key
    and wanted.entity_key <> bearing.entity_key
group by
    wanted.name,
    bearing.name,
    bearing.kind
order by
    documents desc,
    wanted.name,
    other_name,
    other_kind
limit $limit::bigint;
