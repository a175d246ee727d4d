import { useId } from 'react';
import './report.css';

/** One of several, to look at. */
export interface Option<Key extends string> {
  readonly key: Key;
  readonly name: string;
}

/** A row of radio buttons; nothing where there is no choice. */
export function Choice<Key extends string>({
  legend,
  options,
  chosen,
  onChoose,
}: {
  readonly legend: string;
  readonly options: readonly Option<Key>[];
  readonly chosen: Key;
  readonly onChoose: (key: Key) => void;
}) {
  const group = useId();
  if (options.length < 2) return null;
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map(({ key, name }) => (
        <label key={key}>
          <input
            type="radio"
            name={group}
            checked={key === chosen}
            onChange={() => {
              onChoose(key);
            }}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
