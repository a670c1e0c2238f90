-- Sentences
-- Which sentences of the texts have these words, whether a claim was found in them or not, and what stands before and after?
-- param words varchar: part of the sentence, with % and _ as in like: gate%closed
-- param about varchar default %: part of the title or of a name in the document, with % and _ as in like
-- param claims varchar default % one of yes, no: only sentences with claims, or only those without; % for both
-- param limit bigint default 100: rows at most
with told as (
    select
        extraction.document_key,
        extraction.source_id as document,
        extraction.publisher,
        list_concat(
            [coalesce(extraction.title, '')],
            -- up to a full stop, mark or line end with a blank behind it: "4.25 a.m." is no end, and no abbreviation is;
            -- a line that goes on in lower case on the next one has not ended
            regexp_extract_all(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(extraction.text, '([^.!?…:;"”\n])\n([a-z])', '\1 \2', 'g'),
                        '\b([A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Inc|Corp|Co|Ltd|No|Gen|Gov|Sen|Rep|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|vs)\.',
                        '\1․',
                        'g'
                    ),
                    '\b([ap]\.m)\.( [a-z(])',
                    '\1․\2',
                    'g'
                ),
                '(?:[^.!?…\n]|[.!?…]+[^\s.!?…"”’»)\]])+[.!?…]*["”’»)\]]*'
            )
        ) as sentences
    from extraction_current as extraction
    where
        extraction.title ilike '%' || $about || '%'
        or extraction.document_key in (
            select document_key
            from mention_current
            where name ilike '%' || $about || '%'
        )
),
split as (
    select
        document_key,
        document,
        publisher,
        trim(replace(unnest(sentences), '․', '.')) as sentence,
        unnest(range(0, len(sentences))) as position
    from told
),
placed as (
    select
        *,
        lag(sentence) over in_text as sentence_before,
        lead(sentence) over in_text as sentence_after
    from split
    where sentence <> ''
    window in_text as (
        partition by document_key
        order by position
    )
),
found as (
    select
        placed.*,
        (
            select count(distinct claim.claim_key)
            from claim_current as claim
            where
                claim.document_key = placed.document_key
                and (
                    contains(placed.sentence, replace(claim.quote, chr(10), ' '))
                    -- a quote may hold several sentences, but "No." stands in many
                    or (
                        contains(replace(claim.quote, chr(10), ' '), placed.sentence)
                        and 2 * length(placed.sentence) >= length(claim.quote)
                    )
                )
        ) as n_claims
    from placed
    where sentence ilike '%' || $words || '%'
)
select
    found.sentence,
    found.document,
    found.publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    found.n_claims,
    found.sentence_before,
    found.sentence_after,
    superseded.superseded_by
from found
inner join document_moment as told
    on found.document_key = told.document_key
left join superseded_document as superseded
    on found.document_key = superseded.document_key
where
    $claims = '%'
    or ($claims = 'yes') = (found.n_claims > 0)
order by
    told_at desc nulls last,
    found.document,
    found.position
limit $limit::bigint;
