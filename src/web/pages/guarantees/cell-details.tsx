import type { MatrixCell } from '@/domain/matrix';
import { expectedWord, seenSentence } from './cell-look';

/** Expected and seen, side by side, and what the fault did. */
export function CellDetails({ cell }: { cell: MatrixCell }) {
  const facts: [name: string, text: string | null][] = [
    ['Expected', expectedWord(cell)],
    ['Seen', seenSentence(cell)],
    ['The fault', cell.told],
    ['Not as expected', cell.missed],
  ];
  return (
    <dl className="grid gap-2">
      {facts.map(([name, text]) =>
        text === null ? null : (
          <div key={name}>
            <dt className="text-cap text-dim">{name}</dt>
            <dd>{text}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
