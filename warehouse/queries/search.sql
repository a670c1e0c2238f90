-- Search
-- Which sentences with claims have these words, the best match first (BM25: rare words and short sentences count more)?
-- see sentences: it looks at all sentences, those without a claim too
-- param words varchar: words, separated by blanks; each is looked for at the beginning of a word, whatever its case or accents; none are found where there is no word
-- param match varchar default all one of all, any: whether a sentence must have all of the words
-- param modality varchar default % one of asserted, reported, rumored, predicted, hypothetical, opinion: only claims of this modality; % for all
-- param limit bigint default 50: rows at most
with wanted as (
    select
        list_distinct(
            list_filter(
                list_transform(
                    string_split_regex(lower(strip_accents($words)), '[^\p{L}\p{M}\p{N}_$€£%.,-]+'),
                    lambda word: trim(word, '.,-')
                ),
                lambda word: word <> ''
            )
        ) as words
),
-- the sentences with any of the words as letters; which words they have at the beginning of a word is told below
claim_with_word as materialized (
    select
        claim.document_key,
        claim.field,
        claim.char_start,
        claim.quote,
        lower(strip_accents(claim.quote)) as plain,
        claim.claim_key,
        claim.modality,
        coalesce(claim.speaker_name, claim.speaker) as speaker
    from claim_current as claim
    cross join wanted
    where
        claim.modality like $modality
        and len(list_filter(wanted.words, lambda word: contains(lower(strip_accents(claim.quote)), word))) > 0
),
sentence as (
    select
        document_key,
        field,
        char_start,
        quote,
        plain,
        min(claim_key) as claim_key,
        count(*) as claims,
        list(distinct modality order by modality) as modalities,
        any_value(speaker) as speaker
    from claim_with_word
    group by
        document_key,
        field,
        char_start,
        quote,
        plain
),
counted as materialized (
    select
        sentence.*,
        list_transform(
            wanted.words,
            lambda word: len(regexp_extract_all(sentence.plain, '(^|[^\p{L}\p{M}\p{N}_])' || regexp_escape(word)))
        ) as times,
        wanted.words
    from sentence
    cross join wanted
),
-- in how many sentences of the collection each word is, and how long these are in the mean
rarity as (
    select list(known.df order by known.position) as df
    from (
        select
            position,
            count(*) filter (where times[position] > 0) as df
        from counted
        cross join lateral (select unnest(range(1, len(words) + 1)) as position)
        group by position
    ) as known
),
collection as (
    select
        count(*) as n,
        avg(length(quote)) as mean_length
    from (
        select distinct
            document_key,
            field,
            char_start,
            quote
        from claim_current
    ) as every_sentence
),
ranked as (
    select
        counted.*,
        len(list_filter(counted.times, lambda found: found > 0)) as found,
        list_sum(
            list_transform(
                range(1, len(counted.words) + 1),
                lambda position:
                    ln(1 + (collection.n - rarity.df[position] + 0.5) / (rarity.df[position] + 0.5))
                    * counted.times[position] * 2.2
                    / (
                        counted.times[position]
                        + 1.2 * (0.25 + 0.75 * length(counted.quote) / collection.mean_length)
                    )
            )
        ) as score
    from counted
    cross join rarity
    cross join collection
)
select
    ranked.quote as sentence,
    extraction.source_id as document,
    extraction.publisher,
    told.moment as told_at,
    told.moment_of as time_of,
    ranked.speaker as said_by,
    ranked.modalities,
    ranked.claims,
    round(ranked.score, 3) as score,
    ranked.claim_key
from ranked
inner join extraction_current as extraction
    on ranked.document_key = extraction.document_key
inner join document_moment as told
    on ranked.document_key = told.document_key
where
    ranked.found > 0
    and ($match = 'any' or ranked.found = len(ranked.words))
order by
    ranked.found desc,
    round(ranked.score, 3) desc,
    told_at desc nulls last,
    document,
    ranked.char_start,
    ranked.claim_key
limit $limit::bigint;
