import { TIME_LOOKS } from './time-kinds';

/** What each pattern means, in a word. */
export function TimeLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 py-2.5 text-cap">
      {TIME_LOOKS.map(({ kind, word, look }) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span className={`h-3.5 w-5 rounded-sm ${look}`} />
          {word}
        </li>
      ))}
    </ul>
  );
}
