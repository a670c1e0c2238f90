-- Publishers and their owners
-- Which publishers are in the collection, who owns them, and how much does each contribute?
-- param owner varchar default %: part of the owner's name, with % and _ as in like
select
    article.owner,
    article.publisher,
    count(distinct article.article) as articles,
    count(distinct claim.claim_key) as claims
from article
left join claim_current as claim
    on article.document_key = claim.document_key
where coalesce(article.owner, '') ilike '%' || $owner || '%'
group by
    article.owner,
    article.publisher
order by
    articles desc,
    article.owner,
    article.publisher;
