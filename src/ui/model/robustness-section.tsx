import type { NotSpeechFigures } from '../../contract/model-card';
import { numberColumn, textColumn, type FigureTable } from '../report/figure-table';
import { RobustnessFigure } from '../report/robustness-figure';
import { TableView } from '../report/table-view';
import { SectionBody } from './card-section';
import type { ReadCard } from './read-card';

/** What noise, rooms and telephones do to the judgement, and what is heard where nobody speaks. */
export function RobustnessSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  return (
    <>
      <p>
        How much of what it hears is the voice, and how much the room and the line: recordings of the validation
        speakers, spoilt on purpose.
      </p>
      <SectionBody section={sections.robustness}>
        {(conditions) => <RobustnessFigure conditions={conditions} fileStem="undertone" />}
      </SectionBody>
      <h4>Nobody speaks</h4>
      <p>
        Synthesised sounds without speech, of other making than those it was trained to be unsure of. Right is to find
        no speech, or to be uncertain.
      </p>
      <SectionBody section={sections.notSpeech}>
        {(sounds) => <TableView table={tabulateNotSpeech(sounds)} />}
      </SectionBody>
    </>
  );
}

function tabulateNotSpeech(sounds: readonly NotSpeechFigures[]): FigureTable<NotSpeechFigures> {
  return {
    caption: 'What was said of sounds in which nobody speaks',
    fileName: 'undertone-not-speech',
    rows: sounds,
    columns: [
      textColumn('Sound', 'sound', ({ sound }) => sound),
      numberColumn('Cases', 'cases', ({ cases }) => cases),
      numberColumn('No speech found', 'no_speech', ({ noSpeech }) => noSpeech),
      numberColumn('Uncertain', 'uncertain', ({ uncertain }) => uncertain),
      textColumn(
        'Named wrongly',
        'named',
        ({ named }) =>
          Object.entries(named)
            .map(([emotion, cases]) => `${cases} ${emotion}`)
            .join(', ') || 'none',
      ),
    ],
  };
}
