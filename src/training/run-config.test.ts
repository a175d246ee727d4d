import { describe, expect, it } from 'vitest';
import { DEFAULT_RUN, listDifferences, readRunConfig } from './run-config';

/** The message of what is thrown. */
function readFailure(text: string, settings: readonly string[] = []): string {
  try {
    readRunConfig(text, settings, 'some.json');
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  throw new Error('Nothing was refused.');
}

describe('readRunConfig', () => {
  it('of an empty file is the run that ships', () => {
    expect(readRunConfig('{}')).toEqual(DEFAULT_RUN);
  });

  it('changes what the file names and leaves the rest', () => {
    const text =
      '{ "epochs": 40, "waveform": { "speed": { "share": 0.5 } }, "network": { "widths": [16, 32, 48, 64] } }';
    const config = readRunConfig(text);
    expect(config).toEqual({
      ...DEFAULT_RUN,
      epochs: 40,
      network: { ...DEFAULT_RUN.network, widths: [16, 32, 48, 64] },
      waveform: { ...DEFAULT_RUN.waveform, speed: { ...DEFAULT_RUN.waveform.speed, share: 0.5 } },
    });
  });

  it('lets settings win over the file, and later ones over earlier ones', () => {
    const settings = [
      'epochs=3',
      'protocol={"name":"stratified","seed":2}',
      'schedule.kind=plateau',
      'waveform.noise.snrDb=[0, 20]',
      'epochs=4',
    ];
    const config = readRunConfig('{ "epochs": 40, "batchSize": 8 }', settings);
    expect([config.epochs, config.batchSize, config.schedule.kind]).toEqual([4, 8, 'plateau']);
    expect(config.protocol).toEqual({ name: 'stratified', seed: 2 });
    expect(config.waveform.noise).toEqual({ ...DEFAULT_RUN.waveform.noise, snrDb: [0, 20] });
  });

  it('does not change the default', () => {
    const before = structuredClone(DEFAULT_RUN);
    readRunConfig('{ "optimizer": { "learningRate": 1 } }', ['picture.masks=0']);
    expect(DEFAULT_RUN).toEqual(before);
  });

  it('names every mistake, and what there is instead of an unknown key', () => {
    const message = readFailure('{ "epoch": 3, "batchSize": "8", "waveform": { "noise": { "snr": 3, "share": 2 } } }');
    expect(message).toMatch(/^some.json does not describe a run:\n/);
    expect(message).toMatch(/epoch: no such key; there are seed, .*epochs/);
    expect(message).toMatch(/batchSize: .*expected number/i);
    expect(message).toMatch(/waveform\.noise\.snr: no such key; there are share, kinds, snrDb/);
    expect(message).toMatch(/waveform\.noise\.share: .*<=1/);
  });

  it.each([
    ['{ "epochs": 0 }', /epochs/],
    ['{ "protocol": { "name": "random" } }', /protocol\.name/],
    ['{ "protocol": { "name": "stratified" } }', /protocol\.seed/],
    ['{ "epochs": 2.5 }', /epochs/],
    ['{ "network": { "widths": [1, 2, 3] } }', /network\.widths/],
    ['{ "network": 3 }', /network: .*object/],
    ['{ "waveform": { "gain": { "gainDb": [6, -6] } } }', /waveform\.gain\.gainDb: Expected the lowest value first/],
    ['{ "waveform": { "noise": { "kinds": ["brown"] } } }', /waveform\.noise\.kinds\.0/],
    ['{ "optimizer": { "learningRate": -1 } }', /optimizer\.learningRate/],
    ['{ "classWeights": null }', /classWeights/],
    ['[]', /expected a JSON object/],
    ['{ epochs', /is no JSON/],
  ])('refuses %s', (text, message) => {
    expect(readFailure(text)).toMatch(message);
  });

  it.each(['epochs', '=3', 'epochs=many', 'epochs.x=3', 'nothing.at.all=1'])('refuses the setting %s', (setting) => {
    expect(() => readRunConfig('{}', [setting])).toThrow(Error);
  });
});

describe('listDifferences', () => {
  it('of the default is empty', () => {
    expect(listDifferences(DEFAULT_RUN)).toEqual([]);
  });

  it('gives settings that lead from the default to the run', () => {
    const text = `{ "seed": 7, "waveform": { "pitch": { "share": 0.3, "semitones": [-3, 3] } }, "schedule": { "kind": "plateau" },
      "network": { "widths": [8, 8, 16, 16], "deformable": false } }`;
    const config = readRunConfig(text);
    const settings = listDifferences(config);
    expect(settings).toEqual([
      'seed=7',
      'network.widths=[8,8,16,16]',
      'network.deformable=false',
      'schedule.kind="plateau"',
      'waveform.pitch.share=0.3',
      'waveform.pitch.semitones=[-3,3]',
    ]);
    expect(readRunConfig('{}', settings)).toEqual(config);
  });
});
