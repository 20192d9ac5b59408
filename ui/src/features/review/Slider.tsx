// A confidence in per cent, by mouse or arrow keys.
import { useId } from 'react';
import css from './review.module.css';

export function Slider({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className={css.slider}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        value={value}
        onChange={event => onChange(Number(event.target.value))}
      />
      <output className="number">{value}%</output>
    </div>
  );
}
