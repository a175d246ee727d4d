/** What is done to a recording before the network gets it, in words and figures: pure. */
import { FEATURE_CONFIG } from '../../contract/features';
import type { OriginalPictures } from '../../contract/prediction';
import { formatDuration } from '../format';

const { sampleRateHz, fMinHz, fMaxHz, nMels, maskingFloorDb } = FEATURE_CONFIG;

/** One property, before and after. */
export interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Writes a frequency or a rate: `48,000 Hz`. */
export function formatHertz(frequencyHz: number): string {
  return `${wholeNumber.format(frequencyHz)}\u00a0Hz`;
}

/** Writes a share of full scale in decibels; silence has no level. */
export function formatDbfs(share: number): string {
  return share > 0 ? `${(20 * Math.log10(share)).toFixed(1).replace('-', '−')}\u00a0dBFS` : 'silence';
}

/** Lists what changed, in the order in which it is done. */
export function describeChanges(
  original: Pick<OriginalPictures, 'sampleRateHz' | 'channelCount' | 'peak' | 'rms'>,
  speech: { readonly durationSec: number; readonly speechSec: number; readonly windows: number },
): Change[] {
  const channels = original.channelCount;
  return [
    {
      name: 'Channels',
      before: String(channels),
      after: channels === 1 ? '1' : '1, mixed so that no voice is lost',
    },
    { name: 'Samples per second', before: formatHertz(original.sampleRateHz), after: formatHertz(sampleRateHz) },
    {
      name: 'Frequencies',
      before: `0 to ${formatHertz(original.sampleRateHz / 2)}`,
      after: `${fMinHz} to ${formatHertz(fMaxHz)}, in ${nMels} mel bands`,
    },
    {
      name: 'Length',
      before: formatDuration(speech.durationSec),
      after: `${formatDuration(speech.speechSec)} of speech, in ${speech.windows} ${speech.windows === 1 ? 'window' : 'windows'}`,
    },
    {
      name: 'Faintest sounds',
      before: 'as they are',
      after: `masked from ${-maskingFloorDb}\u00a0dB below the loudest`,
    },
    {
      name: 'Level',
      before: `peak ${formatDbfs(original.peak)}, RMS ${formatDbfs(original.rms)}`,
      after: 'taken out: mean 0 and deviation 1',
    },
  ];
}
