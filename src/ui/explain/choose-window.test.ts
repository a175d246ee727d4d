import { expect, it } from 'vitest';
import { findTellingWindow, findWindowAt, nameWindow } from './choose-window';

const window = (startSec: number, endSec: number, happy: number) => ({
  startSec,
  endSec,
  probabilities: [0, 1 - happy, 0, 0, happy, 0, 0, 0],
});
const TIMELINE = [window(0, 3, 0.2), window(1.5, 4.5, 0.9), window(8, 9, 0.6)];

it('findTellingWindow takes the surest window of the emotion of the whole', () => {
  expect(findTellingWindow({ timeline: TIMELINE, emotion: 'happy' })).toBe(1);
  expect(findTellingWindow({ timeline: TIMELINE, emotion: 'calm' })).toBe(0);
});

it.each([
  [0, 0],
  [2, 0],
  [2.9, 1],
  [8.1, 2],
  [7.9, 2],
  [5, 1],
  [99, 2],
])('findWindowAt finds at %d s window %i', (timeSec, index) => {
  expect(findWindowAt(TIMELINE, timeSec)).toBe(index);
});

it('nameWindow says when and what', () => {
  expect(nameWindow(window(67.26, 70.26, 0.9))).toBe('1:07.3 to 1:10.3: Happy, 90\u00a0%');
});
