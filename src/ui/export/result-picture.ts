/** A result as one picture: verdict, probabilities, waveform, segments and spectrogram, in the colours of the page. */
import { FEATURE_CONFIG } from '../../contract/features';
import type { Analysis } from '../../contract/prediction';
import type { EmotionSegment } from '../../contract/segments';
import { EMOTION_WORDS, rankEmotions } from '../emotions/emotion-words';
import { formatDuration, formatPercent } from '../format';
import { buildMelTicks, buildTimeTicks } from '../pictures/axis-ticks';
import { EMBER } from '../pictures/colour-map';
import { paintHeatMap } from '../pictures/paint-heat-map';
import { measurePeak } from '../pictures/pooling';
import { wholeSpan } from '../pictures/visible-span';
import { paintWave } from '../pictures/waveform-picture';
import { wordVerdict } from '../result/verdict-words';

const WIDTH = 1200;
const HEIGHT = 860;
/** Device pixels to a unit. */
const SCALE = 2;
const MARGIN = 48;
/** Where plots begin: their marks are to the left. */
const PLOT_LEFT = 104;
const PLOT_WIDTH = WIDTH - PLOT_LEFT - MARGIN;

/** Colours and fonts as the page has them now. */
interface Theme {
  readonly colour: (name: string) => string;
  readonly body: string;
  readonly display: string;
}

/** Paints a result; the text beside it is in the CSV and JSON of the same result. */
export async function drawResultPicture(analysis: Analysis, segments: readonly EmotionSegment[]): Promise<Blob> {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = openContext(canvas);
  context.scale(SCALE, SCALE);
  const style = getComputedStyle(document.documentElement);
  const theme: Theme = {
    colour: (name) => style.getPropertyValue(`--${name}`).trim(),
    body: style.getPropertyValue('--font-body'),
    display: style.getPropertyValue('--font-display'),
  };
  context.fillStyle = theme.colour('paper');
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.textBaseline = 'alphabetic';
  paintVerdict(context, theme, analysis);
  paintBars(context, theme, analysis);
  paintWaveform(context, theme, analysis, 352, 120);
  paintSegments(context, theme, analysis, segments, 492);
  paintSpectrogram(context, theme, analysis, 556, 216);
  paintFoot(context, theme, analysis);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('Expected a picture, the canvas gave none.'));
      else resolve(blob);
    }, 'image/png');
  });
}

function paintVerdict(context: CanvasRenderingContext2D, theme: Theme, analysis: Analysis): void {
  const words = wordVerdict(analysis.probabilities, analysis.model.uncertainBelow);
  write(
    context,
    theme,
    `${analysis.fileName} · ${formatDuration(analysis.durationSec)}`,
    MARGIN,
    72,
    18,
    'ink-soft',
    540,
  );
  write(context, theme, words.opening, MARGIN, 148, 24, 'ink', 540);
  paintGlyph(context, theme, words.emotion, MARGIN, 172, 2.4);
  context.font = `500 60px ${theme.display}`;
  context.fillStyle = theme.colour('ink');
  context.fillText(words.adjective, MARGIN + 74, 222, 460);
  write(context, theme, `The model gives this ${words.share}.`, MARGIN, 276, 20, 'ink', 540);
}

function paintBars(context: CanvasRenderingContext2D, theme: Theme, { probabilities }: Analysis): void {
  const left = 640;
  const barLeft = left + 190;
  const barWidth = WIDTH - MARGIN - barLeft;
  rankEmotions(probabilities).forEach(({ emotion, probability }, index) => {
    const top = 56 + index * 33;
    paintGlyph(context, theme, emotion, left, top, 0.92);
    write(context, theme, EMOTION_WORDS[emotion].label, left + 34, top + 17, 17, 'ink', 100);
    context.textAlign = 'end';
    write(context, theme, formatPercent(probability), barLeft - 14, top + 17, 17, 'ink', 60);
    context.textAlign = 'start';
    context.fillStyle = theme.colour('track');
    context.fillRect(barLeft, top, barWidth, 22);
    context.fillStyle = theme.colour(`emotion-${emotion}`);
    context.fillRect(barLeft, top, Math.max(2, barWidth * probability), 22);
  });
}

function paintWaveform(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { pictures, durationSec, timeline }: Analysis,
  top: number,
  height: number,
): void {
  context.fillStyle = theme.colour('track');
  context.fillRect(PLOT_LEFT, top, PLOT_WIDTH, height);
  context.fillStyle = theme.colour('span');
  for (const { startSec, endSec } of timeline) {
    const left = (startSec / durationSec) * PLOT_WIDTH;
    context.fillRect(PLOT_LEFT + left, top, (endSec / durationSec) * PLOT_WIDTH - left, height);
  }
  const peak = Math.max(measurePeak(pictures.waveform), 1e-4);
  drawPart(context, PLOT_LEFT, top, PLOT_WIDTH, height, (part, widthPx, heightPx) => {
    paintWave(part, widthPx, heightPx, pictures.waveform, peak, theme.colour('wave'));
  });
  context.textAlign = 'end';
  write(context, theme, 'Waveform', PLOT_LEFT - 14, top + height / 2 + 5, 14, 'ink-soft', 80);
  context.textAlign = 'start';
}

function paintSegments(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { durationSec }: Analysis,
  segments: readonly EmotionSegment[],
  top: number,
): void {
  context.fillStyle = theme.colour('track');
  context.fillRect(PLOT_LEFT, top, PLOT_WIDTH, 16);
  for (const { startSec, endSec, emotion } of segments) {
    const left = PLOT_LEFT + (startSec / durationSec) * PLOT_WIDTH;
    const width = Math.max(1, ((endSec - startSec) / durationSec) * PLOT_WIDTH);
    context.fillStyle = theme.colour(emotion === null ? 'control-line' : `emotion-${emotion}`);
    context.fillRect(left, top, Math.max(1, width - 1), 16);
    const label = emotion === null ? 'Uncertain' : EMOTION_WORDS[emotion].label;
    context.font = `14px ${theme.body}`;
    if (context.measureText(label).width < width) write(context, theme, label, left, top + 34, 14, 'ink', width);
  }
}

function paintSpectrogram(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { pictures, durationSec }: Analysis,
  top: number,
  height: number,
): void {
  drawPart(context, PLOT_LEFT, top, PLOT_WIDTH, height, (part, widthPx, heightPx) => {
    const scale = { map: EMBER, low: FEATURE_CONFIG.floorDb, high: 0, pooling: 'max', standardise: false } as const;
    paintHeatMap(part, widthPx, heightPx, pictures.logMelDb, wholeSpan(durationSec), scale);
  });
  context.textAlign = 'end';
  for (const { position, label } of buildMelTicks(FEATURE_CONFIG)) {
    write(context, theme, `${label} Hz`, PLOT_LEFT - 14, top + height * (1 - position) + 5, 14, 'ink-soft', 80);
  }
  context.textAlign = 'center';
  for (const { position, label } of buildTimeTicks(wholeSpan(durationSec), 9)) {
    write(context, theme, label, PLOT_LEFT + position * PLOT_WIDTH, top + height + 22, 14, 'ink-soft', 80);
  }
  context.textAlign = 'start';
}

function paintFoot(context: CanvasRenderingContext2D, theme: Theme, { model, backend }: Analysis): void {
  const foot = `Undertone, model ${model.version}, ${backend}. A guess from the sound of the voice alone; it can be wrong.`;
  write(context, theme, foot, MARGIN, HEIGHT - 28, 14, 'ink-soft', WIDTH - 2 * MARGIN);
}

function paintGlyph(
  context: CanvasRenderingContext2D,
  theme: Theme,
  emotion: keyof typeof EMOTION_WORDS,
  left: number,
  top: number,
  scale: number,
): void {
  context.save();
  context.translate(left, top);
  context.scale(scale, scale);
  context.strokeStyle = theme.colour(`emotion-${emotion}`);
  context.lineWidth = 2.25;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(new Path2D(EMOTION_WORDS[emotion].contour));
  context.restore();
}

function write(
  context: CanvasRenderingContext2D,
  theme: Theme,
  text: string,
  left: number,
  baseline: number,
  sizePx: number,
  colour: string,
  mostWidth: number,
): void {
  context.font = `${sizePx}px ${theme.body}`;
  context.fillStyle = theme.colour(colour);
  context.fillText(text, left, baseline, mostWidth);
}

/** Paints with something that fills a whole canvas into a part of this one, at its own resolution. */
function drawPart(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  width: number,
  height: number,
  paint: (part: CanvasRenderingContext2D, widthPx: number, heightPx: number) => void,
): void {
  const part = createCanvas(width, height);
  paint(openContext(part), part.width, part.height);
  context.drawImage(part, left, top, width, height);
}

function createCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  return canvas;
}

function openContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('Expected a canvas that can be painted on.');
  return context;
}
