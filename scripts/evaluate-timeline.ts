/**
 * Compares the timeline of a long recording with its labels, and with the same clips each judged alone, in Node, by the
 * code that the page runs.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SampleStore } from '../src/audio/sample-store';
import { EMOTIONS } from '../src/contract/emotions';
import type { TimeSpan } from '../src/contract/features';
import type { PcmSource } from '../src/contract/pcm';
import type { Prediction } from '../src/contract/prediction';
import { summarise } from '../src/evaluation/summarise';
import { scoreTimeline, type LabelledSpan } from '../src/evaluation/timeline-accuracy';
import { drawWindow, findWindows, findWindowsWithin } from '../src/features/extract-recording';
import type { Classifier } from '../src/network/classifier';
import { smoothTimeline } from '../src/recognition/smooth-timeline';
import { readRecording } from '../src/training/read-recording';
import { openClassifier } from './open-classifier';
import { runCommand } from './run-command';

const HELP = `Usage: npx tsx scripts/evaluate-timeline.ts [--model DIR] RECORDING SPANS.json ...

RECORDING is a WAV, FLAC or Ogg Opus file, SPANS.json tells its clips: { "clips": [{ "start": s, "end": s, "label" }] }.
Prints, for each pair, JSON: accuracies 0...1 of the timeline over the labelled time that it judged, and of the same clips
alone, by clip and by the same seconds; seconds of labelled time that it missed, and of judged time outside of the labels.`;

const Spans = z.object({
  clips: z.array(z.object({ start: z.number(), end: z.number(), label: z.enum(EMOTIONS) })),
});

async function readSpans(path: string): Promise<LabelledSpan[]> {
  const { clips } = Spans.parse(JSON.parse(await readFile(path, 'utf8')));
  return clips.map(({ start, end, label }) => ({ startSec: start, endSec: end, emotion: label }));
}

async function judge(source: PcmSource, spans: readonly TimeSpan[], classifier: Classifier): Promise<Prediction[]> {
  const timeline: Prediction[] = [];
  for (const span of spans) {
    const [probabilities = []] = await classifier.classify([drawWindow(source, span)]);
    timeline.push({ ...span, probabilities });
  }
  return timeline;
}

/** Whether a clip alone is judged rightly; one without a sound that counts as speech is not. */
async function judgeAlone(source: PcmSource, clip: LabelledSpan, classifier: Classifier): Promise<boolean> {
  let windows: TimeSpan[];
  try {
    windows = findWindowsWithin(source, clip);
  } catch {
    return false;
  }
  return summarise(await judge(source, windows, classifier)).emotion === clip.emotion;
}

async function compare(recordingPath: string, spansPath: string, classifier: Classifier) {
  const clips = await readSpans(spansPath);
  const source = new SampleStore();
  source.push((await readRecording(recordingPath)).samples);
  const windows = findWindows(source);
  const accuracy = scoreTimeline([...smoothTimeline(await judge(source, windows, classifier))], clips);
  const { judgedSec, rightSec, missedSec, outsideSec, judgedSecBySpan } = accuracy;
  let clipsRight = 0;
  let clipsRightSec = 0;
  for (const [index, clip] of clips.entries()) {
    if (!(await judgeAlone(source, clip, classifier))) continue;
    clipsRight++;
    clipsRightSec += judgedSecBySpan[index] ?? 0;
  }
  return {
    recording: recordingPath,
    clips: clips.length,
    windows: windows.length,
    timelineAccuracy: rightSec / judgedSec,
    clipsAloneAccuracy: clipsRight / clips.length,
    clipsAloneAccuracyBySameSeconds: clipsRightSec / judgedSec,
    judgedSec,
    missedSec,
    outsideSec,
  };
}

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'string', default: 'public/model' }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0 || positionals.length % 2 !== 0) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const classifier = await openClassifier(values.model);
  for (let index = 0; index < positionals.length; index += 2) {
    const [recording = '', spans = ''] = positionals.slice(index, index + 2);
    console.log(JSON.stringify(await compare(recording, spans, classifier), null, 2));
  }
  classifier.dispose();
});
