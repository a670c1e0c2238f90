-- Search
-- Which sentences with claims have all these words, the newest first?
-- param words varchar: words, separated by blanks; each is looked for at the beginning of a word, whatever its case; none are found where there is no word
-- param modality varchar default % one of asserted, reported, rumored, predicted, hypothetical, opinion: only claims of this modality; % for all
-- param limit bigint default 50: rows at most
with wanted as (
    select
        list_filter(
            list_transform(
                string_split_regex(lower(strip_accents($words)), '[^\p{L}\p{M}\p{N}_$€£%.,-]+'),
                lambda word: trim(word, '.,-')
            ),
            lambda word: word <> ''
        ) as words
),
sentence_of_document as (
    select
        claim.document_key,
        claim.field,
        claim.char_start,
        claim.quote,
        lower(strip_accents(claim.quote)) as plain,
        min(claim.claim_key) as claim_key,
        count(*) as claims,
        list(distinct claim.modality order by claim.modality) as modalities,
        any_value(coalesce(claim.speaker_name, claim.speaker)) as speaker,
        any_value(claim.published_at) as published_at
    from claim_current as claim
    cross join wanted
    where
        claim.modality like $modality
        and len(list_filter(wanted.words, lambda word: not contains(lower(strip_accents(claim.quote)), word))) = 0
    group by
        claim.document_key,
        claim.field,
        claim.char_start,
        claim.quote
),
ranked as (
    select
        found.*,
        len(list_filter(
            wanted.words, lambda word: regexp_matches(found.plain, '(^|[^\p{L}\p{M}\p{N}_])' || regexp_escape(word))
        )) as at_beginnings,
        len(wanted.words) as asked
    from sentence_of_document as found
    cross join wanted
)
select
    ranked.quote as sentence,
    extraction.source_id as document,
    extraction.publisher,
    ranked.published_at,
    ranked.speaker,
    ranked.modalities,
    ranked.claims,
    ranked.claim_key
from ranked
inner join extraction_current as extraction
    on ranked.document_key = extraction.document_key
where
    ranked.asked > 0
    and ranked.at_beginnings = ranked.asked
order by
    ranked.published_at desc nulls last,
    document,
    ranked.char_start,
    ranked.claim_key
limit $limit::bigint;
