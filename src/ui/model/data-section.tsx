import { EMOTIONS, type Emotion } from '../../contract/emotions';
import type { CorpusSummary, ModelCard } from '../../contract/model-card';
import { EMOTION_WORDS, colourOfEmotion } from '../emotions/emotion-words';
import { CORPUS_WORDS, nameCorpus } from '../report/corpus-words';
import { formatCount } from '../report/figures';
import { numberColumn, textColumn, type FigureTable } from '../report/figure-table';
import { emotionColumn } from '../report/report-tables';
import { TableView } from '../report/table-view';
import { SectionBody } from './card-section';
import type { ReadCard } from './read-card';

/** What the network learned from, and whom it did not hear. */
export function DataSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  return (
    <>
      <p>
        How many clips of each emotion it learned from: what a corpus lacks, it can only know by the sound of the
        others. None of the recordings is part of this page.
      </p>
      <SectionBody section={sections.data} missing="The record does not name the recordings.">
        {(data) => (
          <>
            <p>{describeGaps(data)}</p>
            <h4>Clips by emotion</h4>
            <TableView table={tabulateEmotions(data)} />
            <h4>Corpora</h4>
            <TableView table={tabulateCorpora(data)} />
          </>
        )}
      </SectionBody>
      <h4>Speakers set apart</h4>
      <SectionBody section={sections.splits} missing="The record names none.">
        {({ validation, test }) => (
          <dl className="facts">
            <div>
              <dt>Validation, on whom choices are made</dt>
              <dd>{listSpeakers(validation)}</dd>
            </div>
            <div>
              <dt>Test, scored once at the end</dt>
              <dd>{listSpeakers(test)}</dd>
            </div>
          </dl>
        )}
      </SectionBody>
    </>
  );
}

/** Emotions that some corpora do not have. */
function describeGaps(data: readonly CorpusSummary[]): string {
  const gaps = EMOTIONS.flatMap((emotion) => {
    const corpora = data.filter(({ perEmotion }) => (perEmotion[emotion] ?? 0) > 0).length;
    return corpora < data.length ? [`${EMOTION_WORDS[emotion].label} is in ${corpora} of ${data.length} corpora`] : [];
  });
  return gaps.length === 0 ? 'Every corpus has all emotions.' : `${gaps.join(', ')}.`;
}

/** The distribution of the classes: a line for each emotion, a column for each corpus. */
export function tabulateEmotions(data: readonly CorpusSummary[]): FigureTable<{ readonly emotion: Emotion }> {
  const most = Math.max(1, ...data.flatMap(({ perEmotion }) => Object.values(perEmotion)));
  return {
    caption: 'Training clips of each emotion in each corpus',
    fileName: 'undertone-training-clips',
    rows: EMOTIONS.map((emotion) => ({ emotion })),
    columns: [
      emotionColumn('Emotion', 'emotion'),
      ...data.map(({ corpus, perEmotion }) => ({
        ...numberColumn<{ readonly emotion: Emotion }>(
          CORPUS_WORDS[corpus],
          `clips_${corpus}`,
          ({ emotion }) => perEmotion[emotion] ?? 0,
        ),
        bar: ({ emotion }: { readonly emotion: Emotion }) => ({
          share: (perEmotion[emotion] ?? 0) / most,
          colour: colourOfEmotion(emotion),
        }),
      })),
      numberColumn('All', 'clips', ({ emotion }) =>
        data.reduce((sum, { perEmotion }) => sum + (perEmotion[emotion] ?? 0), 0),
      ),
    ],
  };
}

function tabulateCorpora(data: readonly CorpusSummary[]): FigureTable<CorpusSummary> {
  return {
    caption: 'Corpora that the network learned from',
    fileName: 'undertone-corpora',
    rows: data,
    columns: [
      { ...textColumn('Corpus', 'corpus', ({ corpus }) => corpus), show: ({ corpus }) => CORPUS_WORDS[corpus] },
      textColumn('Licence', 'licence', ({ licence }) => licence),
      numberColumn('Clips', 'clips', ({ clips }) => clips, formatCount),
      numberColumn('Speakers', 'speakers', ({ speakers }) => speakers, formatCount),
    ],
  };
}

function listSpeakers(groups: ModelCard['splits']['test']): string {
  const lists = Object.entries(groups).map(([corpus, ids]) => `${nameCorpus(corpus)}: ${ids.join(', ')}`);
  return lists.length === 0 ? 'nobody' : lists.join('; ');
}
