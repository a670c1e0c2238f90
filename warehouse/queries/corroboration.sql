-- Corroboration
-- Which claims are made by several sources, and how many of these are independent of each other?
-- param about varchar default %: part of the subject, with % and _ as in like
-- param attribute varchar default %: name of the attribute, with % and _ as in like
-- param min_articles bigint default 2: articles that make the claim at least
-- param limit bigint default 100: rows at most
with removed_of_group as (
    select
        group_key,
        list({'document': document, 'because': because, 'of': "of"} order by document, because, "of") as removed
    from group_removed
    group by group_key
),
articles_of_group as (
    select
        reading.group_key,
        list(distinct article.source_id order by article.source_id) as documents
    from claim_reading as reading
    inner join article
        on reading.document_key = article.document_key
    where reading.counts
    group by reading.group_key
)
select
    support.group_key as "group",
    support.subject,
    support.attribute,
    case
        when support.value_kind = 'number' and support.number is not null
            then support.number::double::union(number double, code varchar)
        else support.value::union(number double, code varchar)
    end as value,
    support.unit,
    support.text,
    support.n_articles,
    support.n_publishers,
    support.n_owners,
    support.n_origins,
    articles_of_group.documents,
    coalesce(removed_of_group.removed, []) as removed
from claim_group_support as support
inner join articles_of_group
    on support.group_key = articles_of_group.group_key
left join removed_of_group
    on support.group_key = removed_of_group.group_key
where
    support.n_articles >= $min_articles::bigint
    and support.subject ilike '%' || $about || '%'
    and support.attribute ilike $attribute
order by
    support.n_origins desc,
    support.n_articles desc,
    support.subject,
    support.attribute,
    support.group_key
limit $limit::bigint;
