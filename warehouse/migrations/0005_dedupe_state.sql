-- What the near-duplicate search keeps from run to run, so that a run costs by what is new: the index of sampled
-- shingles, how frequent they and the words are, and every candidate pair with its counts. All of it follows from the
-- current signatures and texts; emptied, it is made again by the next run.

create table dedupe_member (
    document_key varchar not null,
    text bigint,
    words bigint not null,
    shingles bigint not null
);
comment on table dedupe_member is 'State of dedupe: the documents of its last run and their texts.';
comment on column dedupe_member.document_key is 'The document.';
comment on column dedupe_member.text is 'Number of its text: the first 63 bits of the exact digest; null for a text without words.';
comment on column dedupe_member.words is 'Number of words.';
comment on column dedupe_member.shingles is 'Number of distinct shingles.';

create table dedupe_text (
    text bigint not null,
    shingles bigint not null,
    counted boolean not null,
    digest boolean not null
);
comment on table dedupe_text is 'State of dedupe: the different texts.';
comment on column dedupe_text.text is 'Number of the text.';
comment on column dedupe_text.shingles is 'Number of distinct shingles.';
comment on column dedupe_text.counted is 'Whether it counts where frequencies are counted: not if nearly equal to a text with a lower number.';
comment on column dedupe_text.digest is 'Whether it holds unrelated stories.';

create table dedupe_sample (
    text bigint not null,
    shingle ubigint not null
);
comment on table dedupe_sample is 'State of dedupe: the index of sampled shingles.';
comment on column dedupe_sample.text is 'Number of the text.';
comment on column dedupe_sample.shingle is 'A sampled shingle of it.';

create table dedupe_frequency (
    shingle ubigint not null,
    texts bigint not null,
    counted bigint not null,
    anchors bigint[] not null,
    common boolean not null
);
comment on table dedupe_frequency is 'State of dedupe: sampled shingles that so many texts have that it may matter.';
comment on column dedupe_frequency.shingle is 'The shingle.';
comment on column dedupe_frequency.texts is 'Texts that have it.';
comment on column dedupe_frequency.counted is 'Those of them that count.';
comment on column dedupe_frequency.anchors is 'The texts with the lowest numbers among them, which stand in where it pairs too many.';
comment on column dedupe_frequency.common is 'Whether it is in more counted texts than the limit of the last run.';

create table dedupe_word (
    word ubigint not null,
    counted bigint not null,
    common boolean not null
);
comment on table dedupe_word is 'State of dedupe: the longer words and how many texts have them.';
comment on column dedupe_word.word is 'Hash of the word.';
comment on column dedupe_word.counted is 'Counted texts that have it.';
comment on column dedupe_word.common is 'Whether these are more than the limit of the last run: the word tells of no topic.';

create table dedupe_topic (
    text bigint not null,
    word ubigint not null
);
comment on table dedupe_topic is 'State of dedupe: the longer words of texts on whose topic a decision hangs.';
comment on column dedupe_topic.text is 'Number of the text.';
comment on column dedupe_topic.word is 'Hash of the word.';

create table dedupe_candidate (
    left_text bigint not null,
    right_text bigint not null,
    same boolean not null,
    successive boolean not null,
    shared bigint,
    rare_shared bigint,
    left_rare bigint,
    right_rare bigint,
    judged varchar,
    relation varchar,
    left_larger boolean
);
comment on table dedupe_candidate is 'State of dedupe: every pair of texts that shares enough sampled shingles, related or not.';
comment on column dedupe_candidate.left_text is 'The text with the lower number.';
comment on column dedupe_candidate.right_text is 'The other text.';
comment on column dedupe_candidate.same is 'Whether they are nearly equal, so that only the left one counts.';
comment on column dedupe_candidate.successive is 'Whether they are texts of successive documents of one page.';
comment on column dedupe_candidate.shared is 'Distinct shingles in both.';
comment on column dedupe_candidate.rare_shared is 'Those rare in both.';
comment on column dedupe_candidate.left_rare is 'Rare shingles of the left text.';
comment on column dedupe_candidate.right_rare is 'Rare shingles of the right text.';
comment on column dedupe_candidate.judged is 'near or excerpt, by the two texts alone; null if not related.';
comment on column dedupe_candidate.relation is 'near, excerpt or contains in view of the digests; null if not related.';
comment on column dedupe_candidate.left_larger is 'Whether the left text is the larger one; null if not related.';

create table dedupe_successor (
    left_key varchar not null,
    right_key varchar not null
);
comment on table dedupe_successor is 'State of dedupe: successive documents of one page.';
comment on column dedupe_successor.left_key is 'The document with the lower key.';
comment on column dedupe_successor.right_key is 'The other document.';

create table dedupe_run (
    run bigint not null,
    step_digest varchar not null,
    rebuilt boolean not null,
    documents bigint not null,
    texts bigint not null,
    counted_texts bigint not null,
    size_step bigint not null,
    rarity_limit bigint not null,
    topic_limit bigint not null,
    changed_documents bigint not null,
    changed_statuses bigint not null,
    candidates bigint not null,
    new_candidates bigint not null,
    verified_again bigint not null,
    digests bigint not null,
    moves bigint not null
);
comment on table dedupe_run is 'What each run of dedupe looked at, and the limits it worked with.';
comment on column dedupe_run.run is 'The run.';
comment on column dedupe_run.step_digest is 'Step, version and settings: joins to ledger.step_digest.';
comment on column dedupe_run.rebuilt is 'Whether the state was made anew: the first run, or another step or other settings.';
comment on column dedupe_run.documents is 'Documents that take part.';
comment on column dedupe_run.texts is 'Different texts among them.';
comment on column dedupe_run.counted_texts is 'Texts after nearly equal ones are counted once; decides the step.';
comment on column dedupe_run.size_step is 'The least step k with counted_texts <= 4^k.';
comment on column dedupe_run.rarity_limit is 'Counted texts in which a shingle may be and still be rare: 2k - 2.';
comment on column dedupe_run.topic_limit is 'Counted texts in which a word may be and still tell of a topic: 2^k.';
comment on column dedupe_run.changed_documents is 'Documents new, gone, or with another text than before.';
comment on column dedupe_run.changed_statuses is 'Shingles and words that became common or rare.';
comment on column dedupe_run.candidates is 'Candidate pairs of texts in all.';
comment on column dedupe_run.new_candidates is 'Those met for the first time.';
comment on column dedupe_run.verified_again is 'Stored candidates compared again, because something in them became common or rare.';
comment on column dedupe_run.digests is 'Texts that hold unrelated stories.';
comment on column dedupe_run.moves is 'Documents under another cluster name than before.';
