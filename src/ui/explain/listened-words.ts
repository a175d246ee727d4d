/** Numbers of the explanations as a visitor reads them. */
import { NO_BREAK_SPACE } from '../format';

/** A signed number with a real minus: `+1.3`, `−0.4`, `0.0`. */
export function formatSigned(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** A frequency: `240 Hz`, `1,480 Hz`. */
export function formatHertz(frequencyHz: number): string {
  return `${formatWhole(frequencyHz)}${NO_BREAK_SPACE}Hz`;
}

/** A whole number with thousands apart. */
export function formatWhole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/**
 * What a fall of log-odds does to the odds: `÷ 3.2` for a fall, `× 1.5` for a rise.
 * @param fall in nats
 */
export function formatOdds(fall: number): string {
  return `${fall < 0 ? '×' : '÷'}${NO_BREAK_SPACE}${formatFactor(Math.exp(Math.abs(fall)))}`;
}

function formatFactor(factor: number): string {
  if (factor < 10) return factor.toFixed(1);
  return factor < 1000 ? String(Math.round(factor)) : 'over 1,000';
}
