-- How widely a group is supported: articles, publishers, their owners and independent origins; only asserted and reported claims count.
create or replace view claim_group_support as
with described as (
    select
        group_key,
        any_value(subject_key) as subject_key,
        any_value(subject) as subject,
        any_value(attribute) as attribute,
        any_value(rule) as rule,
        any_value(value_kind) as value_kind,
        any_value(value) as value,
        any_value(number) as number,
        any_value(unit) as unit,
        arg_min(text, claim_key) as text,
        count(*) as n_claims,
        count(*) filter (where counts) as n_counting
    from claim_reading
    group by group_key
),
widths as (
    select
        claim_origin.group_key,
        count(distinct article.article) filter (where article.is_current) as n_articles,
        count(distinct article.publisher) as n_publishers,
        count(distinct article.owner) as n_owners,
        count(distinct claim_origin.origin) as n_origins
    from claim_origin
    left join article
        on claim_origin.document_key = article.document_key
    group by claim_origin.group_key
)
select
    described.*,
    coalesce(widths.n_articles, 0) as n_articles,
    coalesce(widths.n_publishers, 0) as n_publishers,
    coalesce(widths.n_owners, 0) as n_owners,
    coalesce(widths.n_origins, 0) as n_origins
from described
left join widths
    on described.group_key = widths.group_key;
comment on view claim_group_support is 'How widely a group is supported: articles, publishers, their owners and independent origins; only asserted and reported claims count.';
