-- The state that a report is made of: the last published run, and how much it holds.
select
    max(run.run) as run,
    max(run.published_at) as published_at,
    (select count(distinct article) from article where is_current) as n_articles,
    (select count(distinct publisher) from article where is_current) as n_publishers,
    (select count(*) from claim_current) as n_claims
from run
where run.published_at is not null;
