/**
 * Which microphone is used and how, as the visitor chose, kept for the next visit. A chosen one that is taken out stays
 * chosen: the browser's default stands in until it is back.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MicrophoneDevice, MicrophoneWishes, VoiceProcessing } from '../contract/microphone';

/** What was chosen and what there is. */
export interface MicrophoneChoiceState extends MicrophoneWishes {
  /** Plugged in now; empty before the first permission. */
  readonly devices: readonly MicrophoneDevice[];
  /** Whether the chosen one is known not to be there. */
  readonly isDeviceGone: boolean;
}

/** The visitor's choice of microphone. */
export interface MicrophoneChoice {
  readonly store: StoreApi<MicrophoneChoiceState>;
  /** Chooses one of the devices, or with `null` the browser's default. */
  readonly chooseDevice: (deviceId: string | null) => void;
  readonly setProcessing: (change: Partial<VoiceProcessing>) => void;
  /** Looks at the devices again: their names are told once there is a permission. */
  readonly refresh: () => Promise<void>;
  /** Ends the watch over the devices. */
  readonly dispose: () => void;
}

/** What a choice needs of the browser. */
export interface MicrophoneChoiceTools {
  readonly watchMicrophones: (onChange: (devices: readonly MicrophoneDevice[]) => void) => {
    readonly refresh: () => Promise<void>;
    readonly stop: () => void;
  };
  /** Opens `localStorage`; that alone throws where the visitor blocks storage. */
  readonly openStorage: () => Pick<Storage, 'getItem' | 'setItem'>;
}

const STORAGE_KEY = 'undertone-microphone';

/** Makes a choice: what was kept, or the default device and a raw voice. */
export function createMicrophoneChoice({ watchMicrophones, openStorage }: MicrophoneChoiceTools): MicrophoneChoice {
  const store = createStore<MicrophoneChoiceState>(() => ({
    ...readKept(openStorage),
    devices: [],
    isDeviceGone: false,
  }));
  const findGone = (device: MicrophoneDevice | null, devices: readonly MicrophoneDevice[]): boolean =>
    device !== null && devices.length > 0 && !devices.some(({ deviceId }) => deviceId === device.deviceId);
  const choose = (wishes: MicrophoneWishes): void => {
    store.setState({ ...wishes, isDeviceGone: findGone(wishes.device, store.getState().devices) });
    keep(openStorage, wishes);
  };
  const { refresh, stop } = watchMicrophones((devices) => {
    store.setState({ devices, isDeviceGone: findGone(store.getState().device, devices) });
  });
  return {
    store,
    chooseDevice(deviceId) {
      const { devices, processing } = store.getState();
      choose({ device: devices.find((device) => device.deviceId === deviceId) ?? null, processing });
    },
    setProcessing(change) {
      const { device, processing } = store.getState();
      choose({ device, processing: { ...processing, ...change } });
    },
    refresh,
    dispose: stop,
  };
}

function keep(openStorage: MicrophoneChoiceTools['openStorage'], wishes: MicrophoneWishes): void {
  try {
    openStorage().setItem(STORAGE_KEY, JSON.stringify({ device: wishes.device, processing: wishes.processing }));
  } catch {
    // Blocked or full: the choice holds for this visit.
  }
}

function readKept(openStorage: MicrophoneChoiceTools['openStorage']): MicrophoneWishes {
  let kept: unknown = null;
  try {
    kept = JSON.parse(openStorage().getItem(STORAGE_KEY) ?? 'null');
  } catch {
    // Blocked, or not ours: nothing was kept.
  }
  const { device, processing } = toRecord(kept);
  const { deviceId, label } = toRecord(device);
  const switches = toRecord(processing);
  return {
    device: typeof deviceId === 'string' && typeof label === 'string' ? { deviceId, label } : null,
    processing: {
      echoCancellation: switches['echoCancellation'] === true,
      noiseSuppression: switches['noiseSuppression'] === true,
      autoGainControl: switches['autoGainControl'] === true,
    },
  };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
