import type { MicrophoneDevice } from '../contract/microphone';

/** Chromium lists the system's choices as devices of their own; the page offers "default" itself. */
const PSEUDO_DEVICES = ['', 'default', 'communications'];

/**
 * Tells of the microphones that are plugged in: at once, and whenever one is plugged in or taken out. Before the first
 * permission browsers name none, hence `refresh`, to be called once there is a permission.
 *
 * @returns `refresh`, and `stop` to be told no more. Where the browser knows no devices, nobody is told anything.
 */
export function watchMicrophones(onChange: (devices: readonly MicrophoneDevice[]) => void): {
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
} {
  // The DOM types promise it; insecure pages and old browsers lack it.
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  let isStopped = false;
  const refresh = async (): Promise<void> => {
    if (mediaDevices === undefined) return;
    const found = await mediaDevices.enumerateDevices().catch(() => []);
    if (isStopped) return;
    onChange(
      found
        .filter(({ kind, deviceId }) => kind === 'audioinput' && !PSEUDO_DEVICES.includes(deviceId))
        .map(({ deviceId, label }) => ({ deviceId, label })),
    );
  };
  const onDeviceChange = (): void => void refresh();
  mediaDevices?.addEventListener('devicechange', onDeviceChange);
  void refresh();
  return {
    refresh,
    stop: () => {
      isStopped = true;
      mediaDevices?.removeEventListener('devicechange', onDeviceChange);
    },
  };
}
