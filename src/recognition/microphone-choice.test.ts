import { describe, expect, it, vi } from 'vitest';
import type { MicrophoneDevice } from '../contract/microphone';
import { createMicrophoneChoice } from './microphone-choice';

const BUILT_IN = { deviceId: 'a', label: 'Built-in' };
const USB = { deviceId: 'b', label: 'USB' };
const OFF = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };

function createStorage(kept: string | null = null) {
  const items = new Map(kept === null ? [] : [['undertone-microphone', kept]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

function createSetting(openStorage: () => Pick<Storage, 'getItem' | 'setItem'>) {
  let plug: (devices: readonly MicrophoneDevice[]) => void = () => undefined;
  const stop = vi.fn();
  const choice = createMicrophoneChoice({
    watchMicrophones: (onChange) => {
      plug = onChange;
      return { refresh: () => Promise.resolve(), stop };
    },
    openStorage,
  });
  return {
    choice,
    stop,
    plug: (...devices: MicrophoneDevice[]) => {
      plug(devices);
    },
  };
}

describe('microphone choice', () => {
  it('is the default with a raw voice on a first visit', () => {
    const { choice } = createSetting(createStorage);
    expect(choice.store.getState()).toEqual({ device: null, processing: OFF, devices: [], isDeviceGone: false });
  });

  it('is kept for the next visit', () => {
    const storage = createStorage();
    const first = createSetting(() => storage);
    first.plug(BUILT_IN, USB);
    first.choice.chooseDevice('b');
    first.choice.setProcessing({ noiseSuppression: true });
    const { choice } = createSetting(() => storage);
    expect(choice.store.getState()).toMatchObject({ device: USB, processing: { ...OFF, noiseSuppression: true } });
    choice.chooseDevice(null);
    expect(createSetting(() => storage).choice.store.getState().device).toBeNull();
  });

  it.each(['{', '7', '{"device":{"deviceId":1},"processing":{"autoGainControl":"yes"}}'])(
    'is the default where %s was kept',
    (kept) => {
      const { choice } = createSetting(() => createStorage(kept));
      expect(choice.store.getState()).toMatchObject({ device: null, processing: OFF });
    },
  );

  it('holds for the visit where storage is blocked', () => {
    const { choice } = createSetting(() => {
      throw new Error('blocked');
    });
    choice.setProcessing({ autoGainControl: true });
    expect(choice.store.getState().processing).toEqual({ ...OFF, autoGainControl: true });
  });

  it('follows plugging and unplugging: the chosen one stays chosen, and is said to be gone', () => {
    const { choice, plug } = createSetting(createStorage);
    plug(BUILT_IN, USB);
    choice.chooseDevice('b');
    plug(BUILT_IN);
    expect(choice.store.getState()).toMatchObject({ device: USB, isDeviceGone: true, devices: [BUILT_IN] });
    plug(BUILT_IN, USB);
    expect(choice.store.getState()).toMatchObject({ device: USB, isDeviceGone: false });
    plug(BUILT_IN);
    choice.chooseDevice(null);
    expect(choice.store.getState()).toMatchObject({ device: null, isDeviceGone: false });
  });

  it('does not say that one is gone while browsers name none', () => {
    const storage = createStorage(JSON.stringify({ device: USB, processing: OFF }));
    const { choice, plug } = createSetting(() => storage);
    plug();
    expect(choice.store.getState().isDeviceGone).toBe(false);
    plug(BUILT_IN);
    expect(choice.store.getState().isDeviceGone).toBe(true);
  });

  it('ends its watch', () => {
    const { choice, stop } = createSetting(createStorage);
    choice.dispose();
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
