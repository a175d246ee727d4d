import { describe, expect, it } from 'vitest';
import { traceDescriptor } from './trace-descriptor';

const WHOLE = [{ startSec: 0, endSec: 10 }];

describe('traceDescriptor', () => {
  it('draws every moment of a short recording, the highest at the top', () => {
    const trace = traceDescriptor(Float32Array.of(1, 3, 2, 2), 2.5, 10, WHOLE);
    expect(trace).toMatchObject({ median: 2, low: 1, high: 3 });
    expect(trace?.path).toBe('M0.1250 1.000L0.1250 1.000L0.3750 0.000L0.6250 0.500L0.8750 0.500');
  });

  it('leaves out what lies between the spans', () => {
    const spans = [
      { startSec: 0, endSec: 3 },
      { startSec: 7, endSec: 10 },
    ];
    const trace = traceDescriptor(Float32Array.of(1, 3, -99, 2), 2.5, 10, spans);
    expect(trace).toMatchObject({ median: 2, low: 1, high: 3 });
    expect(trace?.path.match(/M/gu)).toHaveLength(2);
  });

  it('averages the moments of a long one', () => {
    const trace = traceDescriptor(
      Float32Array.from({ length: 1000 }, (_, i) => i % 2),
      0.01,
      10,
      WHOLE,
    );
    expect(trace?.path.match(/[ML]/gu)).toHaveLength(121);
    expect(trace?.low).toBeGreaterThan(0.3);
    expect(trace?.high).toBeLessThan(0.7);
  });

  it('is a flat line in the middle where nothing changes', () => {
    expect(traceDescriptor(Float32Array.of(7, 7), 5, 10, WHOLE)?.path).toBe('M0.2500 0.500L0.2500 0.500L0.7500 0.500');
  });

  it('says so when no moment was spoken', () => {
    expect(traceDescriptor(Float32Array.of(1, 2), 5, 10, [{ startSec: 6, endSec: 7 }])).toBeNull();
  });
});
