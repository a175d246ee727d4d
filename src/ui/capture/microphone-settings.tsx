import { useStore } from 'zustand';
import type { VoiceProcessing } from '../../contract/microphone';
import type { MicrophoneChoice } from '../../recognition/microphone-choice';

const SWITCHES: readonly { readonly name: keyof VoiceProcessing; readonly label: string }[] = [
  { name: 'echoCancellation', label: 'Echo cancellation' },
  { name: 'noiseSuppression', label: 'Noise suppression' },
  { name: 'autoGainControl', label: 'Automatic gain' },
];

/** Which microphone is used, and what the browser may do to its sound. Both count from the next recording on. */
export function MicrophoneSettings({
  choice,
  locked,
}: {
  readonly choice: MicrophoneChoice;
  readonly locked: boolean;
}) {
  const { device, devices, isDeviceGone, processing } = useStore(choice.store);
  const isListed = device === null || devices.some(({ deviceId }) => deviceId === device.deviceId);
  return (
    <details className="microphone-settings">
      <summary>Microphone settings</summary>
      <fieldset disabled={locked}>
        <legend className="visually-hidden">How the voice is recorded</legend>
        <label className="microphone-picker">
          Microphone
          <select
            value={device?.deviceId ?? ''}
            onChange={({ currentTarget: { value } }) => {
              choice.chooseDevice(value === '' ? null : value);
            }}
          >
            <option value="">Default</option>
            {!isListed && (
              <option value={device.deviceId}>{`${device.label}${isDeviceGone ? ' (not plugged in)' : ''}`}</option>
            )}
            {devices.map(({ deviceId, label }, index) => (
              <option key={deviceId} value={deviceId}>
                {label === '' ? `Microphone ${index + 1}` : label}
              </option>
            ))}
          </select>
        </label>
        {devices.length === 0 && (
          <p className="microphone-hint">Browsers name the microphones once you have allowed one.</p>
        )}
        {SWITCHES.map(({ name, label }) => (
          <label key={name} className="microphone-switch">
            <input
              type="checkbox"
              role="switch"
              checked={processing[name]}
              onChange={({ currentTarget: { checked } }) => {
                choice.setProcessing({ [name]: checked });
              }}
            />
            {label}
          </label>
        ))}
        <p className="microphone-hint">
          Off is best: each of them changes the voice that is judged.
          {locked && ' Changes are possible between recordings.'}
        </p>
      </fieldset>
      <p className="microphone-hint" role="status">
        {isDeviceGone &&
          device !== null &&
          `“${device.label}” is not plugged in. The default is used until it is back.`}
      </p>
    </details>
  );
}
